import { object } from '../../../scene';
import { messagesOf } from '../../support';

function saidOf(port: string, { type = 'ClusterIP', labels = '{}' } = {}): string[] {
  return messagesOf(
    object('Service', 'web', `{type: ${type}, ports: [{name: http, port: 1}, ${port}]}`, { labels }),
  );
}

test.each([
  [
    '{name: web, port: 80}',
    'name "web" does not name a protocol, so proxies detect the protocol of port 80 from the first bytes of each connection; write a name such as "http-web", or set appProtocol',
  ],
  [
    '{name: http_web, port: 80}',
    'name "http_web" does not name a protocol, so proxies detect the protocol of port 80 from the first bytes of each connection; write a name such as "http-http_web", or set appProtocol',
  ],
  [
    '{port: 80}',
    'name is missing, so proxies detect the protocol of port 80 from the first bytes of each connection; write a name such as "http-web", or set appProtocol',
  ],
  [
    '{name: http, port: 80, appProtocol: example.com/mine}',
    'appProtocol "example.com/mine" is not a protocol that Istio knows, so proxies detect the protocol of port 80 from the first bytes of each connection; write a protocol such as "http" or "tcp"',
  ],
  ['{name: web, port: 80, protocol: UDP}', undefined],
  ['{name: db, port: 3306}', undefined],
  ['{name: grpc-web, port: 80}', undefined],
  ['{name: web, port: 80, appProtocol: kubernetes.io/ws}', undefined],
  ['{name: tcp, port: 80}', undefined],
  ['{name: web}', undefined], // the schema says that a number is missing
  ['null', undefined],
])('a port %s says no protocol: %s', (port, text) => {
  expect(saidOf(port)).toEqual(text ? [`Info IST0118 Service default/web: spec.ports[1].${text}`] : []);
});

test.each(['{istio: pilot}', '{istio: ""}', '{release: istio}'])('Istio may name its own: %s', (labels) => {
  expect(saidOf('{name: web, port: 80}', { labels })).toEqual([]);
});

test.each([
  ['{name: nginx, port: 443}', true],
  ['{port: 443}', true],
  ['{name: tcp, port: 443}', true],
  ['{name: tcp-nginx, port: 443}', false], // Istio minds the bare word only
  ['{name: https, port: 443}', false],
])('of an ExternalName, %s is not said clearly: %s', (port, isReported) => {
  const message =
    'Warning IST0150 Service default/web: spec.ports[1].name does not name the protocol of port 443, and proxies may not forward its traffic as TCP; write a name such as "https" or "http"';
  expect(saidOf(port, { type: 'ExternalName' })).toEqual(isReported ? [message] : []);
});
