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
    'name is missing, so proxies detect the protocol of port 80 from the first bytes of each connection; write a name such as "http", or set appProtocol',
  ],
  [
    '{name: http, port: 80, appProtocol: example.com/mine}',
    'appProtocol "example.com/mine" is not a protocol that Istio knows, so proxies detect the protocol of port 80 from the first bytes of each connection; write a protocol such as "http"',
  ],
  [
    '{name: http, port: 7777, appProtocol: mine}',
    'appProtocol "mine" is not a protocol that Istio knows, so proxies detect the protocol of port 7777 from the first bytes of each connection; write a protocol such as "http" or "tcp"',
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

test.each([
  ['otlp-grpc', 4317, 'grpc-otlp'],
  ['otlp-http', 4318, 'http-otlp'],
  ['otlp', 4317, 'grpc-otlp'],
  ['h2c', 7777, 'http2-h2c'],
  ['amqp', 7777, 'tcp-amqp'],
  ['kafka-rest', 7777, 'http-kafka-rest'],
  ['web-tls', 7777, 'tls-web'],
  ['mongodb', 7777, 'mongo-mongodb'],
  ['mariadb', 7777, 'mysql-mariadb'],
  ['client-port', 6379, 'redis-client-port'],
  ['admin', 50051, 'grpc-admin'],
])('the port "%s" with number %d should be called "%s"', (name, port, advised) => {
  expect(saidOf(`{name: ${name}, port: ${port}}`)).toEqual([
    `Info IST0118 Service default/web: spec.ports[1].name "${name}" does not name a protocol, so proxies detect the protocol of port ${port} from the first bytes of each connection; write a name such as "${advised}", or set appProtocol`,
  ]);
});

test.each([
  ['targetPort: grpc', '{name: grpc, containerPort: 7777}', 'grpc-service'],
  ['targetPort: 7777', '{name: amqp, containerPort: 7777}', 'tcp-service'],
  ['targetPort: 5432', '{name: main, containerPort: 5432}', 'tcp-service'],
  ['targetPort: 7777', '{name: grpc, containerPort: 8888}', 'http-service'],
])('a port with %s leads to the port %s of the containers', (target, containerPort, advised) => {
  const service = object(
    'Service',
    'api',
    `{selector: {app: api}, ports: [{name: service, port: 9090, ${target}}]}`,
  );
  const pod = object('Pod', 'api', `{containers: [{name: api, ports: [${containerPort}]}]}`, {
    labels: '{app: api}',
  });
  const said = messagesOf(service + pod).filter((message) => message.includes('IST0118'));
  expect(said.join()).toContain(`write a name such as "${advised}"`);
});

test.each(['istio.io-gateway-controller', 'istio.io-mesh-controller', 'istio.io-eastwest-controller'])(
  'istiod names the ports of the Services that %s makes',
  (controller) => {
    const labels = `{gateway.istio.io/managed: ${controller}}`;
    expect(saidOf('{name: mesh, port: 15008, appProtocol: hbone}', { labels })).toEqual([]);
  },
);

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
