import { compile } from '../../../lib/admission/schema/compile';
import { Report } from '../../../lib/admission/schema/report';
import type { Schema } from '../../../lib/admission/schema/schema';
import { fieldText } from '../../../lib/manifests/field-path';
import { type Manifest, manifestOf } from '../../../lib/manifests/manifest';

function messages(schema: Schema, value: unknown): string[] {
  const report = new Report(manifestOf({ apiVersion: 'v1', kind: 'A' }) as Manifest);
  compile(schema, '1.32')(value, report);
  return report.findings.map(({ field = [], text }) => `${fieldText(field)} ${text}`.trim());
}

const A_OR_B: Schema[] = [{ required: ['a'] }, { required: ['b'] }];
const FIELDS: Schema = { type: 'object', properties: { a: { type: 'string' }, b: { type: 'string' } } };

describe('what Istio has no use for yet, and Kubernetes knows', () => {
  test.each<[Schema, unknown, ...string[]]>([
    [{ type: 'number', minimum: 1, exclusiveMinimum: true }, 1.1],
    [{ type: 'number', minimum: 1, exclusiveMinimum: true }, 1, 'is 1; use more than 1'],
    [{ type: 'number', maximum: 1, exclusiveMaximum: true }, 0.9],
    [{ type: 'number', maximum: 1, exclusiveMaximum: true }, 1, 'is 1; use less than 1'],
    [{ type: 'integer', multipleOf: 5 }, 10],
    [{ type: 'integer', multipleOf: 5 }, 11, 'is 11; use a multiple of 5'],
    [{ type: 'integer' }, 2 ** 53],
    [{ type: 'integer' }, 2 ** 63, 'is 9223372036854776000; use a number that fits into 64 bits'],
    [{ type: 'string', minLength: 2 }, '😀', 'is "😀"; use at least 2 characters'],
    [{ type: 'string', pattern: 'b' }, 'abc'],
    [{ type: 'string', pattern: '^b' }, 'abc', 'is "abc"; use text that matches ^b'],
    [{ type: 'string', format: 'date-time' }, '2030-01-31T12:00:00Z'],
    [
      { type: 'string', format: 'date-time' },
      '2030-13-31T12:00:00Z',
      'is "2030-13-31T12:00:00Z"; use a time, such as "2030-01-31T12:00:00Z"',
    ],
    [{ type: 'string', format: 'date' }, '2030-01-31'],
    [{ type: 'string', format: 'date' }, '31.1.2030', 'is "31.1.2030"; use a date, such as "2030-01-31"'],
    [{ type: 'string', format: 'uuid' }, '8b0c7f2e-0c1d-4f0a-9d5e-1a2b3c4d5e6f'],
    [{ type: 'string', format: 'uuid' }, '8b0c', 'is "8b0c"; use a UUID'],
    [{ type: 'string', format: 'ipv4' }, '10.0.0.1'],
    [{ type: 'string', format: 'ipv4' }, '::1', 'is "::1"; use an IPv4 address'],
    [{ type: 'string', format: 'ipv6' }, '::1'],
    [{ type: 'string', format: 'ipv6' }, '10.0.0.1', 'is "10.0.0.1"; use an IPv6 address'],
    [{ type: 'string', format: 'cidr' }, '10.0.0.0/8'],
    [
      { type: 'string', format: 'cidr' },
      '10.0.0.0/33',
      'is "10.0.0.0/33"; use an address with a prefix length, such as "10.0.0.0/8"',
    ],
    [{ type: 'string', format: 'unknown' }, 'a'],
    [{ 'x-kubernetes-int-or-string': true }, 'a'],
    [{ 'x-kubernetes-int-or-string': true }, 80],
    [{ 'x-kubernetes-int-or-string': true }, 1.5, 'is 1.5; use a whole number or a string'],
    [{ type: 'array', items: {}, 'x-kubernetes-list-type': 'set' }, ['a', 'b']],
    [
      { type: 'array', items: {}, 'x-kubernetes-list-type': 'set' },
      ['a', 'a'],
      '[1] repeats "a" of item 0; remove one of them',
    ],
    [{ type: 'array', items: { nullable: true, type: 'string' } }, [null]],
    [
      { type: 'object' },
      { a: 1 },
      'a is unknown, so kubectl apply refuses it, and Argo CD, Flux and --validate=false drop it; remove it',
    ],
    [{ type: 'object', additionalProperties: true }, { a: 1 }],
    [{ type: 'object', required: ['a'], properties: { a: { type: 'string', default: 'b' } } }, {}],
    [{ type: 'object', required: ['a'], properties: { a: { type: 'string', nullable: true } } }, { a: null }],
    [
      { ...FIELDS, anyOf: A_OR_B },
      { a: '', b: '' },
    ],
    [{ ...FIELDS, anyOf: A_OR_B }, {}, 'matches none of the allowed forms; set one of "a" and "b"'],
    [{ ...FIELDS, oneOf: A_OR_B }, { a: '' }],
    [{ ...FIELDS, oneOf: A_OR_B }, {}, 'matches none of the allowed forms; set one of "a" and "b"'],
    [{ ...FIELDS, oneOf: A_OR_B }, { a: '', b: '' }, 'sets both "a" and "b"; keep one of them'],
    [
      { type: 'integer', oneOf: [{ minimum: 5 }, { multipleOf: 2 }] },
      6,
      'matches 2 forms, and only one is allowed; see its reference',
    ],
    [{ type: 'integer', oneOf: [{ minimum: 5 }, { multipleOf: 2 }] }, 7],
    [
      { type: 'integer', oneOf: [{ minimum: 5 }, { multipleOf: 2 }] },
      1,
      'matches none of the allowed forms; see its reference',
    ],
    [{ ...FIELDS, not: { required: ['a', 'b'] } }, { a: '' }],
    [{ ...FIELDS, not: { required: ['a', 'b'] } }, { a: '', b: '' }, 'sets "a" and "b"; remove one of them'],
    [
      { ...FIELDS, allOf: [{ properties: { a: { minLength: 1 } } }] },
      { a: '', b: '' },
      'a is empty; use at least 1 character',
    ],
  ])('%j %j', (schema, value, ...expected) => {
    expect(messages(schema, value)).toEqual(expected);
  });
});

