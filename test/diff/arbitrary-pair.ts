import fc from 'fast-check';
import type { TraceRequest } from '../../lib/routing';
import { type ArbitraryMesh, applySlips, arbitraryMesh } from '../arbitrary-mesh';
import { slip } from '../arbitrary-slips';
import { hostOf, type KubernetesObject, specOf } from '../mesh-objects';

/** Two meshes, the second of which has a few changes. */
export interface ArbitraryPair {
  readonly old: ArbitraryMesh;
  readonly new: ArbitraryMesh;
}

const CLIENTS = ['default/client-v1', 'shop/client-v2'] as const;
const PATHS = ['/', '/a', '/a/', '/a/b', '/ab', '/b', '/c/1', '/delegated/a', '/x.png'];

const uri = fc.constantFrom<object>(
  { prefix: '/' },
  { prefix: '/a' },
  { exact: '/a' },
  { prefix: '/a/' },
  { regex: '/[a-c]/\\d+' },
  { regex: '.*\\.png' },
  { regex: '/(a|b)(/.*)?' },
);
const stringMatch = fc.constantFrom<object>(
  { exact: 'jason' },
  { prefix: 'ja' },
  { regex: '.+' },
  { regex: 'j.*n' },
  {},
);
const map = fc.dictionary(fc.constantFrom('x-user', 'x-group'), stringMatch, { minKeys: 1, maxKeys: 2 });
const match = fc.record(
  {
    uri,
    ignoreUriCase: fc.boolean(),
    method: fc.constantFrom({ exact: 'GET' }, { regex: 'P.*' }),
    headers: map,
    withoutHeaders: map,
    queryParams: fc.dictionary(fc.constantFrom('q', 'user'), stringMatch, { minKeys: 1, maxKeys: 1 }),
    authority: fc.constantFrom({ prefix: 'first' }, { exact: 'first.example.com' }),
  },
  { requiredKeys: [] },
);
const action = fc.constantFrom<object>(
  {},
  {},
  { rewrite: { uri: '/a' } },
  { rewrite: { uri: '/' } },
  { timeout: '3s' },
  { rewrite: { uri: '/z' } },
  { rewrite: { uriRegexRewrite: { match: '/a(/|$)', rewrite: '/w\\1' } } },
  { fault: { abort: { httpStatus: 418, percentage: { value: 50 } } } },
  { corsPolicy: { allowOrigins: [{ exact: 'https://good.example' }], allowMethods: ['GET'] } },
  { headers: { request: { set: { 'x-version': 'v1' } } } },
);
const httpRoute = fc
  .record({ match: fc.array(match, { minLength: 1, maxLength: 2 }), action, to: fc.nat(3) })
  .map(({ match: matches, action: what, to }) => ({
    match: matches,
    route: [{ destination: { host: hostOf(to) } }],
    ...what,
  }));

const operation = fc.record(
  {
    paths: fc.subarray(['/a', '/a/*', '*.png', '/c/{*}', '/a/{**}'], { minLength: 1 }),
    notPaths: fc.subarray(['/b', '/a/b'], { minLength: 1 }),
    methods: fc.subarray(['GET', 'POST'], { minLength: 1 }),
    hosts: fc.subarray(['first.example.com', '*.example.com'], { minLength: 1 }),
  },
  { requiredKeys: [] },
);
const source = fc.record(
  {
    namespaces: fc.subarray(['default', 'shop', 'istio-system'], { minLength: 1 }),
    ipBlocks: fc.subarray(['203.0.113.0/24', '198.51.100.0/24'], { minLength: 1 }),
    notRemoteIpBlocks: fc.constant(['203.0.113.128/25']),
    requestPrincipals: fc.subarray(['*', 'https://issuer.example/jason', 'https://issuer.example/*'], {
      minLength: 1,
    }),
  },
  { requiredKeys: [] },
);
const condition = fc.constantFrom<object>(
  { key: 'request.headers[x-user]', values: ['jason', 'ma*'] },
  { key: 'request.headers[x-group]', notValues: ['*'] },
  { key: 'request.auth.claims[role]', values: ['admin'] },
);
const policy = fc
  .record({
    action: fc.constantFrom('ALLOW', 'DENY'),
    namespace: fc.constantFrom('default', 'shop', 'istio-system'),
    to: fc.array(operation, { maxLength: 2 }),
    from: fc.array(source, { maxLength: 1 }),
    when: fc.array(condition, { maxLength: 1 }),
    name: fc.constantFrom('one', 'two'),
  })
  .map(({ action: what, namespace, to, from, when, name }) =>
    security('AuthorizationPolicy', name, namespace, {
      action: what,
      rules: [
        {
          ...(to.length > 0 ? { to: to.map((each) => ({ operation: each })) } : {}),
          ...(from.length > 0 ? { from: from.map((each) => ({ source: each })) } : {}),
          ...(when.length > 0 ? { when } : {}),
        },
      ],
    }),
  );
const tokens = security('RequestAuthentication', 'tokens', 'istio-system', {
  jwtRules: [{ issuer: 'https://issuer.example', jwksUri: 'https://issuer.example/keys' }],
});

function security(kind: string, name: string, namespace: string, spec: object): KubernetesObject {
  return { apiVersion: 'security.istio.io/v1', kind, metadata: { name, namespace }, spec: specOf(spec) };
}

