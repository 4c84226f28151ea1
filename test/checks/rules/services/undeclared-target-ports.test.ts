import { deployment, pod, service } from '../../../scene';
import { findingsOf } from '../../support';

const findings = (ports: readonly object[], ...yaml: string[]) =>
  findingsOf('IST9280', service('web', ...ports), ...yaml);
const to = (targetPort?: number | string, port = 80) => ({
  name: `http-${port}`,
  port,
  ...(targetPort !== undefined && { targetPort }),
});
const text = (place: number, port: number) =>
  `Info IST9280 Service default/web: spec.ports[${place}] leads to port ${port}, which no container of Deployment "default/web" declares, so requests get 503 unless something listens on it all the same; the containers declare 8080: use one of them as targetPort, or declare the port`;

test('no port of a Service is declared', () => {
  expect(findings([to(8081)], deployment('web'))).toEqual([text(0, 8081)]);
  expect(findings([to()], deployment('web'))).toEqual([text(0, 80)]);
  expect(findings([to(8081), to(9090, 90)], deployment('web'))).toEqual([text(0, 8081), text(1, 9090)]);
});

const NAMELESS = { containers: [{ name: 'app' }] };

test.each([
  ['the port is declared', [to(8080)], deployment('web')],
  ['the port has a name', [to('web')], deployment('web')],
  ['another port is declared', [to(8080), to(9090, 90)], deployment('web')],
  ['the containers declare no port', [to(8081)], deployment('web', {}, NAMELESS)],
  ['some pods declare no port', [to(8081)], deployment('web') + pod('other', { app: 'web' })],
  ['no pod is shown', [to(8081)], ''],
])('nothing is said where %s', (_, ports, yaml) => {
  expect(findings(ports, yaml)).toEqual([]);
});
