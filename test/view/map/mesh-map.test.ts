import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readYaml } from '../../../lib/manifests/read-yaml';
import { MeshModel } from '../../../lib/routing';
import { meshMap } from '../../../lib/view/map/mesh-map';
import { gateway, HTTP_80, object } from '../../scene';
import { mapLines, mapOf } from './map-text';

test('the map of dist/ leads from the ports of the gateway to the workload', () => {
  const yaml = readFileSync(join(__dirname, '../../../dist/echo.k8s.yaml'), 'utf8');
  expect(mapLines(mapOf(yaml))).toMatchInlineSnapshot(`
[
  "gateway:istio-system/istio-ingressgateway:8080 | istio-ingressgateway:80 | listens on port 8080 | policy: open",
  "  -> server:default/echo-gateway/0, plaintext",
  "gateway:istio-system/istio-ingressgateway:8443 | istio-ingressgateway:443 | listens on port 8443 | policy: open",
  "  -> server:default/echo-gateway/1, TLS",
  "clients:sidecars | sidecars of the mesh | 1 workload in 1 namespace",
  "  -> outside",
  "  -> service:default/echo",
  "server:default/echo-gateway/0 | echo-gateway 80 HTTP | Gateway default/echo-gateway servers[0]; hosts * | encryption: plaintext",
  "  -> host:*@server:default/echo-gateway/0",
  "server:default/echo-gateway/1 | echo-gateway 443 HTTPS | Gateway default/echo-gateway servers[1]; hosts *; TLS SIMPLE | encryption: TLS",
  "  -> host:*@server:default/echo-gateway/0",
  "host:*@server:default/echo-gateway/0 | *",
  "  -> route:default/echo-routes/http/0",
  "route:default/echo-routes/http/0 | every request | VirtualService default/echo-routes http[0]; timeout 5s; retries 3",
  "  -> destination:echo.default.svc.cluster.local:80, 100%",
  "destination:echo.default.svc.cluster.local:80 | echo.default.svc.cluster.local:80 |  | encryption: mutual TLS",
  "  -> service:default/echo",
  "service:default/echo | echo | echo.default.svc.cluster.local; port 80 (http) -> 8080",
  "  -> workload:Deployment/default/echo, mutual TLS, via destination:echo.default.svc.cluster.local:80 and clients:sidecars",
  "workload:Deployment/default/echo | echo | Deployment; accepts mutual TLS and plaintext (PERMISSIVE) | policy: open; encryption: mutual TLS",
  "outside | outside the mesh | hosts that the mesh does not know",
]
`);
});

test('a port of this machine leads to the port of a gateway that its requests come to', () => {
  const inside = object(
    'Service',
    'istio-system/z',
    '{ selector: { istio: ingressgateway }, ports: [{ port: 80, targetPort: 8081 }] }',
  );
  const yaml = `${gateway('outside')}${gateway('inside', HTTP_80.replace('80', '8081'))}${inside}`;
  const model = MeshModel.fromManifests(readYaml(yaml, 'a.yaml').manifests, { hostPorts: { 9080: 80 } });
  const ports = meshMap(model).nodes.filter(({ kind }) => kind === 'gateway port');
  expect(ports.map(({ id, facts }) => [id, facts.hostPorts])).toEqual([
    ['gateway:istio-system/istio-ingressgateway:8080', [9080]],
    ['gateway:istio-system/istio-ingressgateway:8081', []],
  ]);
});
