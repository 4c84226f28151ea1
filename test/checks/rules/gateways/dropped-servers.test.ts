import { gateway, object, service } from '../../../scene';
import { findingsOf } from '../../support';

const findings = (...yaml: string[]) => findingsOf('IST9205', ...yaml);
const server = (number: number, protocol: string, host: string, tls?: object) => ({
  port: { number, name: 'server', protocol },
  hosts: [host],
  ...(tls ? { tls } : {}),
});
const SIMPLE = { mode: 'SIMPLE', credentialName: 'x' };

test('two ports that lead to one on the pod are one', () => {
  const a = gateway('a', [server(443, 'HTTPS', 'shop.example.com', SIMPLE)]);
  expect(findings(a, gateway('b', [server(8443, 'HTTPS', 'shop.example.com', SIMPLE)]))).toEqual([
    'Warning IST9205 Gateway default/b: spec.servers[0].hosts[0] "shop.example.com" is served over TLS by Gateway "default/a" too, on port 8443 of the same pods, and istiod drops the younger server as a whole; serve each host once',
  ]);
  expect(findings(a, gateway('b', [server(8443, 'HTTPS', 'web.example.com', SIMPLE)]))).toEqual([]);
  expect(findings(a, gateway('b', [server(444, 'HTTPS', 'shop.example.com', SIMPLE)]))).toEqual([]);
});

test('hosts are compared as istiod understands them', () => {
  const a = gateway('a', [server(443, 'HTTPS', './shop.example.com', SIMPLE)]);
  expect(findings(a, gateway('b', [server(443, 'HTTPS', 'default/shop.example.com', SIMPLE)]))).toHaveLength(
    1,
  );
  expect(findings(a, gateway('b', [server(443, 'HTTPS', 'web/shop.example.com', SIMPLE)]))).toEqual([]);
});

test('TCP and HTTP do not share a port', () => {
  const a = gateway('a', [server(80, 'HTTP', 'a.example.com')]);
  expect(findings(a, gateway('b', [server(80, 'TCP', 'b.example.com')]))).toEqual([
    'Warning IST9205 Gateway default/b: spec.servers[0].port.protocol TCP shares port 8080 of the same pods with HTTP of Gateway "default/a", and istiod drops the younger server; give them ports of their own',
  ]);
  expect(findings(a, gateway('b', [server(80, 'GRPC', 'b.example.com')]))).toEqual([]);
});

test('plain HTTP shares a port with TLS servers before it, and excludes those after it', () => {
  const first = gateway('a', [server(443, 'HTTPS', 'a.example.com', SIMPLE)]);
  const plain = gateway('b', [server(443, 'HTTP', '*')]);
  expect(findings(first, plain)).toEqual([]);
  expect(findings(first, plain, gateway('c', [server(443, 'HTTPS', 'c.example.com', SIMPLE)]))).toEqual([
    'Warning IST9205 Gateway default/c: spec.servers[0].port.protocol HTTPS shares port 8443 of the same pods with HTTP of Gateway "default/b", and istiod drops the younger server; give them ports of their own',
  ]);
});

test('pods that do not run as gateways drop no servers', () => {
  const servers = [server(80, 'HTTP', 'a.example.com'), server(8080, 'TCP', 'b.example.com')];
  const own = (name: string, one: object) =>
    object('Gateway', name, { selector: { app: 'web' }, servers: [one] });
  const pods = (template: string) =>
    `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: default, labels: {app: web}, annotations: {inject.istio.io/templates: ${template}}}}`;
  const web = service('web', { port: 80, targetPort: 8080 });
  const gateways = servers.map((one, i) => own(`gw-${i}`, one));
  expect(findings(...gateways, pods('gateway'), web)).toHaveLength(1);
  expect(findings(...gateways, pods('sidecar'), web)).toEqual([]);
});

test('what other rules see is left to them', () => {
  const https = server(443, 'HTTPS', 'shop.example.com', SIMPLE);
  expect(findings(gateway('a', [https]), gateway('b', [https]))).toEqual([]);
  expect(findings(gateway('a', [server(80, 'HTTP', '*'), server(80, 'TCP', '*')]))).toEqual([]);
});

test('a protocol that does not exist shares no port', () => {
  const a = gateway('a', [server(80, 'HTTP', 'a.example.com')]);
  expect(findings(a, gateway('b', [server(80, 'HTP', 'b.example.com')]))).toEqual([]);
});

test('a server is kept if the one that would drop it is itself dropped by another Gateway', () => {
  const tls = (...hosts: string[]) => ({ ...server(443, 'HTTPS', '', SIMPLE), hosts });
  const pair = gateway('b', [tls('a.example.com', 'b.example.com'), tls('b.example.com', 'c.example.com')]);
  expect(findingsOf('IST9014', pair)).toHaveLength(1);
  expect(findingsOf('IST9014', gateway('a', [tls('a.example.com')]), pair)).toEqual([]);
});