describe('rules in CEL', () => {
  const withRule = (rule: string, schema: Schema): Schema => ({
    ...schema,
    'x-kubernetes-validations': [{ rule }],
  });

  test.each<[string, Schema, unknown, ...string[]]>([
    ['self > 1', { type: 'integer' }, 2],
    ['self > 1', { type: 'integer' }, 1, 'violates the rule self > 1'],
    ['self / 2 == 1', { type: 'integer' }, 3], // integers, not doubles
    ['self / 2.0 == 1.5', { type: 'number' }, 3],
    ['self > 1.0', { type: 'number' }, 1, 'violates the rule self > 1.0'],
    ['self.size() == 3', { type: 'string', format: 'byte' }, 'AAEC'],
    [
      'self > timestamp("2030-01-01T00:00:00Z")',
      { type: 'string', format: 'date-time' },
      '2031-01-01T00:00:00Z',
    ],
    ['self == oldSelf', { type: 'string' }, 'a'], // says nothing about a new object
    ['self.a == "b"', { type: 'object', properties: { a: { type: 'string', default: 'b' } } }, {}],
    ['!has(self.a)', { type: 'object', properties: { a: { nullable: true } } }, { a: null }],
    [
      'self.__in__ == self.a__dash__b',
      { type: 'object', properties: { in: { type: 'string' }, 'a-b': { type: 'string' } } },
      { in: 'x', 'a-b': 'x' },
    ],
    [
      'self.all(key, key == "a-b")',
      { type: 'object', additionalProperties: { type: 'string' } },
      { 'a-b': 'x' },
    ],
    [
      'self.all(key, self[key] == "x")',
      { type: 'object', additionalProperties: { type: 'string' } },
      { a: 'x', b: 'y' },
      'violates the rule self.all(key, self[key] == "x")',
    ],
    [
      'self.exists(key, key == "toString")',
      { type: 'object', additionalProperties: {} },
      {},
      'violates the rule self.exists(key, key == "toString")',
    ],
    [
      'self[0].a',
      { type: 'array', items: { type: 'object', properties: { a: { type: 'boolean' } } } },
      [{ a: true }],
    ],
  ])('%s %j %j', (rule, schema, value, ...expected) => {
    expect(messages(withRule(rule, schema), value)).toEqual(expected);
  });

  test('run only where the schema holds', () => {
    const schema = withRule('self.a > 1', { type: 'object', properties: { a: { type: 'integer' } } });
    expect(messages(schema, { a: 'x' })).toEqual(['a is "x"; use a whole number']);
    expect(messages(schema, { a: 1 })).toEqual(['violates the rule self.a > 1']);
  });

  test('that compare all with all give up where the API server does', () => {
    const rule = 'self.all(a, self.exists_one(b, a == b))';
    const schema = withRule(rule, { type: 'array', items: { type: 'integer' } });
    const numbers = (length: number) => Array.from({ length }, (_, i) => i);
    expect(messages(schema, numbers(50))).toEqual([]);
    expect(messages(schema, numbers(1001))).toEqual([
      'is too long for the API server to check; make it shorter',
    ]);
  });

  test('give the same verdict when asked again, and another for another value', () => {
    const check = compile(
      withRule('self.all(a, a != "x")', { type: 'array', items: { type: 'string' } }),
      '1.32',
    );
    const count = (value: unknown) => {
      const report = new Report(manifestOf({ apiVersion: 'v1', kind: 'A' }) as Manifest);
      check(value, report);
      return report.findings.length;
    };
    const values = [['a', 'x'], ['ax'], ['x'], ['a'], [], ['string 1 x']];
    expect([...values, ...values].map(count)).toEqual([1, 0, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0]);
  });
});