/** Changes that the slips do not make: routes that ask for more, and policies. */
type Extra = (objects: KubernetesObject[]) => void;
const newRoutes = fc.tuple(fc.nat(2), fc.array(httpRoute, { minLength: 1, maxLength: 2 })).map(
  ([choice, routes]): Extra =>
    (objects) => {
      const roots = objects.filter(({ kind, spec }) => kind === 'VirtualService' && spec.hosts);
      roots[choice % roots.length]?.spec.http.unshift(...(specOf({ http: routes }).http ?? []));
    },
);
const newPolicy = policy.map(
  (added): Extra =>
    (objects) => {
      const known = objects.findIndex(
        ({ kind, metadata: { name, namespace } }) =>
          kind === added.kind && name === added.metadata.name && namespace === added.metadata.namespace,
      );
      objects.splice(known < 0 ? objects.length : known, known < 0 ? 0 : 1, added);
    },
);
const newTokens = fc.constant<Extra>((objects) => {
  if (!objects.includes(tokens)) {
    objects.push(tokens);
  }
});
const extra: fc.Arbitrary<Extra> = fc.oneof(newRoutes, newPolicy, newTokens);

/** A mesh with routes and policies of all sorts, and the same mesh with one to three changes. */
function pairOf(mesh: fc.Arbitrary<ArbitraryMesh>, mostExtras: number): fc.Arbitrary<ArbitraryPair> {
  return fc
    .record({
      mesh,
      before: fc.array(extra, { maxLength: mostExtras }),
      after: fc.array(extra, { minLength: 1, maxLength: mostExtras > 1 ? 2 : 1 }),
      slips: fc.array(fc.tuple(slip, fc.nat(3)), { maxLength: 1 }),
    })
    .map(({ mesh, before, after, slips }) => {
      const objects = structuredClone(mesh.objects) as KubernetesObject[];
      for (const change of before) {
        change(objects);
      }
      const changed = structuredClone(objects);
      for (const change of after) {
        change(changed);
      }
      applySlips(changed, slips);
      return { old: { ...mesh, objects }, new: { ...mesh, objects: changed } };
    });
}

/** What a small mesh has of Services and pods, as `namespace/name`. */
const IN_SMALL = new Set<string>([
  ...CLIENTS,
  'default/reviews',
  'default/reviews-v1',
  'default/reviews-v2',
  'default/ratings',
  'default/ratings-v1',
]);

/** Few clients and destinations: most counterexamples need no more, and a pair takes a tenth of the time. */
const smallMesh = arbitraryMesh.map(({ objects, mesh }): ArbitraryMesh => {
  const isKept = ({ kind, metadata: { name, namespace } }: KubernetesObject) =>
    !['Deployment', 'Service', 'DestinationRule'].includes(kind) || IN_SMALL.has(`${namespace}/${name}`);
  return { objects: objects.filter(isKept), mesh };
});

/** Mostly pairs of small meshes. */
export const arbitraryPair: fc.Arbitrary<ArbitraryPair> = fc.oneof(
  { weight: 24, arbitrary: pairOf(smallMesh, 1) },
  { weight: 1, arbitrary: pairOf(arbitraryMesh, 4) },
);

const SERVER_NAMES = [
  'first.example.com',
  'www.shop.example.com',
  'more.example.com',
  'any.example.com',
  'any.example.org',
  '',
];
const value = fc.constantFrom('jason', 'jan', 'mary', '');

/** A request to one of the hosts of such meshes. */
export const arbitraryCall: fc.Arbitrary<TraceRequest> = fc
  .record({
    scheme: fc.constantFrom('http', 'http', 'https'),
    host: fc.constantFrom(
      'first.example.com',
      'both.example.com',
      'www.shop.example.com',
      'more.example.com',
      hostOf(0),
      hostOf(1),
      hostOf(2),
    ),
    path: fc.constantFrom(...PATHS),
    query: fc.constantFrom('', '', '?q=jason', '?user=jan&q=mary'),
    method: fc.constantFrom('GET', 'POST', 'PUT', 'OPTIONS'),
    headers: fc.dictionary(
      fc.constantFrom('x-user', 'x-group', 'origin', 'access-control-request-method'),
      value,
      { maxKeys: 3 },
    ),
    from: fc.constantFrom<TraceRequest['from']>(
      'gateway',
      'gateway',
      ...CLIENTS.map((name) => `mesh:${name}` as const),
    ),
    sni: fc.constantFrom(undefined, undefined, undefined, ...SERVER_NAMES),
    clientIp: fc.constantFrom(undefined, '203.0.113.200', '198.51.100.7'),
    jwtClaims: fc.constantFrom(
      undefined,
      undefined,
      { iss: 'https://issuer.example', sub: 'jason' },
      { iss: 'https://issuer.example', sub: 'mary', role: 'admin' },
      { iss: 'https://other.example', sub: 'jason' },
    ),
  })
  .map(({ scheme, host, path, query, sni, clientIp, jwtClaims, ...rest }) => ({
    url: `${scheme}://${host}${path}${query}`,
    ...(sni !== undefined && scheme === 'https' && rest.from === 'gateway' ? { sni } : {}),
    ...(clientIp ? { clientIp } : {}),
    ...(jwtClaims ? { jwtClaims } : {}),
    ...rest,
  }));
