import { ApiObject, Chart, Duration, Testing } from 'cdk8s';
import { Namespace } from 'cdk8s-plus-28';
import {
  DelegateVirtualService,
  DerivePort,
  Destination,
  FaultAbort,
  Gateway,
  GrpcStatus,
  HttpMethod,
  HttpRewrite,
  type HttpRoute,
  NamespaceReference,
  PathMatch,
  RetryOn,
  StringMatch,
  UnmatchedPreflights,
  VirtualService,
} from '../../lib';
import { newChart, newService, specOf } from '../support';

const to = Destination.host('shop');

/** The one HTTP route of a VirtualService, as it is written. */
function httpRouteOf(route: HttpRoute): unknown {
  const routes = new VirtualService(newChart(), 'routes', { hosts: ['shop.example.com'], http: [route] });
  return (specOf(routes) as { http: unknown[] }).http[0];
}

test('routes through a gateway to a Service', () => {
  const chart = newChart();
  const gateway = new Gateway(chart, 'gateway');
  const routes = new VirtualService(chart, 'routes', {
    metadata: { labels: { team: 'a' } },
    hosts: ['shop.example.com'],
    gateways: [gateway, Gateway.MESH],
    http: [{ to: newService(chart, 'shop') }],
    exportTo: ['.', 'istio-system'],
  });

  expect(ApiObject.of(routes).toJson()).toEqual({
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { labels: { team: 'a' }, name: 'test-routes', namespace: 'default' },
    spec: {
      exportTo: ['.', 'istio-system'],
      gateways: ['test-gateway', 'mesh'],
      hosts: ['shop.example.com'],
      http: [{ route: [{ destination: { host: 'shop', port: { number: 80 } } }] }],
    },
  });
  expect(routes.node.defaultChild).toBe(ApiObject.of(routes));
});

test('keeps routes in the order in which they were added', () => {
  const routes = new VirtualService(newChart(), 'routes', {
    hosts: ['shop'],
    http: [{ name: 'first', match: [{ path: PathMatch.exact('/a') }], to }],
  });
  routes.addHttpRoute({ name: 'second', match: [{ path: PathMatch.exact('/b') }], to });
  routes.addHttpRoute({ name: 'last', to });
  routes.addTlsRoute({ match: [{ sniHosts: ['shop'] }], to });
  routes.addTcpRoute({ to });

  expect(specOf(routes)).toMatchObject({
    http: [{ name: 'first' }, { name: 'second' }, { name: 'last' }],
    tls: [{ match: [{ sniHosts: ['shop'] }] }],
    tcp: [{ route: [{ destination: { host: 'shop' } }] }],
  });
});

