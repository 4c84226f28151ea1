import fc from 'fast-check';
import type { TraceRequest } from '../lib/routing';
import { type Slip, slip } from './arbitrary-slips';
import {
  CLIENT_NAMESPACES,
  gateway,
  hostOf,
  istio,
  type KubernetesObject,
  NAMESPACES,
  SERVICES,
  SUBSETS,
  specOf,
  workload,
} from './mesh-objects';

/** Objects, and the configuration of their mesh. */
export interface ArbitraryMesh {
  readonly objects: readonly KubernetesObject[];
  readonly mesh: Readonly<Record<string, unknown>>;
}

const serviceIndex = fc.nat(SERVICES.length - 1);
const match = fc.record(
  {
    uri: fc.oneof(
      fc.record({ prefix: fc.constantFrom('/', '/a', '/a/', '/b') }),
      fc.record({ exact: fc.constantFrom('/a', '/b') }),
    ),
    method: fc.record({ exact: fc.constantFrom('GET', 'POST') }),
    headers: fc.dictionary(
      fc.constantFrom('x-user', 'x-group'),
      fc.constantFrom({ regex: '.+' }, { exact: 'jason' }),
      { minKeys: 1, maxKeys: 1 },
    ),
  },
  { requiredKeys: [] },
);
const route = fc.record({
  matches: fc.array(match, { minLength: 1, maxLength: 2 }),
  to: serviceIndex,
  subset: fc.option(fc.constantFrom(...SUBSETS), { nil: undefined, freq: 1 }),
});
const routes = fc
  .tuple(fc.array(route, { maxLength: 2 }), route)
  .map(([before, last]) => [...before.map(httpRoute), { ...httpRoute(last), match: undefined }]);

function httpRoute({ matches, to, subset }: { matches: object[]; to: number; subset: string | undefined }) {
  const destination = { host: hostOf(to), ...(subset === undefined ? {} : { subset }) };
  return { match: matches as object[] | undefined, route: [{ destination }] };
}

/** A mesh in which everything fits: two Gateways, routes for a host of each, for both, and inside the mesh. */
const wholeMesh = fc
  .record({
    routes: fc.tuple(routes, routes, routes),
    internal: serviceIndex,
    delegated: routes,
    wildcard: fc.boolean(),
  })
  .map(({ routes: [first, second, third], internal, delegated, wildcard }): KubernetesObject[] => {
    const shop = wildcard ? '*.shop.example.com' : 'www.shop.example.com';
    return [
      ...NAMESPACES.map((name) => ({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name, labels: { 'istio-injection': 'enabled' } },
        spec: specOf({}),
      })),
      ...CLIENT_NAMESPACES.flatMap((namespace) => workload('client', namespace)),
      ...SERVICES.flatMap(([name, namespace]) => workload(name, namespace)),
      ...SERVICES.map(([name, namespace], i) =>
        istio('DestinationRule', name, namespace, {
          host: hostOf(i),
          subsets: SUBSETS.map((version) => ({ name: version, labels: { version } })),
        }),
      ),
      gateway('default', 'first', ['first.example.com', 'both.example.com']),
      gateway('shop', 'second', [shop]),
      istio('VirtualService', 'first', 'default', {
        hosts: ['first.example.com'],
        gateways: ['gateway'],
        http: [{ match: [{ uri: { prefix: '/delegated' } }], delegate: { name: 'delegate' } }, ...first],
      }),
      istio('VirtualService', 'delegate', 'default', {
        http: delegated.map((one) => ({ ...one, match: [{ uri: { prefix: '/delegated/a' } }] })).slice(0, 1),
      }),
      istio('VirtualService', 'second', 'shop', {
        hosts: ['www.shop.example.com'],
        gateways: ['shop/gateway'],
        http: second,
      }),
      istio('VirtualService', 'internal', 'default', { hosts: [hostOf(internal)], http: third }),
    ];
  });

const configuration = fc.record(
  {
    defaultVirtualServiceExportTo: fc.constantFrom(['.'], ['*']),
    defaultDestinationRuleExportTo: fc.constantFrom(['.'], ['*']),
    defaultServiceExportTo: fc.constantFrom(['.'], ['*']),
    outboundTrafficPolicy: fc.constantFrom({ mode: 'ALLOW_ANY' }, { mode: 'REGISTRY_ONLY' }),
  },
  { requiredKeys: [] },
);

/** Meshes whose routes work, but for a slip or two. */
export const arbitraryMesh: fc.Arbitrary<ArbitraryMesh> = fc
  .record({
    objects: wholeMesh,
    slips: fc.array(fc.tuple(slip, fc.nat(3)), { minLength: 0, maxLength: 3 }),
    mesh: fc.oneof({ weight: 4, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: configuration }),
  })
  .map(({ objects, slips, mesh }) => {
    const changed = structuredClone(objects);
    applySlips(changed, slips);
    return { objects: changed, mesh };
  });

/** Applies slips, each with a choice among the objects that it may change. */
export function applySlips(objects: KubernetesObject[], slips: readonly (readonly [Slip, number])[]): void {
  for (const [change, choice] of slips) {
    change(objects, (kind) => {
      const candidates = objects.filter(
        (object) => object.kind === kind && !object.metadata.name.startsWith('client'),
      );
      return candidates[choice % candidates.length] as KubernetesObject;
    });
  }
}

/** Requests of all sorts, from outside and from the mesh. */
export const arbitraryRequest: fc.Arbitrary<TraceRequest> = fc
  .record({
    scheme: fc.constantFrom('http', 'https'),
    called: fc.constantFrom(
      'first.example.com',
      'both.example.com',
      'www.shop.example.com',
      'more.example.com',
      hostOf(0),
      hostOf(1),
    ),
    port: fc.constantFrom('', '', ':80', ':443'),
    path: fc.constantFrom('/', '/a', '/a/b', '/b', '/c', '/delegated/a'),
    method: fc.constantFrom('GET', 'POST'),
    headers: fc.dictionary(fc.constantFrom('x-user', 'x-group'), fc.constantFrom('jason', 'other')),
    from: fc.constantFrom<TraceRequest['from']>('gateway', 'mesh:default/client-v1', 'mesh:edge/client-v2'),
  })
  .map(({ scheme, called, port, path, ...rest }) => ({
    url: `${scheme}://${called}${port}${path}`,
    ...rest,
  }));
