import { deployment, gateway, routes, service, serviceEntry, virtualService } from '../../../scene';
import { findingsOf } from '../../support';

const entry = (name: string, port: number, exportTo: string[] = ['*']) =>
  serviceEntry(name, {
    hosts: ['db.example.com'],
    resolution: 'DNS',
    exportTo,
    ports: [{ number: port, name: 'http', protocol: 'HTTP' }],
  });
const destination = (port: number) => [
  { route: [{ destination: { host: 'db.example.com', port: { number: port } } }] },
];
const calling = (namespace: string, port: number) =>
  service(`${namespace}/front`) +
  deployment(`${namespace}/client`) +
  virtualService(`${namespace}/front`, { hosts: ['front'], http: destination(port) });
const findings = (...yaml: string[]) => findingsOf('IST9239', ...yaml);

test('sidecars follow the definition of their own namespace', () => {
  const entries = [entry('a/db', 80), entry('b/db', 8080)];
  expect(findings(...entries, calling('a', 8080))).toEqual([
    'Warning IST9239 VirtualService a/front: spec.http[0].route[0].destination.port.number 8080 is unknown to sidecars in namespace "a": of the objects that define this host they follow ServiceEntry "a/db", which has port 80, so requests get 503; add the port there',
  ]);
  expect(findings(...entries, calling('a', 80))).toEqual([]);
  expect(findings(...entries, calling('b', 8080))).toEqual([]);
});

test('sidecars do not see what is not exported to them', () => {
  const entries = [entry('a/db', 80, ['.']), entry('b/db', 8080)];
  expect(findings(...entries, calling('c', 8080))).toEqual([]);
});

test('two definitions of one namespace are joined', () => {
  expect(findings(entry('a/db', 80), entry('a/other', 8080), calling('a', 8080))).toEqual([]);
});

test('a gateway follows the definition that counts in its namespace', () => {
  const entries = [entry('istio-system/db', 80, ['.']), entry('b/db', 8080)];
  const route = (port: number) => gateway('gw') + routes('db', destination(port));
  expect(findings(...entries, route(8080))).toEqual([
    'Warning IST9239 VirtualService default/db: spec.http[0].route[0].destination.port.number 8080 is unknown to the gateway in namespace "istio-system": of the objects that define this host they follow ServiceEntry "istio-system/db", which has port 80, so requests get 503; add the port there',
  ]);
  expect(findings(...entries, route(9090))).toEqual([]);
});