describe('a match', () => {
  const matchOf = (match: NonNullable<HttpRoute['match']>[number]) =>
    (httpRouteOf({ match: [match], to }) as { match: unknown[] }).match[0];

  test.each([
    [PathMatch.exact('/a'), { uri: { exact: '/a' } }],
    [PathMatch.prefix('/a'), { uri: { prefix: '/a' } }],
    [PathMatch.regex('/a|/b'), { uri: { regex: '/a|/b' } }],
    [PathMatch.exact('/a', { ignoreCase: true }), { uri: { exact: '/a' }, ignoreUriCase: true }],
    [PathMatch.prefix('/a', { ignoreCase: true }), { uri: { prefix: '/a' }, ignoreUriCase: true }],
    [PathMatch.prefix('/a', { ignoreCase: false }), { uri: { prefix: '/a' } }],
  ])('on the path (%#)', (path, expected) => {
    expect(matchOf({ path })).toEqual(expected);
  });

  test('on everything else', () => {
    const chart = newChart();

    expect(
      matchOf({
        name: 'beta',
        method: HttpMethod.GET,
        scheme: StringMatch.exact('https'),
        authority: StringMatch.regex('shop\\..*'),
        headers: { 'x-group': StringMatch.exact('beta'), cookie: StringMatch.present() },
        withoutHeaders: { 'x-debug': StringMatch.present(), 'x-bot': StringMatch.prefix('yes') },
        queryParams: { page: StringMatch.regex('\\d+'), q: StringMatch.present() },
        port: 8080,
        sourceLabels: { app: 'web' },
        sourceNamespace: new Namespace(chart, 'web', { metadata: { name: 'web' } }),
        statPrefix: 'shop',
      }),
    ).toEqual({
      name: 'beta',
      method: { exact: 'GET' },
      scheme: { exact: 'https' },
      authority: { regex: 'shop\\..*' },
      headers: { 'x-group': { exact: 'beta' }, cookie: {} },
      withoutHeaders: { 'x-debug': {}, 'x-bot': { prefix: 'yes' } },
      queryParams: { page: { regex: '\\d+' }, q: {} },
      port: 8080,
      sourceLabels: { app: 'web' },
      sourceNamespace: 'web',
      statPrefix: 'shop',
    });
  });

  test('on plain strings, which stand for exact values', () => {
    expect(
      matchOf({
        method: 'POST',
        scheme: 'https',
        authority: 'shop.example.com',
        headers: { 'x-user': 'jason', 'x-empty': '' },
        withoutHeaders: { 'x-debug': 'yes' },
        queryParams: { page: '1' },
      }),
    ).toEqual({
      method: { exact: 'POST' },
      scheme: { exact: 'https' },
      authority: { exact: 'shop.example.com' },
      headers: { 'x-user': { exact: 'jason' }, 'x-empty': { exact: '' } },
      withoutHeaders: { 'x-debug': { exact: 'yes' } },
      queryParams: { page: { exact: '1' } },
    });
  });

  test('on a method of any kind, a namespace by name and gateways', () => {
    const gateway = Gateway.fromGatewayName(newChart(), 'edge', 'shared', { namespaceName: 'infra' });

    expect(matchOf({ method: StringMatch.regex('GET|HEAD'), sourceNamespace: 'web' })).toEqual({
      method: { regex: 'GET|HEAD' },
      sourceNamespace: 'web',
    });
    expect(
      matchOf({ sourceNamespace: NamespaceReference.fromNamespaceName(newChart(), 'ns', 'web') }),
    ).toEqual({
      sourceNamespace: 'web',
    });
    expect(matchOf({ gateways: [gateway, Gateway.MESH] })).toEqual({ gateways: ['infra/shared', 'mesh'] });
  });
});

