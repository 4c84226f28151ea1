import fc from 'fast-check';
import type { TraceRequest } from '../lib/routing';

/** The fields that slips change, of the kinds that have them. */
interface Spec {
  host: string;
  hosts: readonly string[];
  gateways: readonly string[];
  exportTo: readonly string[];
  selector: object;
  workloadSelector: object;
  readonly servers: Server[];
  readonly subsets: object[];
  readonly http: Route[];
}

interface Server {
  port: object;
  hosts: readonly string[];
  readonly tls?: object;
}

interface Route {
  match?: readonly object[] | undefined;
  route?: readonly { readonly destination: object }[];
}

/** Objects, and the configuration of their mesh. */
export interface ArbitraryMesh {
  readonly objects: readonly KubernetesObject[];
  readonly mesh: Readonly<Record<string, unknown>>;
}

/** An object that slips may still change. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  metadata: {
    name: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
  readonly spec: Spec;
  readonly [field: string]: unknown;
}

const NAMESPACES = ['default', 'shop', 'istio-system'];
const SERVICES = [
  ['reviews', 'default'],
  ['ratings', 'default'],
  ['reviews', 'shop'],
] as const;
const SUBSETS = ['v1', 'v2'];

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

function hostOf(service: number): string {
  const [name, namespace] = SERVICES[service] ?? SERVICES[0];
  return `${name}.${namespace}.svc.cluster.local`;
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
      ...workload('client', 'default'),
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

function gateway(namespace: string, name: string, hosts: readonly string[]): KubernetesObject {
  const tls = { mode: 'SIMPLE', credentialName: name };
  return istio('Gateway', 'gateway', namespace, {
    selector: { istio: 'ingressgateway' },
    servers: [
      { port: { number: 80, name: `http-${name}`, protocol: 'HTTP' }, hosts },
      { port: { number: 443, name: `https-${name}`, protocol: 'HTTPS' }, tls, hosts },
    ],
  });
}

/** An object of Istio's networking API. */
export function istio(kind: string, name: string, namespace: string, spec: object): KubernetesObject {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind,
    metadata: { name, namespace },
    spec: specOf(spec),
  };
}

/** A copy, since slips change an object and not others that share a part of it. */
function specOf(fields: object): Spec {
  return JSON.parse(JSON.stringify(fields));
}

/** A Service with two versions of its pods. */
export function workload(name: string, namespace: string): KubernetesObject[] {
  return [
    ...SUBSETS.map((version) => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: `${name}-${version}`, namespace },
      spec: specOf({
        selector: { matchLabels: { app: name, version } },
        template: {
          metadata: { labels: { app: name, version } },
          spec: { containers: [{ name: 'app', image: 'app', ports: [{ containerPort: 8080 }] }] },
        },
      }),
    })),
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace },
      spec: specOf({ selector: { app: name }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] }),
    },
  ];
}

/** A change that istiod accepts, and that may keep requests from where they should go. */
type Slip = (objects: KubernetesObject[], pick: (kind: string) => KubernetesObject) => void;

const EXPORT_TO = [['.'], ['shop'], ['istio-system'], ['~'], ['default', 'istio-system']];
const ISTIO_KINDS = ['Gateway', 'VirtualService', 'DestinationRule'];

