import { gateway, HTTP, virtualService } from '../../scene';
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
    gateway('gw', ...servers),
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
    'only "tls"; where the server shall terminate TLS, set its protocol to HTTPS and its tls.mode to SIMPLE, or write "tls" routes',
  ],
  [
    'http',
    server('TCP'),
    'only "tcp"; let a server speak HTTP, or write the routes in the list that is used',
  ],
  [
    'tls',
    server('HTTPS', 'SIMPLE'),
    'only "http"; for routes by SNI let the server have protocol TLS and tls.mode PASSTHROUGH',
  ],
  ['tcp', server('HTTP'), 'only "http"; let a server speak TCP, or terminate TLS with protocol TLS'],
  [
    'tls',
    server('TLS', 'AUTO_PASSTHROUGH'),
    'none at all; for routes by SNI let the server have protocol TLS and tls.mode PASSTHROUGH',
  ],
])('%s routes are unused at %j', (list, one, rest) => {
  expect(findings(list, one)).toEqual([
    `${AT} spec.${list} no server of Gateway "default/gw" for these hosts uses "${list}" routes, but ${rest}`,
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
  const elsewhere = { ...HTTP, hosts: ['other.example.com'] };
  expect(findings('http', elsewhere, server('TLS', 'PASSTHROUGH'))).toHaveLength(1);
  expect(findings('http', { ...HTTP, hosts: ['*.example.com'] }, server('TLS', 'PASSTHROUGH'))).toEqual([]);
  // That no server is for them is IST0132's concern.
  expect(findings('http', { ...elsewhere, port: { number: 1, protocol: 'TCP' } })).toEqual([]);
});
