import { gateway, object, routes, service, to, virtualService } from '../../../scene';
import { findingsOf } from '../../support';

const findings = (...yaml: string[]) => findingsOf('IST9227', service('web'), service('front'), ...yaml);
const WEB = 'web.default.svc.cluster.local';
const OTHER = 'other.default.svc.cluster.local';
const other = (...ports: number[]) =>
  object('Service', 'other', {
    type: 'ExternalName',
    externalName: WEB,
    ports: ports.map((port) => ({ name: `http-${port}`, port })),
  });
const toOther = (destination: object = {}, match: object[] = [{}]) =>
  JSON.stringify([{ match, route: [{ destination: { host: 'other', ...destination } }] }]);
const AT = 'Warning IST9227 VirtualService default/routes: spec.http[0].route[0].destination.host';

describe('inside the mesh', () => {
  const inMesh = (http: string) => virtualService('routes', `{ hosts: [front], http: ${http} }`);
  const missing = `${AT} "${OTHER}" does not have port 80, which clients call, so sidecars do not look up that it is another name of "${WEB}", and requests get 503; add the port to the Service, or name "${WEB}" here`;

  test('another name needs the port that clients call', () => {
    expect(findings(other(), inMesh(toOther()))).toEqual([missing]);
    expect(findings(other(8080), inMesh(toOther()))).toEqual([missing]);
    expect(findings(other(), inMesh(toOther({ port: { number: 80 } })))).toEqual([missing]);
    expect(findings(other(80), inMesh(toOther()))).toEqual([]);
    expect(findings(other(80, 8080), inMesh(toOther()))).toEqual([]);
  });

  test('hosts that the registry does not know are called on port 80', () => {
    const besides = (hosts: string) => virtualService('routes', `{ hosts: ${hosts}, http: ${toOther()} }`);
    expect(findings(other(), besides('[front, a.example.com]'))).toEqual([missing]);
    expect(findings(other(), besides('[a.example.com]'))).toEqual([missing]);
    expect(findings(other(80), besides('[front, a.example.com]'))).toEqual([]);
  });

  test('a route for another port is not called', () => {
    expect(findings(other(), inMesh(toOther({}, [{ port: 8080 }])))).toEqual([]);
  });

  test('the host itself needs no such port', () => {
    expect(findings(other(), inMesh(`[{ ${to('web')} }]`))).toEqual([]);
  });
});

describe('at a gateway', () => {
  const server = (number: number, protocol: string, tls: object = {}) => ({
    port: { number, name: `${protocol}-${number}`, protocol },
    hosts: ['*'],
    ...tls,
  });
  const https = server(443, 'HTTPS', { tls: { mode: 'SIMPLE', credentialName: 'web' } });
  const missing = `${AT} "${OTHER}" has no port, so requests to port 443 of the gateway go to the same port of "${WEB}", which does not have it, and get 503; add port.number`;

  test('the port of the server is that of the host', () => {
    const both = gateway('gw', [server(80, 'HTTP'), https]);
    expect(findings(both, other(), routes('routes', toOther()))).toEqual([missing]);
    expect(findings(both, other(), routes('routes', toOther({ port: { number: 80 } })))).toEqual([]);
    expect(findings(both, other(80), routes('routes', toOther()))).toEqual([]);
    expect(findings(both, other(), routes('routes', toOther({}, [{ port: 80 }])))).toEqual([]);
    expect(findings(gateway('gw', [server(80, 'HTTP')]), other(), routes('routes', toOther()))).toEqual([]);
  });

  test('a server that only redirects sends nothing on', () => {
    const redirect = server(8080, 'HTTP', { tls: { httpsRedirect: true } });
    const objects = [gateway('gw', [server(80, 'HTTP'), redirect]), other()];
    expect(findings(...objects, routes('routes', toOther()))).toEqual([]);
  });

  test('a delegate is for the servers of the root', () => {
    const root = routes('root', '[{ delegate: { name: routes } }]');
    const delegate = virtualService('routes', `{ http: ${toOther()} }`);
    expect(findings(gateway('gw', [https]), other(), root, delegate)).toEqual([missing]);
  });
});
