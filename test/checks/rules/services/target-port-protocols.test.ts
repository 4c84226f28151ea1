import { object } from '../../../scene';
import { messagesOf } from '../../support';

function saidOf(a: string, b: string, podLabels = '{app: web, sidecar.istio.io/inject: "true"}'): string[] {
  const service = (name: string, port: string) =>
    object('Service', `shop/${name}`, `{selector: {app: web}, ports: [${port}]}`);
  return messagesOf(`
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: web, namespace: shop}
spec: {template: {metadata: {labels: ${podLabels}}}}
---
${service('a', a)}
---
${service('b', b)}`).filter((message) => message.includes('IST9105'));
}

const HTTP = '{name: http, port: 80, targetPort: 8080}';
const TCP = '{name: tcp, port: 80, targetPort: 8080}';
const conflict = (field: string, target: string, protocol: string, other: string) => [
  `Warning IST9105 Service shop/b: spec.ports[0].${field} says that target port "${target}" speaks ${protocol}, but the older Service "shop/a" says ${other}, which istiod uses; use one protocol`,
];

test.each([
  [HTTP, TCP, conflict('name', '8080', 'TCP', 'HTTP')],
  [TCP, HTTP, conflict('name', '8080', 'HTTP', 'TCP')],
  [
    HTTP,
    '{name: http, appProtocol: https, port: 80, targetPort: 8080}',
    conflict('appProtocol', '8080', 'HTTPS', 'HTTP'),
  ],
  [HTTP, HTTP, []],
  [HTTP, '{name: grpc, port: 80, targetPort: 8080}', []], // HTTP as well
  [HTTP, '{name: web, port: 80, targetPort: 8080}', []], // reported as unknown
  [HTTP, '{name: tcp, port: 80, targetPort: 9090}', []],
  [HTTP, '{name: tcp, port: 81, targetPort: 8080}', []], // IST0137
  [HTTP, '{name: dns, port: 80, targetPort: 8080, protocol: UDP}', []], // IST0116
])('ports %s and %s', (a, b, expected) => expect(saidOf(a, b)).toEqual(expected));

test('matter to pods with a sidecar only', () => {
  expect(saidOf(HTTP, TCP, '{app: web, sidecar.istio.io/inject: "false"}')).toEqual([]);
});
