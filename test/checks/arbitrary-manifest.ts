import fc from 'fast-check';
import schemas from '../../imports/schemas.json';

/** As much of a schema as is needed to make values for it. */
interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly minItems?: number;
}

const NAMES = ['a', 'b', 'default', 'istio-system', 'v1'];
/** What strings in manifests look like, few enough that objects refer to one another. */
const TEXTS = [
  ...NAMES,
  ...[
    '',
    '*',
    '.',
    '~',
    'mesh',
    '/',
    '/api',
    'a.b',
    'a.default.svc.cluster.local',
    '*.example.com',
    'x.example.com',
  ],
  ...[
    'b/a',
    '*/*',
    './*',
    '1s',
    '0s',
    '1.5h',
    '10.0.0.0/8',
    '::1',
    '10.0.0.1',
    'x-user',
    'GET',
    'HTTP',
    'TLS',
    '.*',
    '(',
  ],
  ...[
    '@request.auth.claims.sub',
    'https://a/b',
    'unix:///tmp/a',
    'cluster.local/ns/b/sa/a',
    '/{*}/x/{**}',
    'ISTIO',
  ],
];
const NUMBERS = [0, 1, 2, 80, 443, 8080, 9080, 65535, 65536, 100, 301, 503, -1];
const LABELS = fc.dictionary(
  fc.constantFrom('app', 'version', 'istio'),
  fc.constantFrom(...NAMES, 'ingressgateway'),
  {
    maxKeys: 2,
  },
);

/** Values that a schema describes, most of them good. */
function valueFor(schema: Schema, depth = 0): fc.Arbitrary<unknown> {
  if (schema.enum) {
    return fc.constantFrom(...schema.enum);
  }
  switch (schema.type) {
    case 'object':
      return schema.properties ? objectOf(schema, depth) : mapOf(schema, depth);
    case 'array':
      return fc.array(valueFor(schema.items ?? {}, depth + 1), {
        minLength: schema.minItems ?? 0,
        maxLength: 2,
      });
    case 'boolean':
      return fc.boolean();
    case 'integer':
    case 'number':
      return fc.constantFrom(...NUMBERS);
    default:
      return fc.constantFrom(...TEXTS);
  }
}

function objectOf({ properties = {}, required = [] }: Schema, depth: number): fc.Arbitrary<unknown> {
  // The deeper, the fewer: objects would be larger than anyone writes.
  const names = Object.keys(properties);
  const present = fc.subarray(names, { maxLength: Math.min(names.length, depth < 2 ? 4 : 2) });
  return present.chain((keys) =>
    fc.record(
      Object.fromEntries(
        [...new Set([...required, ...keys])].map((key) => [key, valueFor(properties[key] ?? {}, depth + 1)]),
      ),
    ),
  );
}

function mapOf({ additionalProperties }: Schema, depth: number): fc.Arbitrary<unknown> {
  return additionalProperties
    ? fc.dictionary(
        fc.constantFrom('app', 'version', ':method', 'x-user', '8080'),
        valueFor(additionalProperties, depth + 1),
        {
          maxKeys: 2,
        },
      )
    : fc.constant({});
}

function objectWith(apiVersion: string, kind: string, spec: fc.Arbitrary<unknown>): fc.Arbitrary<object> {
  const metadata = fc.record(
    { name: fc.constantFrom(...NAMES), namespace: fc.constantFrom(...NAMES), labels: LABELS },
    { requiredKeys: ['name'] },
  );
  return fc.record({ apiVersion: fc.constant(apiVersion), kind: fc.constant(kind), metadata, spec });
}

const istio = schemas.flatMap(({ group, kind, versions, schema }) =>
  versions.map((version) => objectWith(`${group}/${version}`, kind, valueFor(schema as unknown as Schema))),
);
const template = fc.record({
  metadata: fc.record({ labels: LABELS }),
  spec: fc.record({ serviceAccountName: fc.constantFrom(...NAMES) }, { requiredKeys: [] }),
});
const port = fc.record(
  {
    name: fc.constantFrom('http', 'tcp-x', 'x', 'https'),
    port: fc.constantFrom(80, 443, 9080),
    targetPort: fc.constantFrom<unknown>(8080, 'http'),
    appProtocol: fc.constantFrom('http2', 'x'),
  },
  { requiredKeys: ['port'] },
);
const kubernetes = [
  objectWith('v1', 'Service', fc.record({ selector: LABELS, ports: fc.array(port, { maxLength: 2 }) })),
  objectWith('apps/v1', 'Deployment', fc.record({ template })),
  objectWith('v1', 'Namespace', fc.constant({})),
];

/** Objects of all kinds, such as the API server might take. */
export const plausibleObject: fc.Arbitrary<object> = fc.oneof(
  ...kubernetes.map((arbitrary) => ({ arbitrary, weight: 3 })),
  ...istio,
);

/** The same with anything in the place of any value. */
export const brokenObject: fc.Arbitrary<unknown> = fc
  .tuple(
    plausibleObject,
    fc.array(fc.tuple(fc.nat(), fc.jsonValue({ maxDepth: 3 })), { minLength: 1, maxLength: 3 }),
  )
  .map(([object, changes]) =>
    changes.reduce<unknown>((value, [place, other]) => replaced(value, place, other), object),
  );

/** The value with another one at one of its places, which are counted in depth. */
function replaced(value: unknown, place: number, other: unknown): unknown {
  const places = placesIn(value);
  const path = places[place % places.length] ?? [];
  return withValue(value, path, other);
}

function placesIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  const children = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [path, ...children.flatMap(([key, child]) => placesIn(child, [...path, key]))];
}

function withValue(value: unknown, [key, ...rest]: readonly string[], other: unknown): unknown {
  if (key === undefined) {
    return other;
  }
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string, unknown>;
  copy[key] = withValue(copy[key], rest, other);
  return copy;
}
