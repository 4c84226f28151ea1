import { meshConfigOf } from '../../../lib/istiod/mesh-config';
import { app, gateway, HTTP_80, routes, to } from '../../scene';
import { hop, mesh, outcome } from '../outcomes';

const APPS = ['a', 'b', 'c'].map((name) => app(name)).join('');
const GATEWAY = gateway('gw');
const all = (name: string) => `[{ ${to(name)} }]`;

test.each([
  ['an exact host precedes a wildcard (D1)', 'http://x.a.com/', 'a:8080'],
  ['the longer wildcard wins (D1)', 'http://y.a.com/', 'b:8080'],
  ['a wildcard stands for several labels (0.3)', 'http://z.y.a.com/', 'b:8080'],
  ['a wildcard does not stand for nothing (0.3)', 'http://a.com/', 'c:8080'],
  ['the port of the Host does not count (D1)', 'http://X.a.com:80/', 'a:8080'],
])('%s', (_, url, expected) => {
  const model = mesh(
    APPS +
      GATEWAY +
      routes('one', all('a'), { hosts: '[x.a.com]' }) +
      routes('two', all('b'), { hosts: '["*.a.com"]' }) +
      routes('three', all('c')),
  );
  expect(outcome(model, url)).toBe(expected);
});

test('a request that matches no route of its virtual host tries no other virtual host (D2)', () => {
  const only = routes('only', `[{ match: [{ uri: { exact: /a } }], ${to('a')} }]`, { hosts: '[a.com]' });
  const model = mesh(APPS + GATEWAY + only + routes('rest', all('b')));
  expect(outcome(model, 'http://a.com/b')).toBe('404 NR');
  expect(outcome(model, 'http://b.com/b')).toBe('b:8080');
});

test.each([
  ['a server with * has the host of a VirtualService (B3)', '["*"]', '[a.com]', 'http://a.com/', 'a:8080'],
  ['a VirtualService with * has the host of a server (B3)', '[a.com]', '["*"]', 'http://a.com/', 'a:8080'],
  ['a VirtualService with * has no other host', '[a.com]', '["*"]', 'http://b.com/', '404 NR'],
  ['a wildcard does not cover its own end (B3)', '["*.a.com"]', '[a.com]', 'http://a.com/', '404 NR'],
  ['the narrower of two wildcards counts (B3)', '["*.a.com"]', '["*.b.a.com"]', 'http://c.a.com/', '404 NR'],
  [
    'a host of the narrower wildcard is routed (B3)',
    '["*.a.com"]',
    '["*.b.a.com"]',
    'http://c.b.a.com/',
    'a:8080',
  ],
  ['the namespace of a server host (A3)', '[./a.com]', '[a.com]', 'http://a.com/', 'a:8080'],
  ['another namespace in a server host (A3)', '[other/a.com]', '[a.com]', 'http://a.com/', '404 NR'],
  ['any namespace in a server host (A3)', '["*/a.com"]', '[a.com]', 'http://a.com/', 'a:8080'],
  ['a short host is not called by its short name (B3)', '["*"]', '[a]', 'http://a/', '404 NR'],
  [
    'a short host is called by its full name (B3)',
    '["*"]',
    '[a]',
    'http://a.default.svc.cluster.local/',
    'a:8080',
  ],
])('%s', (_, serverHosts, hosts, url, expected) => {
  const scene = gateway('gw', HTTP_80.replace('["*"]', serverHosts)) + routes('one', all('a'), { hosts });
  expect(outcome(mesh(APPS + scene), url)).toBe(expected);
});

test.each([
  ['gw', 'a:8080'],
  ['default/gw', 'a:8080'],
  ['gw.default.svc.cluster.local', 'a:8080'],
  ['other/gw', '404 NR'],
  ['mesh', '404 NR'],
])('a VirtualService bound to %s (B1)', (name, expected) => {
  const model = mesh(APPS + GATEWAY + routes('one', all('a'), { gateways: `[${name}]` }));
  expect(outcome(model, 'http://a.com/')).toBe(expected);
});

test.each([
  ['exportTo: ["."]', '404 NR'],
  ['exportTo: ["*"]', 'a:8080'],
  ['exportTo: [istio-system]', 'a:8080'],
  ['exportTo: ["~"]', '404 NR'],
])('with %s, visibility in the namespace of the gateway pods counts (B2)', (more, expected) => {
  expect(outcome(mesh(APPS + GATEWAY + routes('one', all('a'), { more })), 'http://a.com/')).toBe(expected);
});

test('the default exportTo of the mesh hides a VirtualService without exportTo (B2)', () => {
  const options = { mesh: meshConfigOf({ defaultVirtualServiceExportTo: ['.'] }) };
  const scene = (more: string) => mesh(APPS + GATEWAY + routes('one', all('a'), { more }), options);
  expect(outcome(scene(''), 'http://a.com/')).toBe('404 NR');
  expect(outcome(scene('exportTo: ["*"]'), 'http://a.com/')).toBe('a:8080');
});

test('routes for the same host are merged, and a route that takes every request comes last (C1)', () => {
  const special = routes('z-newer', `[{ match: [{ uri: { prefix: /b } }], ${to('b')} }]`);
  const model = mesh(APPS + GATEWAY + routes('a-older', all('a')) + special);
  expect(outcome(model, 'http://x.com/b')).toBe('b:8080');
  expect(outcome(model, 'http://x.com/')).toBe('a:8080');
  expect(hop(model, 'http://x.com/', 'virtual host')?.virtualServices.map(({ name }) => name)).toEqual([
    'a-older',
    'z-newer',
  ]);
});

test.each([
  ['by name', '', '', 'a:8080'],
  ['by age', '2024-01-02T00:00:00Z', '2024-01-01T00:00:00Z', 'b:8080'],
])('of two routes that take every request, the older counts, %s (0.2)', (_, first, second, expected) => {
  const aged = (yaml: string, time: string) =>
    time ? yaml.replace('namespace: default }', `namespace: default, creationTimestamp: "${time}" }`) : yaml;
  const model = mesh(
    APPS + GATEWAY + aged(routes('one', all('a')), first) + aged(routes('two', all('b')), second),
  );
  expect(outcome(model, 'http://x.com/')).toBe(expected);
});

test('a VirtualService without routes for this gateway leaves its host to a wildcard (C1)', () => {
  const none = routes('none', `[{ match: [{ port: 443 }], ${to('a')} }]`, { hosts: '[a.com]' });
  expect(outcome(mesh(APPS + GATEWAY + none + routes('rest', all('b'))), 'http://a.com/')).toBe('b:8080');
});

test('an object labelled for another revision is not read (0.1)', () => {
  const labelled = routes('one', all('a')).replace(
    'name: one,',
    'name: one, labels: { istio.io/rev: canary },',
  );
  expect(outcome(mesh(APPS + GATEWAY + labelled), 'http://a.com/')).toBe('404 NR');
});
