import {
  app,
  authorizationPolicy,
  deployment,
  destinationRule,
  gateway,
  object,
  routes,
  service,
  to,
} from '../../scene';
import { mapLines, mapOf } from './map-text';

/** The lines of the nodes whose id begins so, with where they lead. */
function linesOf(yaml: string, ...beginnings: string[]): string[] {
  const lines = mapLines(mapOf(yaml));
  return lines.filter((_, i) => {
    const node = lines.slice(0, i + 1).findLast((line) => !line.startsWith('  ')) ?? '';
    return beginnings.some((beginning) => node.startsWith(beginning));
  });
}

test('two subsets of a Service lead to their own workloads', () => {
  const labels = (version: string) => `{ name: ${version}, labels: { version: ${version} } }`;
  const yaml = [
    gateway('gw'),
    service('web'),
    deployment('web-1', { app: 'web', version: 'v1' }),
    deployment('web-2', { app: 'web', version: 'v2' }),
    destinationRule('web', `{ host: web, subsets: [${labels('v1')}, ${labels('v2')}, ${labels('v3')}] }`),
    routes(
      'web',
      '[{ route: [{ destination: { host: web, subset: v1 }, weight: 3 }, { destination: { host: web, subset: v2 }, weight: 1 }], mirror: { host: web, subset: v3 } }]',
    ),
  ].join('');
  expect(linesOf(yaml, 'route:', 'destination:', 'service:')).toMatchInlineSnapshot(`
[
  "route:default/web/http/0 | every request | VirtualService default/web http[0]",
  "  -> destination:web.default.svc.cluster.local:80/v1, 75%",
  "  -> destination:web.default.svc.cluster.local:80/v2, 25%",
  "  -> destination:web.default.svc.cluster.local:80/v3, copies 100%",
  "destination:web.default.svc.cluster.local:80/v1 | v1 of web.default.svc.cluster.local:80 | DestinationRule default/web; labels version=v1 | encryption: mutual TLS",
  "  -> service:default/web",
  "destination:web.default.svc.cluster.local:80/v2 | v2 of web.default.svc.cluster.local:80 | DestinationRule default/web; labels version=v2 | encryption: mutual TLS",
  "  -> service:default/web",
  "destination:web.default.svc.cluster.local:80/v3 | v3 of web.default.svc.cluster.local:80 | DestinationRule default/web; labels version=v3 | broken: none of its endpoints carries the labels of the subset; 1/0/0 findings",
  "  -> service:default/web",
  "service:default/web | web | web.default.svc.cluster.local; port 80 (http) -> 8080",
  "  -> workload:Deployment/default/web-1, mutual TLS, via destination:web.default.svc.cluster.local:80/v1 and clients:sidecars",
  "  -> workload:Deployment/default/web-2, mutual TLS, via destination:web.default.svc.cluster.local:80/v2 and clients:sidecars",
]
`);
});

test('policies, what they let in, and pods without a sidecar are marked', () => {
  const yaml = [
    app('open'),
    app('guarded'),
    app('denied'),
    app('bare', { sidecar: false }),
    authorizationPolicy(
      'some',
      '{ selector: { matchLabels: { app: guarded } }, rules: [{ from: [{ source: { namespaces: [a] } }] }] }',
    ),
    authorizationPolicy('none', '{ selector: { matchLabels: { app: denied } } }'),
    authorizationPolicy('idle', '{ selector: { matchLabels: { app: bare } }, action: DENY, rules: [{}] }'),
    object(
      'PeerAuthentication',
      'strict',
      '{ selector: { matchLabels: { app: guarded } }, mtls: { mode: STRICT } }',
    ),
  ].join('');
  expect(linesOf(yaml, 'workload:', 'clients:')).toMatchInlineSnapshot(`
[
  "clients:sidecars | sidecars of the mesh | 3 workloads in 1 namespace",
  "  -> outside",
  "  -> service:default/bare",
  "  -> service:default/denied",
  "  -> service:default/guarded",
  "  -> service:default/open",
  "clients:without-sidecar | clients without a sidecar | 1 workload in 1 namespace",
  "  -> outside",
  "  -> service:default/bare",
  "  -> service:default/denied",
  "  -> service:default/guarded, broken: the client sends plaintext, and the server has mode STRICT; let the client's proxy send mutual TLS of the mesh, or set mode PERMISSIVE",
  "  -> service:default/open",
  "workload:Deployment/default/bare | bare | Deployment; no sidecar, so its policies are not enforced | policy: open; encryption: plaintext",
  "workload:Deployment/default/denied | denied | Deployment; accepts mutual TLS and plaintext (PERMISSIVE); allows: AuthorizationPolicy default/none | policy: denied; encryption: mixed",
  "workload:Deployment/default/guarded | guarded | Deployment; accepts only mutual TLS (STRICT); allows: AuthorizationPolicy default/some | policy: guarded; encryption: mutual TLS; 1/0/0 findings",
  "workload:Deployment/default/open | open | Deployment; accepts mutual TLS and plaintext (PERMISSIVE) | policy: open; encryption: mixed",
]
`);
});

