import { app, routes, serviceEntry } from '../../scene';
import { mesh, outcome } from '../outcomes';

const FROM = { from: 'mesh:default/client' } as const;
const APPS = app('client') + app('a');

test.each([
  [undefined, '301 http://a/x'],
  ['http', '301 http://a/x'],
  ['https', '299 direct response'],
  ['wss', '301 http://a/x'],
])('a sidecar takes x-forwarded-proto %s of its application for the scheme (W5)', (proto, expected) => {
  const http = `[{ match: [{ scheme: { exact: https } }], directResponse: { status: 299 } }, { redirect: { uri: /x } }]`;
  const model = mesh(APPS + routes('one', http, { hosts: '[a]', gateways: '[mesh]' }));
  const headers: Record<string, string> = proto === undefined ? {} : { 'x-forwarded-proto': proto };
  expect(outcome(model, { url: 'http://a/', headers, ...FROM })).toBe(expected);
});

test('a redirect keeps the scheme that the application forwards (W5)', () => {
  const model = mesh(
    APPS + routes('one', '[{ redirect: { uri: /x } }]', { hosts: '[a]', gateways: '[mesh]' }),
  );
  const headers = { 'x-forwarded-proto': 'https' };
  expect(outcome(model, { url: 'http://a/', headers, ...FROM })).toBe('301 https://a/x');
});

test.each([
  ['e.com.', 'e.com:80'],
  ['x.e.net.', 'e.net:80'],
  ['a.default.svc.cluster.local.', 'a:8080'],
  ['a.default.', 'passed through to e.com:80'],
  ['v.com.', 'passed through to e.com:80'],
])(
  'a sidecar answers to the full name of a registered host with a dot, as in Host "%s" (W6)',
  (host, expected) => {
    const port = 'resolution: DNS, ports: [{ number: 80, name: http, protocol: HTTP }]';
    const model = mesh(
      APPS +
        serviceEntry('e', `{ hosts: [e.com], ${port} }`) +
        serviceEntry('wild', `{ hosts: ["*.e.net"], ${port}, endpoints: [{ address: e.net }] }`) +
        routes('one', '[{ directResponse: { status: 299 } }]', { hosts: '[v.com]', gateways: '[mesh]' }),
    );
    expect(outcome(model, { url: 'http://e.com/', headers: { host }, ...FROM })).toBe(expected);
  },
);
