import { gateway, virtualService } from '../../../scene';
import { findingsOf } from '../../support';

const DESTINATION = [{ destination: { host: 'web' } }];
const ROUTES: Readonly<Record<string, object>> = {
  http: { redirect: { uri: '/' } },
  tls: { match: [{ sniHosts: ['shop.example.com'] }], route: DESTINATION },
  tcp: { route: DESTINATION },
};
const findings = (list: string, ...servers: object[]) =>
  findingsOf(
    'IST9204',
    gateway('gw', servers),
    virtualService('shop', { hosts: ['shop.example.com'], gateways: ['gw'], [list]: [ROUTES[list]] }),
  );
const server = (protocol: string, mode?: string, hosts = ['*']) => ({
  port: { number: 443, name: 'server', protocol },
  hosts,
  ...(mode === undefined ? {} : { tls: mode === '' ? {} : { mode } }),
});
const AT = 'Warning IST9204 VirtualService default/shop:';

test.each([
  [
    'http',
    server('HTTPS', ''),
    'only "tls"; to terminate TLS, set the protocol of a server to HTTPS and its tls.mode to SIMPLE, or else write "tls" routes',
  ],
  [
    'http',
    server('TCP'),
    'only "tcp"; add a server with protocol HTTP, or write the routes in a list that is used',
  ],
  [
    'tls',
    server('HTTPS', 'SIMPLE'),
    'only "http"; for routes by SNI, set the protocol of a server to TLS and its tls.mode to PASSTHROUGH',
  ],
  [
    'tcp',
    server('HTTP'),
    'only "http"; add a server with protocol TCP, or one with protocol TLS that terminates TLS',
  ],
  [
    'tls',
    server('TLS', 'AUTO_PASSTHROUGH'),
    'no routes; for routes by SNI, set the protocol of a server to TLS and its tls.mode to PASSTHROUGH',
  ],
])('%s routes are unused at %j', (list, one, rest) => {
  expect(findings(list, one)).toEqual([
    `${AT} spec.${list} no server of Gateway "default/gw" for these hosts uses "${list}" routes; they use ${rest}`,
  ]);
});

test.each([
  ['http', server('HTTPS', 'SIMPLE')],
  ['http', server('GRPC')],
  ['tls', server('TLS', 'PASSTHROUGH')],
  ['tcp', server('TLS', 'SIMPLE')],
  ['tcp', server('MONGO')],
])('%s routes are used at %j', (list, one) => {
  expect(findings(list, one)).toEqual([]);
});

test('only servers for these hosts count', () => {
  const http = { port: { number: 80, name: 'http', protocol: 'HTTP' } };
  const elsewhere = { ...http, hosts: ['other.example.com'] };
  expect(findings('http', elsewhere, server('TLS', 'PASSTHROUGH'))).toHaveLength(1);
  expect(findings('http', { ...http, hosts: ['*.example.com'] }, server('TLS', 'PASSTHROUGH'))).toEqual([]);
  // That no server is for them is IST0132's concern.
  expect(findings('http', { ...elsewhere, port: { number: 1, protocol: 'TCP' } })).toEqual([]);
});
