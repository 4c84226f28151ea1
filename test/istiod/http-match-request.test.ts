import { problemsOf } from '../../lib/admission';
import { KINDS } from '../../lib/admission/schema/kind-schemas';
import type { Schema } from '../../lib/admission/schema/schema';
import {
  HTTP_MATCH_ENTRIES,
  HTTP_MATCH_FIELDS,
  type HttpMatchFieldKind,
  PROXY_FIELDS,
  STRING_FIELDS,
  STRING_MAP_FIELDS,
} from '../../lib/istiod/virtual-services/http-match-request';
import { appliesToProxy, type MatchedProxy } from '../../lib/istiod/virtual-services/match-scope';
import { compileMatch } from '../../lib/routing/route/match-request';

const virtualService = KINDS.find(({ kind }) => kind === 'VirtualService')?.schema;
const match = virtualService?.properties?.http?.items?.properties?.match?.items?.properties ?? {};

/** The kinds that a field of this schema can be of. */
function kindsFor({ type, properties, additionalProperties, items }: Schema): HttpMatchFieldKind[] {
  if (type === 'object' && properties) {
    return Object.keys(properties).sort().join() === 'exact,prefix,regex' ? ['string match'] : [];
  }
  if (type === 'object' && typeof additionalProperties === 'object') {
    return additionalProperties.type === 'string' ? ['labels'] : ['map of string matches'];
  }
  if (type === 'array') {
    return items?.type === 'string' ? ['gateways'] : [];
  }
  return type === 'integer' ? ['port'] : type === 'boolean' ? ['flag'] : ['namespace', 'name'];
}

test('the fields are those of the CRD', () => {
  expect(Object.keys(HTTP_MATCH_FIELDS).sort()).toEqual(Object.keys(match).sort());
});

test.each(HTTP_MATCH_ENTRIES)('%s is a %s in the CRD', (field, kind) => {
  expect(kindsFor(match[field] ?? {})).toContain(kind);
});

test('a schema of another shape is of no kind', () => {
  expect(kindsFor({ type: 'object', properties: { value: { type: 'string' } } })).toEqual([]);
  expect(kindsFor({ type: 'array', items: { type: 'object' } })).toEqual([]);
});

const CONDITION = { exact: '/a' };

test.each([
  ...STRING_FIELDS.map((field) => [field, { [field]: CONDITION }] as const),
  ...STRING_MAP_FIELDS.map((field) => [field, { [field]: { a: CONDITION } }] as const),
])('a request is compared with %s', (_, conditions) => {
  expect(compileMatch(conditions).conditions).toHaveLength(1);
  expect(compileMatch(conditions).isCatchAll).toBe(false);
});

/** One value for each field that limits what a match is for. */
const LIMITS = {
  uri: { prefix: '/a' },
  method: CONDITION,
  scheme: { exact: 'http' },
  authority: CONDITION,
  headers: { a: CONDITION },
  withoutHeaders: { a: CONDITION },
  queryParams: { a: CONDITION },
  port: 80,
  sourceLabels: { app: 'a' },
  sourceNamespace: 'a',
  gateways: ['mesh'],
} as const satisfies Partial<Record<keyof typeof HTTP_MATCH_FIELDS, unknown>>;

test('every field that limits a match has a value here', () => {
  const limits = HTTP_MATCH_ENTRIES.filter(([, kind]) => kind !== 'flag' && kind !== 'name');
  expect(Object.keys(LIMITS)).toEqual(limits.map(([field]) => field));
});

test.each(Object.entries(LIMITS))(
  'a route that is limited by %s leaves requests to the next',
  (field, value) => {
    const route = [{ destination: { host: 'a' } }];
    const http = (first: object) => [
      { match: [first], route },
      { match: [{ uri: { prefix: '/' } }], route },
    ];
    const unreachable = (first: object) =>
      problemsOf(
        'VirtualService',
        {
          name: 'a',
          namespace: 'a',
          labels: {},
          annotations: {},
          spec: { hosts: ['a'], http: http(first) },
        },
        '1.32',
      ).filter(({ message }) => message.includes('is never reached'));

    expect(unreachable({ [field]: value })).toEqual([]);
    expect(unreachable({})).toHaveLength(1);
  },
);

describe('proxies', () => {
  const proxy: MatchedProxy = {
    workload: { labels: { app: 'a' }, namespace: 'a' },
    isPort: (port) => port === 80,
    isGateway: (name) => name === 'mesh',
  };
  const others = { port: 81, sourceLabels: { app: 'b' }, sourceNamespace: 'b', gateways: ['a/b'] };

  test.each(PROXY_FIELDS)('%s', (field) => {
    expect(appliesToProxy({ [field]: LIMITS[field] }, proxy)).toBe(true);
    expect(appliesToProxy({ [field]: others[field] }, proxy)).toBe(false);
  });

  test('the source counts only in a match without gateways', () => {
    expect(appliesToProxy({ sourceNamespace: 'b', gateways: ['mesh'] }, proxy)).toBe(true);
    expect(appliesToProxy({ sourceNamespace: 'b', gateways: [] }, proxy)).toBe(false);
    expect(appliesToProxy({ port: 81, gateways: ['mesh'] }, proxy)).toBe(false);
  });

  test('port 0 is no port', () => {
    expect(appliesToProxy({ port: 0 }, proxy)).toBe(true);
  });
});