describe('an HTTP route', () => {
  test.each<[string, HttpRoute, object]>([
    [
      'divides traffic by weight, with headers for one destination',
      {
        to: [
          { destination: Destination.host('shop', { port: 80, subset: 'v1' }), weight: 90 },
          {
            destination: Destination.host('shop', { port: 80, subset: 'v2' }),
            weight: 10,
            headers: { response: { set: { 'x-version': 'v2' } } },
          },
        ],
      },
      {
        route: [
          { destination: { host: 'shop', port: { number: 80 }, subset: 'v1' }, weight: 90 },
          {
            destination: { host: 'shop', port: { number: 80 }, subset: 'v2' },
            weight: 10,
            headers: { response: { set: { 'x-version': 'v2' } } },
          },
        ],
      },
    ],
    [
      'redirects',
      {
        redirect: {
          uri: '/new',
          authority: 'new.example.com',
          scheme: 'https',
          port: 8443,
          redirectCode: 308,
        },
      },
      {
        redirect: {
          uri: '/new',
          authority: 'new.example.com',
          scheme: 'https',
          port: 8443,
          redirectCode: 308,
        },
      },
    ],
    [
      'redirects to the port of the request',
      { redirect: { scheme: 'https', port: DerivePort.FROM_REQUEST_PORT } },
      { redirect: { scheme: 'https', derivePort: 'FROM_REQUEST_PORT' } },
    ],
    [
      'redirects to the port of the protocol',
      { redirect: { scheme: 'https', port: DerivePort.FROM_PROTOCOL_DEFAULT } },
      { redirect: { scheme: 'https', derivePort: 'FROM_PROTOCOL_DEFAULT' } },
    ],
    ['answers', { directResponse: { status: 204 } }, { directResponse: { status: 204 } }],
    [
      'answers with text',
      { directResponse: { status: 503, body: 'closed' } },
      { directResponse: { status: 503, body: { string: 'closed' } } },
    ],
    [
      'answers with bytes',
      { directResponse: { status: 200, body: Uint8Array.of(1, 2, 255) } },
      { directResponse: { status: 200, body: { bytes: 'AQL/' } } },
    ],
    [
      'rewrites the path',
      { to, rewrite: HttpRewrite.uri('/v2') },
      { route: [{ destination: { host: 'shop' } }], rewrite: { uri: '/v2' } },
    ],
    [
      'rewrites the path by pattern, and the authority',
      { to, rewrite: HttpRewrite.uriRegex('^/old/(.*)$', '/new/\\1', { authority: 'new' }) },
      {
        route: [{ destination: { host: 'shop' } }],
        rewrite: { uriRegexRewrite: { match: '^/old/(.*)$', rewrite: '/new/\\1' }, authority: 'new' },
      },
    ],
    [
      'rewrites the authority alone',
      { to, rewrite: HttpRewrite.authority('new') },
      { route: [{ destination: { host: 'shop' } }], rewrite: { authority: 'new' } },
    ],
    [
      'has a time limit and retries',
      {
        name: 'careful',
        to,
        timeout: Duration.minutes(1),
        retries: {
          attempts: 3,
          perTryTimeout: Duration.millis(1500),
          retryOn: [RetryOn.SERVER_ERROR, RetryOn.RESET, 409],
          retryRemoteLocalities: true,
          retryIgnorePreviousHosts: false,
          backoff: Duration.millis(50),
        },
      },
      {
        name: 'careful',
        route: [{ destination: { host: 'shop' } }],
        timeout: '1m',
        retries: {
          attempts: 3,
          perTryTimeout: '1500ms',
          retryOn: '5xx,reset,409',
          retryRemoteLocalities: true,
          retryIgnorePreviousHosts: false,
          backoff: '50ms',
        },
      },
    ],
    [
      'injects faults, into all requests unless told otherwise',
      {
        to,
        fault: {
          abort: FaultAbort.httpStatus(503, { percentage: 0.5 }),
          delay: { fixedDelay: Duration.hours(1) },
        },
      },
      {
        route: [{ destination: { host: 'shop' } }],
        fault: {
          abort: { httpStatus: 503, percentage: { value: 0.5 } },
          delay: { fixedDelay: '1h', percentage: { value: 100 } },
        },
      },
    ],
    [
      'injects faults of gRPC',
      { to, fault: { abort: FaultAbort.grpcStatus(GrpcStatus.UNAVAILABLE) } },
      {
        route: [{ destination: { host: 'shop' } }],
        fault: { abort: { grpcStatus: 'UNAVAILABLE', percentage: { value: 100 } } },
      },
    ],
    [
      'mirrors',
      {
        to,
        mirrors: [
          { destination: Destination.host('copy', { port: 81, subset: 'v2' }), percentage: 12.5 },
          { destination: Destination.host('all') },
        ],
      },
      {
        route: [{ destination: { host: 'shop' } }],
        mirrors: [
          { destination: { host: 'copy', port: { number: 81 }, subset: 'v2' }, percentage: { value: 12.5 } },
          { destination: { host: 'all' } },
        ],
      },
    ],
    [
      'mirrors in the older form',
      { to, mirror: { destination: Destination.host('copy', { subset: 'v2' }), percentage: 12.5 } },
      {
        route: [{ destination: { host: 'shop' } }],
        mirror: { host: 'copy', subset: 'v2' },
        mirrorPercentage: { value: 12.5 },
      },
    ],
    [
      'speaks CORS',
      {
        to,
        corsPolicy: {
          allowOrigins: ['https://a.example.com', StringMatch.regex('https://.*')],
          allowMethods: [HttpMethod.GET, '*'],
          allowHeaders: ['x-a'],
          exposeHeaders: ['x-b'],
          maxAge: Duration.days(1),
          allowCredentials: true,
          unmatchedPreflights: UnmatchedPreflights.IGNORE,
        },
      },
      {
        route: [{ destination: { host: 'shop' } }],
        corsPolicy: {
          allowOrigins: [{ exact: 'https://a.example.com' }, { regex: 'https://.*' }],
          allowMethods: ['GET', '*'],
          allowHeaders: ['x-a'],
          exposeHeaders: ['x-b'],
          maxAge: '24h',
          allowCredentials: true,
          unmatchedPreflights: 'IGNORE',
        },
      },
    ],
    [
      'changes headers',
      {
        to,
        headers: {
          request: { set: { 'x-a': '1' }, add: { 'x-b': '2' }, remove: ['x-c'] },
          response: { set: { 'x-d': '4' }, add: { 'x-e': '5' }, remove: ['x-f'] },
        },
      },
      {
        route: [{ destination: { host: 'shop' } }],
        headers: {
          request: { set: { 'x-a': '1' }, add: { 'x-b': '2' }, remove: ['x-c'] },
          response: { set: { 'x-d': '4' }, add: { 'x-e': '5' }, remove: ['x-f'] },
        },
      },
    ],
  ])('%s', (_, route, expected) => {
    expect(httpRouteOf(route)).toEqual(expected);
  });
});

