import { readYaml } from '../../../lib/manifests/read-yaml';
import { MeshModel, parseRequest, trace } from '../../../lib/routing';
import { meshMap } from '../../../lib/view/map/mesh-map';
import { placesOn } from '../../../lib/view/map/places-of-trace';
import { app, authorizationPolicy, gateway, routes, to } from '../../scene';

const YAML = [
  gateway(
    'gw',
    '[{ port: { number: 80, name: http, protocol: HTTP }, hosts: ["*"], tls: { httpsRedirect: true } }, { port: { number: 443, name: https, protocol: HTTPS }, hosts: ["*"], tls: { mode: SIMPLE, credentialName: c } }]',
  ),
  app('web'),
  app('shut'),
  authorizationPolicy('none', '{ selector: { matchLabels: { app: shut } } }'),
  routes('web', `[{ match: [{ uri: { prefix: /shut } }], ${to('shut')} }, { ${to('web')} }]`),
].join('');

const model = MeshModel.fromManifests(readYaml(YAML, 'mesh.yaml').manifests);
const map = meshMap(model);
const placesOf = placesOn(map);

/** The nodes of each hop, as far as they change, and whether the map has an edge to them. */
function lit(request: string, from?: 'mesh:default/web'): string[] {
  const way = trace(model, { ...parseRequest(request), ...(from ? { from } : {}) });
  const lines = placesOf(way).map(({ nodes, edges }) => `${nodes.join(' ')}${edges.length > 0 ? ' <-' : ''}`);
  return lines.filter((line, i) => line !== lines[i - 1] && !(lines[i - 1] ?? '').startsWith(`${line} <-`));
}

test('the way of a request is on the map, hop by hop', () => {
  expect(lit('https://a.com/')).toMatchInlineSnapshot(`
[
  "gateway:istio-system/istio-ingressgateway:8443",
  "server:default/gw/1 <-",
  "host:*@server:default/gw/1 <-",
  "route:default/web/http/1 <-",
  "destination:web.default.svc.cluster.local:80 <-",
  "service:default/web <-",
  "workload:Deployment/default/web <-",
]
`);
});

test('a redirect to HTTPS and a denial light up where they happen', () => {
  expect(lit('http://a.com/').at(-1)).toBe('redirect:server:default/gw/0 <-');
  expect(lit('https://a.com/shut').at(-1)).toBe('workload:Deployment/default/shut <-');
});

test('a request that no VirtualService routes goes from the sidecars to the Service, or outside', () => {
  expect(lit('http://web/', 'mesh:default/web')).toEqual([
    'clients:sidecars',
    'service:default/web <-',
    'workload:Deployment/default/web <-',
  ]);
  expect(lit('http://a.com/', 'mesh:default/web')).toEqual(['clients:sidecars', 'outside <-']);
});

test('a request that nothing takes lights up nothing', () => {
  expect(lit('http://a.com:99/')).toEqual(['']);
});
