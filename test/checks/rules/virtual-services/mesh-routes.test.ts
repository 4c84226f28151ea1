import { service, virtualService } from '../../../scene';
import { findingsOf } from '../../support';

const DESTINATION = [{ destination: { host: 'web' } }];
const ROUTES: Readonly<Record<string, object>> = {
  http: { redirect: { uri: '/' } },
  tls: { match: [{ sniHosts: ['web'] }], route: DESTINATION },
  tcp: { route: DESTINATION },
};
const findings = (list: string, port: object, rest: object = {}) =>
  findingsOf(
    'IST9212',
    service('web', port),
    virtualService('vs', { hosts: ['web'], [list]: [ROUTES[list]], ...rest }),
  );
const TCP = { name: 'tcp-web', port: 80 };
const WEB = { name: 'web', port: 80 };
const GRPC = { name: 'x', appProtocol: 'grpc', port: 80 };
const AT = 'Warning IST9212 VirtualService default/vs:';

test.each([
  [
    'http',
    TCP,
    '80 "tcp-web" is TCP); name the port of the Service "http-..." or set its appProtocol, or write "tcp" or "tls" routes instead',
  ],
  [
    'tls',
    GRPC,
    '80 "x" is GRPC); name the port of the Service "tls-..." or set its appProtocol, or write routes for the protocol of the port instead',
  ],
  [
    'tcp',
    GRPC,
    '80 "x" is GRPC); name the port of the Service "tcp-..." or set its appProtocol, or write "http" routes instead',
  ],
])('%s routes are ignored on %j', (list, port, rest) => {
  expect(findings(list, port)).toEqual([
    `${AT} spec.${list} sidecars ignore "${list}" routes for these hosts, whose ports have another protocol (${rest}`,
  ]);
});

test.each([
  ['http', WEB, {}],
  ['http', GRPC, {}],
  ['tcp', TCP, {}],
  ['tcp', WEB, {}],
  ['http', TCP, { gateways: ['gw', 'mesh'] }],
  ['http', TCP, { hosts: ['web', 'unknown.example.com'] }],
])('%s routes may be used on %j with %j', (list, port, rest) => {
  expect(findings(list, port, rest)).toEqual([]);
});