test('a TLS route', () => {
  const gateway = Gateway.fromGatewayName(newChart(), 'edge', 'edge');
  const routes = new VirtualService(newChart(), 'routes', {
    hosts: ['db.example.com'],
    gateways: [gateway],
    tls: [
      {
        match: [
          {
            sniHosts: ['db.example.com'],
            port: 443,
            gateways: [gateway],
            destinationSubnets: ['10.0.0.0/8'],
          },
          { sniHosts: ['db.example.com'], sourceLabels: { app: 'web' }, sourceNamespace: 'web' },
        ],
        to: [
          { destination: Destination.host('db-1', { port: 5432 }), weight: 1 },
          { destination: Destination.host('db-2', { port: 5432 }), weight: 3 },
        ],
      },
    ],
  });

  expect(specOf(routes)).toEqual({
    hosts: ['db.example.com'],
    gateways: ['edge'],
    tls: [
      {
        match: [
          { sniHosts: ['db.example.com'], port: 443, gateways: ['edge'], destinationSubnets: ['10.0.0.0/8'] },
          { sniHosts: ['db.example.com'], sourceLabels: { app: 'web' }, sourceNamespace: 'web' },
        ],
        route: [
          { destination: { host: 'db-1', port: { number: 5432 } }, weight: 1 },
          { destination: { host: 'db-2', port: { number: 5432 } }, weight: 3 },
        ],
      },
    ],
  });
});

test('a TCP route', () => {
  const routes = new VirtualService(newChart(), 'routes', {
    hosts: ['db'],
    tcp: [
      {
        match: [
          {
            port: 5432,
            destinationSubnets: ['10.1.2.3'],
            sourceLabels: { app: 'web' },
            sourceNamespace: 'web',
          },
          { gateways: [Gateway.MESH] },
        ],
        to: newService(newChart(), 'db', [{ port: 5432 }]),
      },
    ],
  });

  expect(specOf(routes)).toEqual({
    hosts: ['db'],
    tcp: [
      {
        match: [
          {
            port: 5432,
            destinationSubnets: ['10.1.2.3'],
            sourceLabels: { app: 'web' },
            sourceNamespace: 'web',
          },
          { gateways: ['mesh'] },
        ],
        route: [{ destination: { host: 'db', port: { number: 5432 } } }],
      },
    ],
  });
});

describe('delegation', () => {
  const delegationOf = (delegate: HttpRoute['delegate']) =>
    (httpRouteOf({ delegate }) as { delegate: unknown }).delegate;

  test('the delegate has routes only', () => {
    const delegate = new DelegateVirtualService(newChart(), 'team', {
      metadata: { labels: { team: 'b' } },
      http: [{ match: [{ path: PathMatch.prefix('/team/a') }], to }],
      exportTo: ['edge'],
    });
    delegate.addHttpRoute({ to: Destination.host('rest') });

    expect(Testing.synth(Chart.of(delegate))).toEqual([
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'VirtualService',
        metadata: { labels: { team: 'b' }, name: 'test-team', namespace: 'default' },
        spec: {
          exportTo: ['edge'],
          http: [
            { match: [{ uri: { prefix: '/team/a' } }], route: [{ destination: { host: 'shop' } }] },
            { route: [{ destination: { host: 'rest' } }] },
          ],
        },
      },
    ]);
  });

  test('to a delegate in the same namespace, in another, and elsewhere in the cluster', () => {
    const chart = newChart();

    expect(delegationOf(new DelegateVirtualService(chart, 'team'))).toEqual({ name: 'test-team' });
    expect(delegationOf(new DelegateVirtualService(newChart('a'), 'team'))).toEqual({
      name: 'test-team',
      namespace: 'a',
    });
    expect(delegationOf(DelegateVirtualService.fromVirtualServiceName(chart, 'b', 'b'))).toEqual({
      name: 'b',
    });
    expect(
      delegationOf(
        DelegateVirtualService.fromVirtualServiceName(chart, 'c', 'c', { namespaceName: 'team-c' }),
      ),
    ).toEqual({ name: 'c', namespace: 'team-c' });
  });
});
