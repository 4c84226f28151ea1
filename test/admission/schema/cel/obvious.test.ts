import fc from 'fast-check';
import schemas from '../../../../imports/schemas.json';
import { judgeOf } from '../../../../lib/admission/schema/cel/expression-judge';
import { obvious } from '../../../../lib/admission/schema/cel/obvious';
import type { Schema } from '../../../../lib/admission/schema/schema';
import { holds } from '../../../holds';

/** The schemas with a rule that is looked at before CEL is asked, by the rule. */
function* looked(schema: Schema): Iterable<[rule: string, schema: Schema]> {
  for (const { rule } of schema['x-kubernetes-validations'] ?? []) {
    if (obvious(rule)) {
      yield [rule, schema];
    }
  }
  const { properties = {}, items, additionalProperties } = schema;
  const below = [...Object.values(properties), items, additionalProperties];
  for (const one of below) {
    if (typeof one === 'object') {
      yield* looked(one);
    }
  }
}

const cases = new Map(schemas.flatMap(({ schema }) => [...looked(schema as unknown as Schema)]));

const text = fc.oneof(
  fc.constantFrom(
    '5s',
    '1ms',
    '0s',
    '0ms',
    '010s',
    '1.5s',
    '1m30s',
    '999999h',
    '9999999h',
    '1µs',
    '-1s',
    '*',
    'a*',
    '',
  ),
  fc.string(),
);

function valuesOf({ type, properties }: Schema): fc.Arbitrary<unknown> {
  if (type === 'integer') {
    return fc.oneof(fc.constantFrom(0, 1, 65535, 65536, -1), fc.integer());
  }
  if (type !== 'object') {
    return text;
  }
  return properties
    ? fc.record(
        Object.fromEntries(Object.keys(properties).map((name) => [name, fc.constantFrom({}, null)])),
        {
          requiredKeys: [],
        },
      )
    : fc.dictionary(text, text, { maxKeys: 3 });
}

test('the rules that nearly every object meets are looked at', () => {
  expect(cases.size).toBeGreaterThanOrEqual(8);
});

test.each([...cases])('what %s obviously lets pass, CEL lets pass', (rule, schema) => {
  const judge = judgeOf(rule, schema);
  let passed = 0;
  holds(
    fc.property(valuesOf(schema), (value) => {
      if (obvious(rule)?.(value)) {
        passed++;
        expect(judge(value)).toBe('holds');
      }
    }),
    300,
  );
  expect(passed).toBeGreaterThan(0);
});
