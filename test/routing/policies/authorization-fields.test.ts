import { enforce } from '../../../lib/routing/policies';
import type { Connection, HttpRequest } from '../../../lib/routing/request/request';
import { authorizationPolicy, requestAuthentication } from '../../scene';
import { connection, indexOf, plaintext, pod, request } from './requests';

const ISSUER = 'https://issuer.example/a';
const JWT = requestAuthentication('shop/policy', { jwtRules: [{ issuer: ISSUER }] });

/** Whether an ALLOW rule lets a request pass. */
function allows(
  rule: unknown,
  changes: Partial<HttpRequest> = {},
  from: Connection = connection(),
  mesh = {},
) {
  const index = indexOf([JWT, authorizationPolicy('shop/policy', { rules: [rule] })], mesh);
  const { is } = enforce(index, pod(), from, request(changes));
  return is;
}

const source = (fields: object) => ({ from: [{ source: fields }] });
const operation = (fields: object) => ({ to: [{ operation: fields }] });
const when = (key: string, ...values: string[]) => ({ when: [{ key, values }] });

describe('who the client is (H7)', () => {
  test.each([
    ['allowed', { principals: ['cluster.local/ns/front/sa/web'] }],
    ['denied', { principals: ['cluster.local/ns/front/sa/we'] }],
    ['denied', { principals: ['spiffe://cluster.local/ns/front/sa/web'] }],
    ['allowed', { principals: ['cluster.local/ns/front/*'] }],
    ['denied', { principals: ['cluster.local/ns/back/*'] }],
    ['allowed', { principals: ['*/sa/web'] }],
    ['allowed', { principals: ['*.local/ns/front/sa/web'] }],
    ['denied', { principals: ['*/sa/eb'] }],
    ['denied', { principals: ['*front*'] }], // only one `*` is a wildcard
    ['allowed', { principals: ['*we*b*'] }], // in the regular expression, a later `*` repeats a letter
    ['allowed', { principals: ['*'] }],
    ['denied', { principals: ['*('] }],
    ['denied', { notPrincipals: ['*'] }],
    ['allowed', { notPrincipals: ['cluster.local/ns/front/sa/other'] }],
    ['allowed', { namespaces: ['front'] }],
    ['denied', { namespaces: ['back', 'fron'] }],
    ['allowed', { namespaces: ['fr*t'] }],
    ['allowed', { namespaces: ['*'] }],
    ['allowed', { namespaces: ['*ont'] }],
    ['denied', { namespaces: ['*on'] }],
    ['denied', { notNamespaces: ['f*'] }],
    ['allowed', { notNamespaces: ['b*'] }],
    ['allowed', { serviceAccounts: ['front/web'] }],
    ['denied', { serviceAccounts: ['web'] }], // in the namespace of the policy
    ['denied', { notServiceAccounts: ['front/web'] }],
    ['allowed', { trustDomains: ['cluster.local'] }],
    ['allowed', { trustDomains: ['*.local'] }],
    ['allowed', { trustDomains: ['cluster*'] }],
    ['allowed', { trustDomains: ['*'] }],
    ['denied', { trustDomains: ['other.local'] }],
    ['denied', { notTrustDomains: ['cluster.local'] }],
  ])('%s by source %j', (expected, fields) => expect(allows(source(fields))).toBe(expected));

  test.each([
    ['allowed', 'source.principal', 'cluster.local/ns/front/sa/web'],
    ['denied', 'source.principal', 'cluster.local/ns/back/sa/web'],
    ['allowed', 'source.namespace', 'fro*'],
    ['denied', 'source.namespace', 'back'],
    ['allowed', 'source.serviceAccount', 'front/web'],
    ['denied', 'source.serviceAccount', 'back/web'],
    ['allowed', 'source.trustDomain', 'cluster.local'],
    ['denied', 'source.trustDomain', 'elsewhere'],
  ])('%s when %s is %s', (expected, key, value) => expect(allows(when(key, value))).toBe(expected));

  test('a service account without a namespace is in the namespace of the policy', () => {
    const peer = { trustDomain: 'cluster.local', namespace: 'shop', serviceAccount: 'web' };
    expect(allows(source({ serviceAccounts: ['web'] }), {}, connection({ peer }))).toBe('allowed');
  });

  test.each(['principals', 'namespaces', 'serviceAccounts', 'trustDomains'])(
    'without mutual TLS, %s never match, and their opposites always match',
    (field) => {
      const value = field === 'serviceAccounts' ? 'front/web' : '*';
      const opposite = `not${field.charAt(0).toUpperCase()}${field.slice(1)}`;
      expect(allows(source({ [field]: [value] }), {}, plaintext())).toBe('denied');
      expect(allows(source({ [opposite]: [value] }), {}, plaintext())).toBe('allowed');
    },
  );

  test.each([
    ['allowed', 'old', 'cluster.local/ns/front/sa/web'], // cluster.local stands for the trust domain of the mesh
    ['allowed', 'new', 'old/ns/front/sa/web'],
    ['allowed', 'old', '*ew/ns/front/sa/web'],
    ['allowed', 'old', 'n*/ns/front/sa/web'],
    ['denied', 'cluster.local', 'new/ns/front/sa/web'],
    ['denied', 'cluster.local', 'cluster.local/ns/front/sa/web'], // replaced, because it is not an alias
    ['denied', 'old', 'other/ns/front/sa/web'],
    ['denied', 'old', 'new/ns/front/*'], // only a principal of five parts is expanded
    ['allowed', 'other', '*/ns/front/sa/web'],
  ])('with aliases: %s from trust domain %s by principal %s', (expected, trustDomain, principal) => {
    const peer = { trustDomain, namespace: 'front', serviceAccount: 'web' };
    const mesh = { trustDomain: 'new', trustDomainAliases: ['old'] };
    expect(allows(source({ principals: [principal] }), {}, connection({ peer }), mesh)).toBe(expected);
  });

  test('trust domains are expanded as well', () => {
    const peer = { trustDomain: 'old', namespace: 'front', serviceAccount: 'web' };
    const mesh = { trustDomain: 'new', trustDomainAliases: ['old'] };
    expect(allows(source({ trustDomains: ['new'] }), {}, connection({ peer }), mesh)).toBe('allowed');
    expect(allows(source({ trustDomains: ['new'] }), {}, connection({ peer }))).toBe('denied');
  });
});