test('what fails, what nothing leads to, and findings are marked where they belong', () => {
  const yaml = [
    gateway('gw'),
    gateway('elsewhere', '[{ port: { number: 8443, name: x, protocol: HTTP }, hosts: ["a.com"] }]'),
    app('web'),
    deployment('job'),
    routes('web', `[{ name: first, ${to('web')} }, { name: second, ${to('nowhere')} }]`),
    routes('lost', `[{ ${to('web')} }]`, { gateways: '[missing]' }),
  ].join('');
  expect(linesOf(yaml, 'server:', 'route:', 'destination:', 'workload:')).toMatchInlineSnapshot(`
[
  "server:default/elsewhere/0 | elsewhere 8443 HTTP | Gateway default/elsewhere servers[0]; hosts a.com | encryption: plaintext",
  "server:default/gw/0 | gw 80 HTTP | Gateway default/gw servers[0]; hosts * | encryption: plaintext",
  "  -> host:*@server:default/gw/0",
  "route:default/lost/http/0 | every request | VirtualService default/lost http[0] | unreached; 1/1/0 findings",
  "route:default/web/http/0 | first | VirtualService default/web http[0]; every request",
  "  -> destination:web.default.svc.cluster.local:80, 100%",
  "route:default/web/http/1 | second | VirtualService default/web http[1]; every request | unreached; 1/1/0 findings",
  "destination:web.default.svc.cluster.local:80 | web.default.svc.cluster.local:80 |  | encryption: mutual TLS",
  "  -> service:default/web",
  "workload:Deployment/default/web | web | Deployment; accepts mutual TLS and plaintext (PERMISSIVE) | policy: open; encryption: mutual TLS",
  "workload:Deployment/default/job | job | Deployment | policy: open; unreached",
]
`);
});

test('sidecars and gateways of the mesh: calls through an egress gateway lead back to an entrance', () => {
  const egress = { app: 'istio-egressgateway', istio: 'egressgateway' };
  const yaml = [
    app('web'),
    service('istio-system/istio-egressgateway'),
    deployment('istio-system/istio-egressgateway', egress, {
      containers: [{ name: 'istio-proxy', args: ['proxy', 'router'] }],
    }),
    object(
      'Gateway',
      'out',
      '{ selector: { istio: egressgateway }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [api.example.com] }] }',
    ),
    object(
      'ServiceEntry',
      'api',
      '{ hosts: [api.example.com], ports: [{ number: 80, name: http, protocol: HTTP }], resolution: DNS }',
    ),
    routes(
      'out',
      `[{ match: [{ gateways: [mesh] }], ${to('istio-egressgateway.istio-system.svc.cluster.local')} }, { match: [{ gateways: [out] }], ${to('api.example.com')} }]`,
      { hosts: '[api.example.com]', gateways: '[mesh, out]' },
    ),
  ].join('');
  expect(
    linesOf(
      yaml,
      'clients:sidecars',
      'host:',
      'route:',
      'service:istio',
      'entry:',
      'gateway:istio-system/istio-egress',
    ),
  ).toMatchInlineSnapshot(`
[
  "gateway:istio-system/istio-egressgateway:8080 | istio-egressgateway:80 | listens on port 8080 | policy: open",
  "  -> server:default/out/0, plaintext",
  "clients:sidecars | sidecars of the mesh | 1 workload in 1 namespace",
  "  -> outside",
  "  -> host:api.example.com@clients:sidecars",
  "  -> service:default/web",
  "host:api.example.com@server:default/out/0 | api.example.com",
  "  -> route:default/out/http/1",
  "host:api.example.com@clients:sidecars | api.example.com | in the mesh",
  "  -> route:default/out/http/0",
  "route:default/out/http/0 | at mesh | VirtualService default/out http[0]",
  "  -> destination:istio-egressgateway.istio-system.svc.cluster.local:80, 100%",
  "route:default/out/http/1 | at default/out | VirtualService default/out http[1]",
  "  -> destination:api.example.com:80, 100%",
  "entry:default/api/api.example.com | api.example.com | ServiceEntry default/api; port 80 (http) -> 80",
  "  -> address:api.example.com:80, plaintext, via destination:api.example.com:80",
  "service:istio-system/istio-egressgateway | istio-egressgateway | istio-egressgateway.istio-system.svc.cluster.local; port 80 (http) -> 8080",
  "  -> gateway:istio-system/istio-egressgateway:8080, plaintext, via destination:istio-egressgateway.istio-system.svc.cluster.local:80, back",
]
`);
});
