import { ISTIO_VERSIONS, type IstioVersion } from '../../lib/istiod/istio-version';
import type { Source } from '../../lib/routing';
import { hop, mesh, outcome } from '../routing/outcomes';
import {
  deployment,
  gateway,
  namespace,
  object,
  routes,
  service,
  serviceEntry,
  virtualService,
} from '../scene';

/** What the client gets, in one version of Istio. */
const got = (yaml: string, istio: IstioVersion, url: string, from?: Source, config = {}) =>
  outcome(mesh(yaml, { istio, mesh: config }), { url, ...(from ? { from } : {}) });

describe('redirect.prefixRewrite (V15)', () => {
  const redirecting = (match: string, action: string) =>
    gateway('gw') + routes('vs', `[{ match: [{ ${match} }], redirect: { ${action} } }]`);

  test.each([
    ['uri: { prefix: /foo }', 'prefixRewrite: /bar', '/foo/x?q=1', '301 http://a.example.com/bar/x?q=1'],
    ['uri: { prefix: /foo }', 'prefixRewrite: /bar', '/foobar', '301 http://a.example.com/barbar'],
    ['uri: { prefix: /foo }', 'prefixRewrite: /', '/foo/x', '301 http://a.example.com//x'],
    ['uri: { prefix: /q/ }', 'prefixRewrite: "/x?y=1/"', '/q/abc?z', '301 http://a.example.com/x?y=1/abc?z'],
    ['method: { exact: GET }', 'prefixRewrite: /bar', '/other', '301 http://a.example.com/barother'],
    [
      'uri: { prefix: /FOO }, ignoreUriCase: true',
      'prefixRewrite: /bar, authority: b.example.com, scheme: https, redirectCode: 308',
      '/foo/x',
      '308 https://b.example.com/bar/x',
    ],
  ])('%s, %s: %s', (match, action, path, expected) => {
    expect(got(redirecting(match, action), '1.31', `http://a.example.com${path}`)).toBe(expected);
  });

  test('Istio 1.30 does not know it', () => {
    const yaml = redirecting('uri: { prefix: /foo }', 'prefixRewrite: /bar, authority: b.example.com');
    expect(got(yaml, '1.30', 'http://a.example.com/foo/x')).toBe('301 http://b.example.com/foo/x');
  });
});

describe('exclusions of a Sidecar (V14)', () => {
  const shop = namespace('shop', 'enabled') + deployment('shop/client');
  const servers = ['one', 'two']
    .map((name) => service(`other/${name}`) + deployment(`other/${name}`))
    .join('');
  const scene = (hosts: string, more = '') =>
    shop +
    servers +
    more +
    object(
      'Sidecar',
      'shop/s',
      `{ outboundTrafficPolicy: { mode: REGISTRY_ONLY }, egress: [{ hosts: ${hosts} }] }`,
    );
  const ONE = 'http://one.other/';

  test.each<[string, IstioVersion, string]>([
    ['["*/*"]', '1.32', 'one:8080'],
    ['["*/*", "~other/*"]', '1.32', '502'],
    ['["*/*", "~*/one.other.svc.cluster.local"]', '1.31', '502'],
    ['["*/*", "~/one.other.svc.cluster.local"]', '1.31', '502'],
    ['["*/*", "~other/two.other.svc.cluster.local"]', '1.31', 'one:8080'],
    ['["~./one.other.svc.cluster.local", "*/*"]', '1.31', 'one:8080'],
    ['["~/*", "other/*"]', '1.30', 'one:8080'],
    ['["~/*", "other/*"]', '1.31', 'closed'],
    ['["~other/*"]', '1.31', 'closed'],
  ])('%s in %s: %s', (hosts, istio, expected) => {
    expect(got(scene(hosts), istio, ONE, 'mesh:shop/client')).toBe(expected);
  });

  test('a name does not leave out a wildcard', () => {
    const wildcard = serviceEntry(
      'other/wild',
      '{ hosts: ["*.example.com"], ports: [{ number: 80, name: http, protocol: HTTP }], resolution: NONE }',
    );
    const yaml = scene('["*/*", "~*/a.example.com"]', wildcard);
    expect(got(yaml, '1.31', 'http://a.example.com/', 'mesh:shop/client')).toBe('a.example.com:80');
  });

  test('a VirtualService is imported if one of its hosts is not left out', () => {
    const both = virtualService(
      'other/both',
      '{ hosts: [one.other.svc.cluster.local, two.other.svc.cluster.local], http: [{ directResponse: { status: 418 } }] }',
    );
    const without = (...names: string[]) =>
      scene(`["*/*", ${names.map((name) => `"~other/${name}.other.svc.cluster.local"`).join()}]`, both);
    expect(got(without('one'), '1.31', 'http://two.other/', 'mesh:shop/client')).toBe('418 direct response');
    expect(got(without('one', 'two'), '1.31', 'http://two.other/', 'mesh:shop/client')).toBe('502');
  });
});