describe('where the client is (H7)', () => {
  test.each([
    ['allowed', { ipBlocks: ['10.1.2.3'] }],
    ['allowed', { ipBlocks: ['192.168.0.0/16', '10.0.0.0/8'] }],
    ['denied', { ipBlocks: ['203.0.113.0/24'] }], // the remote IP
    ['denied', { notIpBlocks: ['10.0.0.0/8'] }],
    ['allowed', { remoteIpBlocks: ['203.0.113.0/24'] }],
    ['denied', { remoteIpBlocks: ['10.0.0.0/8'] }],
    ['allowed', { notRemoteIpBlocks: ['10.0.0.0/8'] }],
    ['denied', { ipBlocks: ['::/0'] }],
  ])('%s by source %j', (expected, fields) => expect(allows(source(fields))).toBe(expected));

  test.each([
    ['allowed', 'source.ip', '10.1.0.0/16'],
    ['denied', 'source.ip', '10.2.0.0/16'],
    ['allowed', 'remote.ip', '203.0.113.9'],
    ['denied', 'remote.ip', '10.1.2.3'],
    ['allowed', 'destination.port', '8080'],
    ['denied', 'destination.port', '80'],
    ['allowed', 'connection.sni', '*.example.com'],
    ['denied', 'connection.sni', 'example.com'],
    ['allowed', 'destination.ip', '10.9.0.0/16'],
    ['denied', 'destination.ip', '10.8.0.0/16'],
  ])('%s when %s is %s', (expected, key, value) => {
    const from = connection({ sni: 'www.example.com', destinationIp: '10.9.9.9' });
    expect(allows(when(key, value), {}, from)).toBe(expected);
  });

  test('IPv6', () => {
    const from = connection({ sourceIp: '2001:db8::7' });
    expect(allows(source({ ipBlocks: ['2001:db8::/64'] }), {}, from)).toBe('allowed');
    expect(allows(source({ ipBlocks: ['2001:db8:1::/64'] }), {}, from)).toBe('denied');
  });

  test('a missing SNI matches nothing', () => {
    expect(allows(when('connection.sni', '*'))).toBe('denied');
  });

  test('what the request does not tell is not modelled', () => {
    expect(allows(source({ ipBlocks: ['10.0.0.0/8'] }), {}, connection({ sourceIp: undefined }))).toBe(
      'unmodelled',
    );
    expect(allows(when('destination.ip', '10.0.0.0/8'))).toBe('unmodelled');
    expect(allows({ ...when('destination.ip', '10.0.0.0/8'), ...source({ namespaces: ['back'] }) })).toBe(
      'denied',
    );
    expect(allows(when('experimental.envoy.filters.http.ext[x]', 'y'))).toBe('unmodelled');
  });
});

