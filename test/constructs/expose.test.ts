import { Chart, Duration, Testing } from 'cdk8s';
import { EchoServer, Gateway, HttpRewrite, MeshApp, PathMatch, Server, ServerTls } from '../../lib';
import { errorsOf, mistakesOf, newChart, newService, specOf } from '../support';

const newGateway = (...servers: Server[]) => new Gateway(newChart(), 'gateway', { servers });
const http = (...hosts: string[]) => Server.http({ hosts });

test('a Service for one host', () => {
  const gateway = newGateway(http('shop.example.com', 'api.example.com'));
  const routes = gateway.expose(newService(Chart.of(gateway), 'shop'), { host: 'shop.example.com' });

  expect(routes.name).toBe('test-gateway-shop-example-com');
  expect(routes.metadata.namespace).toBe('default');
  expect(specOf(routes)).toEqual({
    hosts: ['shop.example.com'],
    gateways: ['test-gateway'],
    http: [{ route: [{ destination: { host: 'shop', port: { number: 80 } } }] }],
  });
  expect(mistakesOf(gateway)).toEqual([]);
});

test('all hosts that the servers for HTTP and HTTPS serve, and those that are added later', () => {
  const gateway = newGateway(
    http('a.com', './b.com', 'other/c.com'),
    Server.httpsRedirect({ hosts: ['d.com'], port: 8080 }),
    Server.tlsPassthrough({ hosts: ['e.com'] }),
  );
  const routes = gateway.expose(new EchoServer(Chart.of(gateway), 'echo'));
  gateway.addServer(
    Server.https({ hosts: ['a.com', 'f.com'], port: 8443, tls: ServerTls.simple({ credentialName: 'a' }) }),
  );

  expect(routes.name).toBe('test-gateway-routes');
  expect(specOf(routes)).toMatchObject({ hosts: ['a.com', 'b.com', 'f.com'] });
});

test('a path with everything below it', () => {
  const gateway = newGateway(http('*'));
  const routes = gateway.expose(newService(Chart.of(gateway), 'api'), {
    path: '/api/',
    rewrite: HttpRewrite.uri('/'),
    timeout: Duration.seconds(5),
  });

  expect(specOf(routes)).toMatchObject({
    http: [
      {
        match: [{ uri: { exact: '/api' } }, { uri: { prefix: '/api/' } }],
        rewrite: { uri: '/' },
        timeout: '5s',
      },
    ],
  });
});

test('the paths of a host are routes of one VirtualService, the longest first', () => {
  const gateway = newGateway(http('*.example.com'));
  const chart = Chart.of(gateway);
  const host = 'shop.example.com';
  const paths = [
    undefined,
    '/a',
    PathMatch.prefix('/a/bc'),
    '/a/b',
    PathMatch.exact('/'),
    PathMatch.regex('/v.'),
  ];
  const all = paths.map((path, i) => gateway.expose(newService(chart, `s${i}`), { host, path }));
  all[0]?.addHttpRoute({ match: [{ path: PathMatch.prefix('/z') }], to: newService(chart, 'last') });

  expect(new Set(all).size).toBe(1);
  const { http: routes } = specOf(all[0] as never) as {
    http: { route: [{ destination: { host: string } }] }[];
  };
  expect(routes.map(({ route }) => route[0].destination.host)).toEqual([
    's4',
    's5',
    's2',
    's3',
    's1',
    's0',
    'last',
  ]);
});

test('each host has a VirtualService of its own', () => {
  const gateway = newGateway(http('*'));
  const service = newService(Chart.of(gateway), 'api');
  const hosts = ['a.b.com', 'a-b.com', '*.b.com', '*'];

  expect(hosts.map((host) => gateway.expose(service, { host }).name)).toEqual([
    'test-gateway-a-b-com',
    'test-gateway-a-b-com-2',
    'test-gateway-any-b-com',
    'test-gateway-any',
  ]);
  expect(errorsOf(gateway)).toEqual([]);
});

describe('refuses', () => {
  test('a host that the gateway does not serve', () => {
    const gateway = newGateway(http('a.com', '*.b.com'), Server.tlsPassthrough({ hosts: ['c.com'] }));
    gateway.expose(newService(Chart.of(gateway), 'api'), { host: 'c.com' });

    expect(mistakesOf(gateway)).toEqual([
      '[test/gateway/c-com] VirtualService "test-gateway-c-com": spec.hosts[0] "c.com" is not served by Gateway "test-gateway" with HTTP or HTTPS, whose hosts are: a.com, *.b.com; use one of them, or add a server for the host [IST9043]',
    ]);
  });

  test('a gateway that serves no HTTP', () => {
    const gateway = newGateway(Server.tlsPassthrough({ hosts: ['c.com'] }));
    gateway.expose(newService(Chart.of(gateway), 'api'));

    expect(mistakesOf(gateway)[0]).toBe(
      '[test/gateway/routes] VirtualService "test-gateway-routes": spec.hosts are not known, because Gateway "test-gateway" has no server for HTTP or HTTPS; add one [IST9043]',
    );
  });

  test.each([
    ['path "/a" of host "a.com"', 'a.com', '/a'],
    ['every path of host "a.com"', 'a.com', undefined],
    ['the path of its hosts', undefined, PathMatch.exact('/a')],
  ])('%s, the second time', (shown, host, path) => {
    const gateway = newGateway(http('a.com'));
    const service = newService(Chart.of(gateway), 'api');
    gateway.expose(service, { host, path });

    expect(() => gateway.expose(service, { host, path })).toThrow(
      new Error(
        `[test/gateway] Gateway "test-gateway": ${shown} is exposed already; choose another path or host [IST9023]`,
      ),
    );
  });
});

test('MeshApp finds nothing wrong with it', () => {
  const app = new MeshApp({ outdir: Testing.app().outdir });
  const gateway = new Gateway(newChart('default', app), 'gateway', { servers: [http('*')] });
  gateway.expose(new EchoServer(Chart.of(gateway), 'echo'), { host: 'echo.example.com', path: '/' });
  const warn = jest.spyOn(process.stderr, 'write').mockReturnValue(true);

  expect(() => app.synth()).not.toThrow();
  expect(warn).not.toHaveBeenCalled();
  warn.mockRestore();
});