describe('hosts that nobody declared, with ALLOW_ANY_DYNAMIC_DNS (V25)', () => {
  const config = { outboundTrafficPolicy: { mode: 'ALLOW_ANY_DYNAMIC_DNS' } };
  const client = namespace('shop', 'enabled') + deployment('shop/client');

  test('Istio 1.30 answers them as with REGISTRY_ONLY', () => {
    const url = 'http://unknown.example.com/';
    expect(got(client, '1.30', url, 'mesh:shop/client', config)).toBe('502');
    expect(got(client, '1.31', url, 'mesh:shop/client', config)).toBe(
      'passed through to unknown.example.com:80',
    );
  });

  test('a Sidecar cannot ask for it', () => {
    const yaml =
      client +
      object(
        'Sidecar',
        'shop/s',
        '{ outboundTrafficPolicy: { mode: ALLOW_ANY_DYNAMIC_DNS }, egress: [{ hosts: ["*/*"] }] }',
      );
    expect(got(yaml, '1.31', 'http://unknown.example.com/', 'mesh:shop/client')).toBe('502');
  });
});

describe('serviceEntryVisibility (V22)', () => {
  const entry = (exportTo: string) =>
    serviceEntry(
      'owner/entry',
      `{ hosts: [a.example.com], exportTo: ${exportTo}, ports: [{ number: 80, name: http, protocol: HTTP }], resolution: DNS }`,
    );
  const scene = (exportTo = '["*"]') =>
    ['owner', 'shop'].map((name) => namespace(name, 'enabled') + deployment(`${name}/client`)).join('') +
    entry(exportTo);
  const config = (visibility: object) => ({
    outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
    serviceEntryVisibility: { applyToSidecars: true, ...visibility },
  });
  const labelled = (name: string) => ({
    matchingRules: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } }],
  });

  test.each<[string, object, string, IstioVersion, [own: string, other: string]]>([
    ['no limit', {}, '["*"]', '1.31', ['a.example.com:80', 'a.example.com:80']],
    ['NAMESPACE', { defaultVisibility: 'NAMESPACE' }, '["*"]', '1.31', ['a.example.com:80', '502']],
    [
      'NAMESPACE in 1.30',
      { defaultVisibility: 'NAMESPACE' },
      '["*"]',
      '1.30',
      ['a.example.com:80', 'a.example.com:80'],
    ],
    ['NAMESPACE, exported elsewhere', { defaultVisibility: 'NAMESPACE' }, '[shop]', '1.31', ['502', '502']],
    ['NONE', { defaultVisibility: 'NONE' }, '["*"]', '1.31', ['502', '502']],
    [
      'NONE for gateways only',
      { defaultVisibility: 'NONE', applyToSidecars: false },
      '["*"]',
      '1.31',
      ['a.example.com:80', 'a.example.com:80'],
    ],
    ['a policy for every namespace', { policies: [{ visibility: 'NONE' }] }, '["*"]', '1.31', ['502', '502']],
    [
      'a policy for the namespace',
      { policies: [{ visibility: 'NONE', ...labelled('owner') }] },
      '["*"]',
      '1.31',
      ['502', '502'],
    ],
    [
      'a policy for another namespace',
      { policies: [{ visibility: 'NONE', ...labelled('other') }], defaultVisibility: 'PUBLIC' },
      '["*"]',
      '1.31',
      ['a.example.com:80', 'a.example.com:80'],
    ],
  ])('%s', (_, visibility, exportTo, istio, expected) => {
    const ask = (client: 'owner' | 'shop') =>
      got(scene(exportTo), istio, 'http://a.example.com/', `mesh:${client}/client`, config(visibility));
    expect([ask('owner'), ask('shop')]).toEqual(expected);
  });
});