describe('what is asked for (H6, H7)', () => {
  test.each([
    ['allowed', { hosts: ['cart.shop'] }, {}],
    ['allowed', { hosts: ['CART.shop'] }, { authority: 'cart.SHOP' }],
    ['denied', { hosts: ['cart.shop'] }, { authority: 'cart.shop:8080' }], // the port is part of the host
    ['allowed', { hosts: ['cart.shop:*'] }, { authority: 'cart.shop:8080' }],
    ['allowed', { hosts: ['*.shop'] }, {}],
    ['denied', { hosts: ['*.shops'] }, {}],
    ['allowed', { hosts: ['*'] }, {}],
    ['denied', { notHosts: ['cart.*'] }, {}],
    ['allowed', { methods: ['POST', 'GET'] }, {}],
    ['denied', { methods: ['get'] }, {}],
    ['allowed', { methods: ['*'] }, {}],
    ['allowed', { methods: ['G*'] }, {}],
    ['denied', { notMethods: ['GET'] }, {}],
    ['allowed', { paths: ['/items/1'] }, {}],
    ['denied', { paths: ['/items'] }, {}],
    ['denied', { paths: ['/api'] }, { path: '/api/' }],
    ['allowed', { paths: ['/items*'] }, {}],
    ['allowed', { paths: ['*/1'] }, {}],
    ['denied', { paths: ['/Items*'] }, {}],
    ['denied', { paths: ['/i*/1'] }, {}], // within, a `*` is a `*`
    ['allowed', { paths: ['/i*/1'] }, { path: '/i*/1' }],
    ['denied', { paths: ['*tem*'] }, {}],
    ['denied', { notPaths: ['/items/*'] }, {}],
    ['allowed', { notPaths: ['/admin*'] }, {}],
    ['allowed', { ports: ['80', '8080'] }, {}],
    ['denied', { ports: ['80'] }, {}],
    ['denied', { notPorts: ['8080'] }, {}],
  ])('%s by operation %j of %j', (expected, fields, changes) =>
    expect(allows(operation(fields), changes)).toBe(expected),
  );

  test.each([
    ['allowed', '/items/{*}', '/items/1'],
    ['denied', '/items/{*}', '/items'],
    ['denied', '/items/{*}', '/items/'],
    ['denied', '/items/{*}', '/items/1/2'],
    ['allowed', '/{*}/1', '/items/1'],
    ['allowed', '/{*}/{*}', '/items/1'],
    ['allowed', '/items/{**}', '/items/1/2'],
    ['allowed', '/items/{**}', '/items/'],
    ['denied', '/items/{**}', '/items'],
    ['denied', '/items/{**}', '/other/1'],
    ['allowed', '/{*}/{**}/end', '/a/b/c/end'],
    ['allowed', '/{*}/{**}/end', '/a//end'],
    ['denied', '/{*}/{**}/end', '/a/end'],
    ['allowed', '/{**}', '/'],
    ['allowed', '/{*}/', '/a/'],
    ['denied', '/{*}/', '/a'],
    ['allowed', '/a.b/{*}', '/a.b/c'],
    ['denied', '/a.b/{*}', '/axb/c'],
    ['denied', '/{*}', '/a|b'], // not a character of a segment
    ['denied', '/{**}', '/a|b'],
    ['denied', '/{**}/{*}', '/a/b'], // not valid
    ['denied', '/x{*}', '/xy'], // not valid
  ])('%s by template %s of %s', (expected, template, path) =>
    expect(allows(operation({ paths: [template] }), { path })).toBe(expected),
  );

  test.each([
    ['allowed', 'request.headers[X-Group]', 'beta'],
    ['allowed', 'request.headers[x-group]', 'be*'],
    ['allowed', 'request.headers[x-group]', '*ta'],
    ['allowed', 'request.headers[x-group]', '*'],
    ['denied', 'request.headers[x-group]', 'Beta'],
    ['denied', 'request.headers[x-other]', '*'],
    ['allowed', 'request.headers[x-empty]', '*'], // an empty header is present
    ['allowed', 'request.headers[:method]', 'GET'],
    ['allowed', 'request.headers[:path]', '*?a=b'],
    ['allowed', 'request.headers[host]', 'cart.shop'],
    ['denied', 'request.headers', '*'],
    ['allowed', 'request.experimental.inline.headers[x-list]', 'b'],
    ['denied', 'request.headers[x-list]', 'b'],
    ['denied', 'request.unknown', '*'],
  ])('%s when %s is %s', (expected, key, value) => {
    const headers = new Map([
      ['x-group', 'beta'],
      ['x-empty', ''],
      ['x-list', 'a,b'],
    ]);
    expect(allows(when(key, value), { headers, query: 'a=b' })).toBe(expected);
  });

  test('notValues match a header that is absent', () => {
    const rule = { when: [{ key: 'request.headers[x-a]', notValues: ['*'] }] };
    expect(allows(rule)).toBe('allowed');
    expect(allows(rule, { headers: new Map([['x-a', '1']]) })).toBe('denied');
  });
});

