import { gateway, routes, to, virtualService } from '../../../scene';
import { findingsOf } from '../../support';

const server = (protocol: string, number: number, tls: string) =>
  `{ port: { number: ${number}, name: p${number}, protocol: ${protocol} }, hosts: ["*"]${tls} }`;
const HTTP = server('HTTP', 80, '');
const REDIRECTING = server('HTTP', 80, ', tls: { httpsRedirect: true }');
const HTTPS = server('HTTPS', 443, ', tls: { mode: SIMPLE, credentialName: cert }');
const SHOP = { hosts: '[shop.example.com]' };

const findings = (servers: string, ...yaml: string[]) =>
  findingsOf('IST9255', gateway('gw', `[${servers}]`), ...yaml);
const message = (url: string, i = 0, name = 'default/a') =>
  `Error IST9255 VirtualService ${name}: spec.http[${i}].redirect redirects a request for ${url} to where the same route takes it again, so the client goes in a circle; redirect to another place, or put a route for that place before this one`;

const SELF = '[{ match: [{ uri: { prefix: /old } }], redirect: { uri: /old/ } }]';

test('the new path has the prefix that is redirected', () => {
  expect(findings(HTTP, routes('a', SELF, SHOP))).toEqual([message('"/old/" of shop.example.com')]);
  expect(findings(HTTP, routes('a', SELF))).toEqual([message('"/old/" of a host of "*"')]);
});

test.each([
  [
    'a route before it takes the new path',
    `[{ match: [{ uri: { exact: /old/ } }], ${to('b')} }, { match: [{ uri: { prefix: /old } }], redirect: { uri: /old/ } }]`,
  ],
  [
    'a route before it may take it',
    `[{ match: [{ headers: { cookie: { regex: ".*in.*" } } }], ${to('b')} }, { redirect: { uri: /in } }]`,
  ],
  ['the match is exact', '[{ match: [{ uri: { exact: /old } }], redirect: { uri: /old/ } }]'],
  ['the host is another one', '[{ redirect: { uri: /, authority: example.com } }]'],
  ['the port is another one', '[{ redirect: { uri: /, port: 8443 } }]'],
  ['only posts are redirected', '[{ match: [{ method: { exact: POST } }], redirect: { uri: / } }]'],
  [
    'the answer may set a cookie',
    '[{ redirect: { uri: / }, headers: { response: { set: { set-cookie: a=b } } } }]',
  ],
  [
    'a header decides, which the client may not send again',
    '[{ match: [{ headers: { referer: { prefix: a } } }], redirect: { uri: / } }]',
  ],
])('no circle: %s', (_, http) => {
  expect(findings(HTTP, routes('a', http, SHOP))).toEqual([]);
});

const TO_HTTPS = '[{ redirect: { scheme: https } }]';

test.each([
  ['HTTPS alone', HTTPS, TO_HTTPS, true],
  ['HTTP and HTTPS', `${HTTP}, ${HTTPS}`, TO_HTTPS, true],
  ['HTTP alone, perhaps behind a load balancer that terminates TLS', HTTP, TO_HTTPS, false],
  [
    'HTTP, by its port',
    `${HTTP}, ${HTTPS}`,
    '[{ match: [{ port: 80 }], redirect: { scheme: https } }]',
    false,
  ],
  [
    'HTTP, by its scheme',
    `${HTTP}, ${HTTPS}`,
    '[{ match: [{ scheme: { exact: http } }], redirect: { scheme: https } }]',
    false,
  ],
  ['a server that redirects itself, and HTTPS', `${REDIRECTING}, ${HTTPS}`, TO_HTTPS, true],
  ['plaintext, from HTTPS', HTTPS, '[{ redirect: { scheme: http } }]', false],
  ['plaintext, from plaintext too', `${HTTP}, ${HTTPS}`, '[{ redirect: { scheme: http } }]', true],
])('a redirect to another scheme at %s', (_, servers, http, isLoop) => {
  const scheme = http.includes('scheme: http }') ? 'http' : 'https';
  expect(findings(servers, routes('a', http, SHOP))).toEqual(
    isLoop ? [message(`${scheme}, "/..." of shop.example.com`)] : [],
  );
});

test('the route redirects the host that it redirects to', () => {
  const www = { hosts: '[example.com, www.example.com]' };
  const redirect = 'redirect: { authority: www.example.com }';
  expect(findings(HTTP, routes('a', `[{ ${redirect} }]`, www))).toEqual([
    message('"/..." of www.example.com'),
  ]);
  const apart = `[{ match: [{ authority: { exact: example.com } }], ${redirect} }, { ${to('b')} }]`;
  expect(findings(HTTP, routes('a', apart, www))).toEqual([]);
  const before = `[{ match: [{ authority: { exact: www.example.com } }], ${to('b')} }, { ${redirect} }]`;
  expect(findings(HTTP, routes('a', before, www))).toEqual([]);
});

test('another VirtualService may have the routes of the host', () => {
  const www = { hosts: '[example.com, www.example.com]' };
  const own = routes('a', '[{ redirect: { authority: www.example.com } }]', www);
  const other = routes('b', `[{ ${to('b')} }]`, { hosts: '[www.example.com]' });
  expect(findings(HTTP, own, other)).toEqual([]);
});

test('a prefix that is replaced by a longer one matches again', () => {
  const http = (prefix: string) =>
    `[{ match: [{ uri: { prefix: / } }], redirect: { prefixRewrite: ${prefix} } }]`;
  expect(findings(HTTP, routes('a', http('/app/'), SHOP))).toEqual([message('"/app/" of shop.example.com')]);
  const other = '[{ match: [{ uri: { prefix: /a } }], redirect: { prefixRewrite: /b } }]';
  expect(findings(HTTP, routes('a', other, SHOP))).toEqual([]);
});

test('a delegate redirects to its own prefix', () => {
  const root = routes('root', '[{ match: [{ uri: { prefix: /old } }], delegate: { name: a } }]', SHOP);
  const delegate = virtualService('a', `{ http: ${SELF} }`);
  expect(findings(HTTP, root, delegate)).toEqual([message('"/old/" of shop.example.com')]);
});