describe('the profile EDGE of connectionSettings (V23)', () => {
  const config = { defaultConfig: { connectionSettings: { profile: 'EDGE' } } };
  const yaml =
    gateway('gw') + routes('vs', '[{ match: [{ uri: { exact: /a/b } }], directResponse: { status: 418 } }]');
  const asked = (path: string, istio: IstioVersion, header = 'x-a') =>
    outcome(mesh(yaml, { istio, mesh: config }), {
      url: `http://a.example.com${path}`,
      headers: { [header]: '1' },
    });

  test.each<[string, IstioVersion, string, string]>([
    ['/a//b', '1.31', 'x-a', '418 direct response'],
    ['/a//b', '1.30', 'x-a', '404 NR'],
    ['/a%2Fb?c=%2F', '1.31', 'x-a', '307 /a/b?c=%2F'],
    ['/a%5cb', '1.31', 'x-a', '307 /a/b'],
    ['/a%2Fb', '1.30', 'x-a', '404 NR'],
    ['/a/b', '1.31', 'x_a', '400'],
    ['/a/b', '1.30', 'x_a', '418 direct response'],
  ])('%s in %s with header %s: %s', (path, istio, header, expected) => {
    expect(asked(path, istio, header)).toBe(expected);
  });

  test('a sidecar does not follow it', () => {
    const client =
      namespace('shop', 'enabled') + deployment('shop/client') + deployment('shop/web') + service('shop/web');
    expect(got(client, '1.31', 'http://web/a%2Fb', 'mesh:shop/client', config)).toBe('web:8080');
  });
});

describe('defaultTrafficPolicy (V21)', () => {
  const config = { defaultTrafficPolicy: { connectionPool: { http: { h2UpgradePolicy: 'UPGRADE' } } } };
  const scene = (rule: string) =>
    namespace('shop', 'enabled') +
    deployment('shop/client') +
    deployment('shop/web') +
    service('shop/web') +
    (rule && object('DestinationRule', 'shop/r', `{ host: web, ${rule} }`));
  const POOL = 'connectionPool: { tcp: { maxConnections: 1 } }';

  test.each<[string, IstioVersion, string]>([
    ['', '1.30', 'plaintext HTTP/1.1'],
    ['', '1.31', 'HTTP/2'],
    ['trafficPolicy: { tls: { mode: ISTIO_MUTUAL } }', '1.31', 'HTTP/2'],
    [`trafficPolicy: { ${POOL} }`, '1.31', 'plaintext HTTP/1.1'],
    [
      'trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, tls: { mode: ISTIO_MUTUAL } }] }',
      '1.31',
      'HTTP/2',
    ],
  ])('with a DestinationRule of %j in %s', (rule, istio, expected) => {
    const model = mesh(scene(rule), { istio, mesh: config });
    expect(hop(model, { url: 'http://web/', from: 'mesh:shop/client' }, 'arrival')?.carries).toBe(expected);
  });
});

describe('fields that do not decide where a request goes', () => {
  const apps =
    namespace('shop', 'enabled') +
    deployment('shop/client') +
    service('shop/web', '{ name: http2, port: 80 }') +
    deployment('shop/web');

  test.each([
    ['http2KeepAlive (V3)', 'connectionPool: { http: { http2KeepAlive: { interval: 10s, timeout: 5s } } }'],
    ['zoneAwareLbSetting (V4)', 'loadBalancer: { zoneAwareLbSetting: { minClusterSize: 3 } }'],
    ['outlierDetectionHttpErrorCodes (V5)', 'outlierDetection: { outlierDetectionHttpErrorCodes: [503] }'],
    ['budgetInterval (V7)', 'retryBudget: { budgetInterval: 10s }'],
  ])('%s', (_, policy) => {
    const rule = object('DestinationRule', 'shop/web', `{ host: web, trafficPolicy: { ${policy} } }`);
    for (const istio of ISTIO_VERSIONS) {
      expect(got(apps + rule, istio, 'http://web.shop/', 'mesh:shop/client')).toBe('web:80');
    }
  });

  test.each([
    [
      'insecureSkipVerify, with which a client needs some certificate all the same (V11)',
      'insecureSkipVerify: true',
    ],
    ['ecdhCurves (V12)', 'ecdhCurves: [P-256]'],
  ])('%s', (_, tls) => {
    const server = (more: string) =>
      gateway(
        'gw',
        `[{ port: { number: 443, name: https, protocol: HTTPS }, hosts: ["*"], tls: { mode: MUTUAL, credentialName: edge${more} } }]`,
      ) + routes('vs', '[{ directResponse: { status: 418 } }]');
    for (const istio of ISTIO_VERSIONS) {
      const model = mesh(server(`, ${tls}`), { istio });
      const url = 'https://a.example.com/';
      expect(outcome(model, { url })).toBe('closed');
      expect(outcome(model, { url, clientCertificate: true })).toBe('418 direct response');
    }
  });
});

test('a version that is not supported', () => {
  expect(() => mesh('', { istio: '1.29' as IstioVersion })).toThrow(
    'Istio "1.29" is not supported; use one of 1.30, 1.31, 1.32',
  );
});