const slip: fc.Arbitrary<Slip> = fc.oneof(
  fc.constantFrom(...ISTIO_KINDS).map(
    (kind): Slip =>
      (_, pick) => {
        pick(kind).metadata.labels = { 'istio.io/rev': 'canary' };
      },
  ),
  fc.tuple(fc.constantFrom('VirtualService', 'DestinationRule'), fc.constantFrom(...EXPORT_TO)).map(
    ([kind, exportTo]): Slip =>
      (_, pick) => {
        pick(kind).spec.exportTo = exportTo;
      },
  ),
  fc.constantFrom(...EXPORT_TO).map(
    (exportTo): Slip =>
      (_, pick) => {
        pick('Service').metadata.annotations = { 'networking.istio.io/exportTo': exportTo.join(',') };
      },
  ),
  fc.constant<Slip>((objects, pick) => {
    objects.splice(objects.indexOf(pick('Service')), 1);
  }),
  fc.constant<Slip>((objects, pick) => {
    objects.splice(objects.indexOf(pick('DestinationRule')), 1);
  }),
  fc.nat(SERVICES.length - 1).map(
    (choice): Slip =>
      (objects) => {
        // One version remains, since a Service without any pods among the manifests may have them elsewhere.
        const versions = objects.filter(isSecondVersion);
        objects.splice(objects.indexOf(versions[choice % versions.length] as KubernetesObject), 1);
      },
  ),
  fc.constant<Slip>((_, pick) => {
    pick('DestinationRule').spec.subsets.pop();
  }),
  fc.constantFrom(...NAMESPACES).map(
    (namespace): Slip =>
      (_, pick) => {
        const rule = pick('DestinationRule');
        rule.metadata = { name: `${rule.metadata.name}-${rule.metadata.namespace}`, namespace };
      },
  ),
  fc.constantFrom({ app: 'client' }, { app: 'reviews' }).map(
    (matchLabels): Slip =>
      (_, pick) => {
        pick('DestinationRule').spec.workloadSelector = { matchLabels };
      },
  ),
  fc.constant<Slip>((objects, pick) => {
    const { metadata, spec } = pick('DestinationRule');
    objects.push(
      istio('DestinationRule', `${metadata.name}-too`, metadata.namespace ?? '', {
        ...spec,
        subsets: [{ name: 'v3', labels: { version: 'v2' } }],
      }),
    );
  }),
  fc.constantFrom('.', '*', ...NAMESPACES).map(
    (owner): Slip =>
      (_, pick) => {
        const server = firstOf(pick('Gateway').spec.servers);
        server.hosts = server.hosts.map((host: string) => `${owner}/${host}`);
      },
  ),
  fc.constant<Slip>((_, pick) => {
    pick('Gateway').spec.servers.reverse();
  }),
  fc.constantFrom(443, 8080).map(
    (number): Slip =>
      (_, pick) => {
        const server = firstOf(pick('Gateway').spec.servers);
        server.port = { ...server.port, number };
      },
  ),
  fc.constant<Slip>((_, pick) => {
    const servers = pick('Gateway').spec.servers;
    servers.push({
      port: { number: 443, name: 'https-more', protocol: 'HTTPS' },
      tls: { mode: 'SIMPLE', credentialName: 'second' },
      hosts: ['more.example.com', firstOf(firstOf(servers).hosts)],
    });
  }),
  fc.constantFrom('mesh', 'default/gateway', 'shop/gateway').map(
    (name): Slip =>
      (_, pick) => {
        pick('VirtualService').spec.gateways = [name];
      },
  ),
  fc.constantFrom(80, 443, 8443).map(
    (port): Slip =>
      (_, pick) => {
        const first = firstOf(pick('VirtualService').spec.http);
        first.match = (first.match ?? [{}]).map((one: object) => ({ ...one, port }));
      },
  ),
  fc.constantFrom({ uri: { prefix: '/delegated/b' } }, { uri: { exact: '/a' } }).map(
    (one): Slip =>
      (objects) => {
        const delegate = objects.find(({ metadata }) => metadata.name === 'delegate');
        delegate?.spec.http.splice(0, 1, { ...delegate.spec.http[0], match: [one] });
      },
  ),
  fc.constant<Slip>((objects, pick) => {
    const { metadata, spec } = pick('VirtualService');
    objects.push(
      istio('VirtualService', `${metadata.name}-too`, metadata.namespace ?? '', {
        ...spec,
        http: [{ route: [{ destination: { host: hostOf(1) } }] }],
      }),
    );
  }),
  fc.constantFrom('reviews', 'ratings').map(
    (host): Slip =>
      (_, pick) => {
        const last = firstOf(pick('VirtualService').spec.http.slice(-1));
        last.route = [{ destination: { host } }];
      },
  ),
  fc.constantFrom(80, 81).map(
    (number): Slip =>
      (_, pick) => {
        const last = firstOf(pick('VirtualService').spec.http.slice(-1));
        last.route = last.route?.map(({ destination }: { destination: object }) => ({
          destination: { ...destination, port: { number } },
        }));
      },
  ),
);

function firstOf<Item>(items: readonly Item[]): Item {
  const [first] = items;
  if (first === undefined) {
    throw new Error('the list is empty');
  }
  return first;
}

function isSecondVersion({ kind, metadata }: KubernetesObject): boolean {
  return kind === 'Deployment' && /^(reviews|ratings)-v2$/.test(metadata.name);
}

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
    for (const [change, choice] of slips) {
      change(changed, (kind) => {
        const candidates = changed.filter(
          (object) => object.kind === kind && !object.metadata.name.startsWith('client'),
        );
        return candidates[choice % candidates.length] as KubernetesObject;
      });
    }
    return { objects: changed, mesh };
  });

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
    from: fc.constantFrom<TraceRequest['from']>('gateway', 'mesh:default/client-v1'),
  })
  .map(({ scheme, called, port, path, ...rest }) => ({
    url: `${scheme}://${called}${port}${path}`,
    ...rest,
  }));