describe('what the token says (H7)', () => {
  const claims = {
    iss: ISSUER,
    sub: 'joe',
    aud: ['shop', 'bank'],
    azp: 'app',
    scope: 'read write',
    groups: ['a', 'b'],
    age: 7,
    realm: { roles: ['admin'], name: 'r' },
  };
  test.each([
    ['allowed', `${ISSUER}/joe`],
    ['denied', `${ISSUER}/jo`],
    ['allowed', `${ISSUER}/*`],
    ['denied', 'https://issuer.example/*'], // the issuer is all before the last slash
    ['allowed', '*/joe'],
    ['denied', '*/jane'],
    ['allowed', '*/a/joe'],
    ['denied', '*/a/*'], // only one `*` counts
    ['allowed', `${ISSUER}/j*`],
    ['allowed', '*'],
    ['allowed', '*oe'],
    ['denied', 'https://issuer.example*'], // with a slash, the `*` is part of the subject
    ['denied', ISSUER],
  ])('%s by request principal %s', (expected, principal) => {
    expect(allows(source({ requestPrincipals: [principal] }), { claims })).toBe(expected);
    expect(allows(when('request.auth.principal', principal), { claims })).toBe(expected);
  });

  test.each([
    ['allowed', 'request.auth.audiences', 'bank'],
    ['denied', 'request.auth.audiences', 'banks'],
    ['allowed', 'request.auth.presenter', 'app'],
    ['denied', 'request.auth.presenter', 'shop'],
    ['allowed', 'request.auth.claims[groups]', 'b'],
    ['denied', 'request.auth.claims[groups]', 'c'],
    ['allowed', 'request.auth.claims[scope]', 'write'],
    ['denied', 'request.auth.claims[scope]', 'read write'],
    ['allowed', 'request.auth.claims[realm][roles]', 'adm*'],
    ['allowed', 'request.auth.claims[realm][name]', '*'],
    ['denied', 'request.auth.claims[realm][none]', '*'],
    ['denied', 'request.auth.claims[realm]', '*'],
    ['denied', 'request.auth.claims[age]', '7'], // a number is not a string
    ['denied', 'request.auth.claims[constructor]', '*'],
    ['denied', 'request.auth.claims', '*'],
  ])('%s when %s is %s', (expected, key, value) =>
    expect(allows(when(key, value), { claims })).toBe(expected),
  );

  test.each([
    ['an issuer without a slash', { iss: 'me', sub: 'x' }, 'm*', 'allowed'],
    ['no subject', { iss: 'me' }, '*', 'denied'],
    ['no subject, by issuer', { iss: 'me' }, 'me/*', 'denied'],
  ])('%s', (_, token, principal, expected) => {
    const index = indexOf([
      requestAuthentication('shop/policy', { jwtRules: [{ issuer: 'me' }] }),
      authorizationPolicy('shop/policy', { rules: [source({ requestPrincipals: [principal] })] }),
    ]);
    expect(enforce(index, pod(), connection(), request({ claims: token })).is).toBe(expected);
  });

  test('without a token, requestPrincipals never match, and notRequestPrincipals always match', () => {
    expect(allows(source({ requestPrincipals: ['*'] }))).toBe('denied');
    expect(allows(source({ notRequestPrincipals: ['*'] }))).toBe('allowed');
    expect(allows(source({ notRequestPrincipals: ['*'] }), { claims })).toBe('denied');
  });
});
