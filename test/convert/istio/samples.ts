import schemas from '../../../imports/schemas.json';
import { PortProtocol } from '../../../lib';
import { CipherSuite } from '../../../lib/admission';
import { isRecord } from '../../../lib/manifests/manifest';

/** A part of an OpenAPI schema. */
interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema;
  readonly items?: Schema;
  readonly 'x-kubernetes-validations'?: readonly { readonly rule: string }[];
}

/** Words for fields whose texts have a form of their own. */
const WORDS: Readonly<Record<string, readonly unknown[]>> = {
  allowMethods: ['GET', '*'],
  bytes: ['aGVsbG8='],
  cipherSuites: [Object.values(CipherSuite)[0]],
  defaultEndpoint: ['127.0.0.1', '[::1]', '0.0.0.0', '[::]'].map((host) => `${host}:80`).concat('unix:///a'),
  gateway: ['shop/edge'],
  gateways: ['mesh', 'edge', 'other/edge'],
  grpcStatus: ['UNAVAILABLE'],
  imageType: ['default', 'debug', 'distroless', 'other'],
  jwks: ['{"keys":[{"kty":"RSA"}]}'],
  key: [
    ...['source.ip', 'remote.ip', 'source.namespace', 'source.principal', 'source.serviceAccount'],
    ...['source.trustDomain', 'request.auth.principal', 'request.auth.audiences', 'connection.sni'],
    ...['request.auth.presenter', 'destination.ip', 'destination.port', 'request.headers[x-a]'],
    ...['request.auth.claims[a][b]', 'experimental.envoy.filters.x[key]', 'unknown'],
  ],
  notPorts: ['80'],
  ports: ['80'],
  principals: ['*', 'cluster.local/ns/shop/sa/web', 'other/ns/shop/sa/web'],
  protocol: [...Object.values(PortProtocol), 'tcp'],
  redirectCode: [301],
  retryOn: ['5xx,503'],
  scheme: ['https'],
  targetRefs: [
    { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge' },
    { group: 'gateway.networking.k8s.io', kind: 'GatewayClass', name: 'edge' },
    { group: '', kind: 'Service', name: 'web' },
    { group: 'networking.istio.io', kind: 'ServiceEntry', name: 'api' },
  ],
  values: ['*', '80'],
};
/** The most samples of fields that repeat what is sampled elsewhere. */
const LIMITS: Readonly<Record<string, number>> = { portLevelSettings: 60, subsets: 20 };
/** In the egress listeners of a Sidecar. */
const EGRESS_HOSTS = [
  './*',
  '*/*',
  'web/*',
  'web/web.example.com',
  '~/*',
  '~web/*',
  './web.shop.svc.cluster.local',
];

/**
 * Specs of a kind that have each field of the CRD, alone and together with all fields beside it, each value of an enumeration,
 * and the forms of texts that constructs know.
 */
export function samplesOf(kind: string): object[] {
  const { schema } = schemas.find((crd) => crd.kind === kind) as unknown as { schema: Schema };
  return samples(schema, '', '').filter(isRecord);
}

function samples(schema: Schema, name: string, parent: string): readonly unknown[] {
  if (schema.items) {
    const list = name === 'targetRefs' ? WORDS.targetRefs : samples(schema.items, name, parent);
    return (list ?? []).map((value) => [value]);
  }
  if (schema.properties) {
    return objects(schema, schema.properties, name);
  }
  if (schema.additionalProperties) {
    const key = name === 'portLevelMtls' ? '8080' : 'a';
    return samples(schema.additionalProperties, name, parent).map((value) => ({ [key]: value }));
  }
  return scalars(schema, name, parent);
}

function scalars({ type, ...schema }: Schema, name: string, parent: string): readonly unknown[] {
  if (schema.enum) {
    return schema.enum;
  }
  switch (type) {
    case 'boolean':
      return [true];
    case 'number':
    case 'integer':
      return WORDS[name] ?? [80];
    case 'object':
      return [{ a: { b: 1 } }];
    default: {
      const isDuration = schema['x-kubernetes-validations']?.some(({ rule }) => rule.includes('duration('));
      const hosts = name === 'hosts' && parent === 'egress' ? EGRESS_HOSTS : undefined;
      return isDuration ? ['5s', '2m', '3h', '9ms', '1m0s'] : (hosts ?? WORDS[name] ?? ['a.b']);
    }
  }
}

function objects(
  { required = [] }: Schema,
  properties: Readonly<Record<string, Schema>>,
  name: string,
): readonly object[] {
  const fields = Object.entries(properties).map(
    ([key, schema]) => [key, samples(schema, key, name).slice(0, LIMITS[key])] as const,
  );
  const first = fields.flatMap(([key, values]) =>
    required.includes(key) ? [[key, values[0]] as const] : [],
  );
  const base = Object.fromEntries(first);
  const alone = fields.flatMap(([key, values]) => values.map((value) => ({ ...base, [key]: value })));
  const modes = fields.flatMap(([key, values]) =>
    key === 'mode' ? values.map((value) => ({ ...base, [key]: value })) : [],
  );
  const withMode = modes.flatMap((mode) => alone.map((other) => ({ ...other, ...mode })));
  // Each value beside all other fields.
  const most = Math.max(0, ...fields.map(([, values]) => values.length));
  const together = Array.from({ length: most }, (_, i) =>
    Object.fromEntries(fields.map(([key, values]) => [key, values[i % values.length]])),
  );
  return [...alone, ...withMode, ...together];
}
