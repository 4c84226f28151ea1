import { ApiObject, Duration, JsonPatch } from 'cdk8s';
import {
  DelegateVirtualService,
  Destination,
  FaultAbort,
  Gateway,
  type GrpcStatus,
  type HttpMethod,
  HttpRewrite,
  type HttpRoute,
  type IGateway,
  PathMatch,
  RetryOn,
  StringMatch,
  VirtualService,
  type VirtualServiceProps,
} from '../../lib';
import { mistakeTextsOf, newChart } from '../support';

const to = Destination.host('shop');
const chart = newChart();
const edge = Gateway.fromGatewayName(chart, 'edge', 'edge');
const path = (prefix: string) => [{ path: PathMatch.prefix(prefix) }];

function mistakesIn(props: VirtualServiceProps): string[] {
  const routes = new VirtualService(newChart(), 'routes', props);
  return mistakeTextsOf(routes).map((line) =>
    line.replace('[test/routes] VirtualService "test-routes": spec.', ''),
  );
}

/** Mistakes in HTTP routes at a gateway. */
function mistakesInHttp(...http: HttpRoute[]): string[] {
  return mistakesIn({ hosts: ['shop.example.com'], gateways: [edge], http });
}

test('names the construct, the object and the field', () => {
  const routes = new VirtualService(newChart(), 'routes', {
    hosts: ['shop'],
    http: [{ to, match: path('api') }],
  });

  expect(mistakeTextsOf(routes)).toEqual([
    '[test/routes] VirtualService "test-routes": spec.http[0].match[0].uri.prefix ' +
      '"api" does not begin with "/", as every path does; write "/api"',
  ]);
});

describe('the object', () => {
  const http = [{ to }];

  test.each<[string, VirtualServiceProps, string[]]>([
    [
      'no host',
      { hosts: [], http },
      ['hosts is empty, so no request is routed; add hosts, or "*" at a gateway'],
    ],
    ['no route', { hosts: ['shop'] }, ['http is empty, and so are spec.tls and spec.tcp; add a route']],
    [
      '* in the mesh',
      { hosts: ['*'], http },
      ['hosts[0] "*" is for gateways only; in the mesh, name the hosts that clients call'],
    ],
    ['* at a gateway', { hosts: ['*'], gateways: [edge], http }, []],
    [
      '* at a gateway and in the mesh',
      { hosts: ['*'], gateways: [edge, Gateway.MESH], http },
      ['hosts[0] "*" is for gateways only; in the mesh, name the hosts that clients call'],
    ],
    [
      'a short name at a gateway',
      { hosts: ['shop'], gateways: [edge], http },
      [
        'hosts[0] "shop" means shop.<namespace>.svc.cluster.local, which no client of a gateway asks for; ' +
          'write the name that clients use',
      ],
    ],
    [
      'a short name at a gateway and in the mesh',
      { hosts: ['shop'], gateways: [edge, Gateway.MESH], http },
      [],
    ],
    ['an IP address', { hosts: ['10.0.0.1', 'fd00::1'], gateways: [edge], http }, []],
    [
      'what is no host name',
      { hosts: ['shop.example.com:80'], http },
      [
        'hosts[0] "shop.example.com:80" is not a host name; write a name such as "shop.example.com", "*.example.com" or "*"',
      ],
    ],
    [
      'a wildcard in the middle',
      { hosts: ['shop.*.com'], http },
      [
        'hosts[0] "shop.*.com" is not a host name; write a name such as "shop.example.com", "*.example.com" or "*"',
      ],
    ],
    [
      'hosts that overlap',
      { hosts: ['a.example.com', '*.example.com'], http },
      ['hosts[1] "*.example.com" overlaps spec.hosts[0] "a.example.com"; keep one of them'],
    ],
    ['hosts that do not', { hosts: ['example.com', '*.example.com'], http }, []],
    [
      'no gateway in the list',
      { hosts: ['shop'], gateways: [], http },
      ['gateways is empty, which means calls inside the mesh; add gateways, or remove the field'],
    ],
    [
      'a gateway with a dot',
      { hosts: ['shop.example.com'], gateways: [Gateway.fromGatewayName(chart, 'dot', 'edge.infra')], http },
      ['gateways[0] "edge.infra" is the older form of "infra/edge"; write the newer form'],
    ],
    [
      'exportTo twice',
      { hosts: ['shop'], http, exportTo: ['a', 'a'] },
      ['exportTo[1] "a" appears twice; remove one'],
    ],
    [
      'exportTo * and another',
      { hosts: ['shop'], http, exportTo: ['*', '.'] },
      ['exportTo[0] "*" exports to every namespace; remove it, or all other entries'],
    ],
    [
      'exportTo what is no namespace',
      { hosts: ['shop'], http, exportTo: ['team_a'] },
      [
        'exportTo[0] "team_a" is not a DNS label; use at most 63 letters, digits and "-", with a letter or digit at both ends',
      ],
    ],
    [
      'exportTo the own namespace by name and by sign',
      { hosts: ['shop'], http, exportTo: ['.', 'default'] },
      ['exportTo[1] "default" appears twice; remove one'],
    ],
    ['exportTo the own namespace and another', { hosts: ['shop'], http, exportTo: ['.', 'a'] }, []],
    [
      'a name that Kubernetes refuses',
      { metadata: { name: 'Shop' }, hosts: ['shop'], http },
      [
        '[test/routes] VirtualService "Shop": metadata.name "Shop" is not a Kubernetes name; ' +
          'use lower-case letters, digits, "-" and ".", with a letter or digit at both ends',
      ],
    ],
  ])('%s', (_, props, mistakes) => {
    expect(mistakesIn(props)).toEqual(mistakes);
  });
});

describe('the actions of a route', () => {
  const never = (a: string, b: string) => `http[0].${a} has no effect in a route with ${b}`;

  test.each<[string, HttpRoute, string[]]>([
    ['none', {}, ['http[0] has no route, redirect, directResponse or delegate; add one of them']],
    [
      'redirect and destination',
      { redirect: { uri: '/' }, to },
      [`${never('route', 'redirect')}; keep one of them`],
    ],
    [
      'redirect and direct response',
      { redirect: { uri: '/' }, directResponse: { status: 200 } },
      [`${never('directResponse', 'redirect')}; keep one of them`],
    ],
    [
      'direct response and destination',
      { directResponse: { status: 200 }, to },
      [`${never('route', 'directResponse')}; keep one of them`],
    ],
    [
      'redirect with what is for destinations',
      {
        redirect: { uri: '/' },
        rewrite: HttpRewrite.uri('/'),
        timeout: Duration.seconds(1),
        retries: { attempts: 1 },
        fault: { abort: FaultAbort.httpStatus(500) },
        mirrors: [{ destination: to }],
      },
      ['rewrite', 'timeout', 'retries', 'fault', 'mirrors'].map(
        (name) => `${never(name, 'redirect')}; remove it`,
      ),
    ],
    [
      'a redirect to nowhere',
      { redirect: {} },
      [
        'http[0].redirect changes nothing, so it redirects a request to itself; set uri, authority, scheme or port',
      ],
    ],
    [
      'a redirect to a whole address',
      { redirect: { uri: 'https://x/y', authority: 'x:8080' } },
      ['http[0].redirect.uri "https://x/y" does not begin with "/", as every path does; write the path only'],
    ],
    ['a redirect with an empty list of mirrors', { redirect: { uri: '/' }, mirrors: [] }, []],
    [
      'a direct response with a timeout',
      { directResponse: { status: 200 }, timeout: Duration.seconds(1) },
      [`${never('timeout', 'directResponse')}; remove it`],
    ],
    [
      'a redirect to no port',
      { redirect: { port: 0 } },
      ['http[0].redirect.port 0 is not a port; use a whole number from 1 to 65535'],
    ],
    [
      'a redirect with an odd code',
      { redirect: { uri: '/', redirectCode: 304 as 301 } },
      [
        'http[0].redirect.redirectCode 304 is not a status that Istio redirects with; use one of 301, 302, 303, 307, 308',
      ],
    ],
    [
      'a redirect with an odd scheme',
      { redirect: { scheme: 'ftp' as 'http' } },
      ['http[0].redirect.scheme "ftp" is not a scheme; use "http" or "https"'],
    ],
    [
      'an answer that is not final',
      { directResponse: { status: 100 } },
      ['http[0].directResponse.status 100 is not a final HTTP status; use a whole number from 200 to 599'],
    ],
    [
      'a long answer',
      { directResponse: { status: 200, body: 'ä'.repeat(1024 * 512 + 1) } },
      ['http[0].directResponse.body has 1048578 bytes; Istio allows at most 1048576'],
    ],
    [
      'the longest answer',
      { directResponse: { status: 200, body: new Uint8Array(1024 * 1024) } },
      [
        'http[0].directResponse.body has 1048576 bytes, which istiod sends to every proxy; let a workload serve a body of more than 102400 bytes',
      ],
    ],
    [
      'an empty list of destinations',
      { to: [] },
      ['http[0].route is empty, so the traffic has no destination; add one'],
    ],
  ])('%s', (_, route, mistakes) => {
    expect(mistakesInHttp(route)).toEqual(mistakes);
  });

  test('a delegate cannot delegate', () => {
    const delegate = new DelegateVirtualService(newChart(), 'team', {
      http: [{ delegate: DelegateVirtualService.fromVirtualServiceName(chart, 'other', 'other') }],
    });

    expect(mistakeTextsOf(delegate)).toEqual([
      '[test/team] VirtualService "test-team": spec.http[0].delegate is not followed, because ' +
        'a delegate cannot delegate; name it in the VirtualService that has the hosts',
    ]);
  });
});

describe('weights', () => {
  const a = Destination.host('a');
  const b = Destination.host('b');

  test.each<[string, HttpRoute['to'], string[]]>([
    [
      'in proportion',
      [
        { destination: a, weight: 1 },
        { destination: b, weight: 2 },
      ],
      [],
    ],
    [
      'with a destination that waits',
      [
        { destination: a, weight: 100 },
        { destination: b, weight: 0 },
      ],
      [],
    ],
    ['none for the only destination', [{ destination: a }], []],
    [
      'missing',
      [{ destination: a, weight: 100 }, { destination: b }],
      ['http[0].route[1].weight is missing, so this destination gets no traffic; set the weight'],
    ],
    [
      'that add up to nothing',
      [
        { destination: a, weight: 0 },
        { destination: b, weight: 0 },
      ],
      ['http[0].route has weights that add up to 0; give at least one destination a weight above 0'],
    ],
    [
      'negative',
      [
        { destination: a, weight: 110 },
        { destination: b, weight: -10 },
      ],
      ['http[0].route[1].weight -10 is not a weight; use a whole number from 0'],
    ],
    [
      'in parts',
      [
        { destination: a, weight: 99.5 },
        { destination: b, weight: 1 },
      ],
      ['http[0].route[0].weight 99.5 is not a weight; use a whole number from 0'],
    ],
    [
      '0 for the only destination',
      [{ destination: a, weight: 0 }],
      [
        'http[0].route[0].weight 0 is ignored, because the only destination gets all the traffic; remove the weight',
      ],
    ],
  ])('%s', (_, destinations, mistakes) => {
    expect(mistakesInHttp({ to: destinations })).toEqual(mistakes);
  });
});

describe('a match', () => {
  const regexError = (reason: string) =>
    `is not a regular expression in the RE2 syntax that Envoy reads: ${reason}`;

  test.each<[string, NonNullable<HttpRoute['match']>[number], string[]]>([
    [
      'a path without /',
      { path: PathMatch.exact('api') },
      ['uri.exact "api" does not begin with "/", as every path does; write "/api"'],
    ],
    [
      'an empty prefix',
      { path: PathMatch.prefix('') },
      ['uri.prefix "" does not begin with "/", as every path does; write "/"'],
    ],
    [
      'a path with a query',
      { path: PathMatch.exact('/api?page=1') },
      [
        'uri.exact "/api?page=1" never matches, because paths are compared without query and fragment; write the path only, and match queryParams',
      ],
    ],
    [
      'a star in a prefix',
      { path: PathMatch.prefix('/api/*') },
      ['uri.prefix "/api/*" has "*" where Istio compares it literally; write "/api/" as a prefix'],
    ],
    [
      'a regular expression in an exact path',
      { path: PathMatch.exact('/api/.*') },
      ['uri.exact "/api/.*" has "*" where Istio compares it literally; write "/api/" as a prefix'],
    ],
    [
      'a star amid a path',
      { path: PathMatch.prefix('/users/*/posts') },
      ['uri.prefix "/users/*/posts" has "*" where Istio compares it literally; write a regex'],
    ],
    [
      'a star in an authority',
      { authority: StringMatch.exact('*.example.com') },
      ['authority.exact "*.example.com" has "*" where Istio compares it literally; write a regex'],
    ],
    [
      'look-ahead, which only JavaScript knows',
      { path: PathMatch.regex('/(?!admin).*') },
      [`uri.regex "/(?!admin).*" ${regexError('invalid or unsupported Perl syntax: `(?!`')}`],
    ],
    [
      'a back-reference',
      { headers: { 'x-a': StringMatch.regex('(a)\\1') } },
      [`headers.x-a.regex "(a)\\1" ${regexError('invalid escape sequence: `\\1`')}`],
    ],
    [
      'an open bracket',
      { queryParams: { q: StringMatch.regex('[a-') } },
      [`queryParams.q.regex "[a-" ${regexError('missing closing ]: `[a-`')}`],
    ],
    ['what only RE2 knows', { path: PathMatch.regex('(?i)/\\pL+(?P<id>\\d+)\\z') }, []],
    [
      'an empty pattern',
      { authority: StringMatch.regex('') },
      ['authority.regex is an empty regular expression; remove the condition, or write ".*" for any value'],
    ],
    [
      'a long pattern',
      { scheme: StringMatch.regex('a'.repeat(1025)) },
      ['scheme.regex is a regular expression of 1025 bytes; Istio allows at most 1024'],
    ],
    [
      'an empty prefix of a header',
      { headers: { a: StringMatch.prefix('') } },
      ['headers.a.prefix is empty, which Istio refuses; remove the condition'],
    ],
    [
      'a method in lower case',
      { method: StringMatch.exact('get') },
      ['method.exact "get" never matches, because methods are upper case; write "GET"'],
    ],
    [
      'a header with a blank',
      { withoutHeaders: { 'x a': StringMatch.present() } },
      ['withoutHeaders["x a"] "x a" is not the name of a header; use letters, digits and "-"'],
    ],
    [
      'a parameter without name',
      { queryParams: { '': StringMatch.present() } },
      ['queryParams has a parameter without a name; add the name'],
    ],
    [
      'a claim',
      {
        headers: {
          '@request.auth.claims.groups': StringMatch.exact('dev'),
          '@request.auth.claims[a][b]': StringMatch.prefix('x'),
        },
      },
      [],
    ],
    [
      'a claim without a name',
      { headers: { '@request.auth.claims': StringMatch.exact('dev') } },
      [
        'headers["@request.auth.claims"] "@request.auth.claims" is not a claim; write "@request.auth.claims." followed by the name of the claim',
      ],
    ],
    ['a pseudo-header', { headers: { ':path': StringMatch.prefix('/a') } }, []],
    ['any value of an absent header', { withoutHeaders: { a: StringMatch.regex('*') } }, []],
    [
      'a scheme in upper case',
      { scheme: StringMatch.exact('HTTPS') },
      ['scheme.exact "HTTPS" never matches; use "http" or "https"'],
    ],
    [
      'labels that are none',
      { sourceLabels: { 'a b': 'c', app: 'd!' } },
      [
        'sourceLabels has the key "a b", which is not the name of a label; write "name" or "prefix/name"',
        'sourceLabels.app "d!" is not the value of a label; use at most 63 letters, digits, "-", "_" and ".", with a letter or digit at both ends',
      ],
    ],
    [
      'a port out of range',
      { port: 70000 },
      ['port 70000 is not a port; use a whole number from 1 to 65535'],
    ],
    [
      'a namespace that is none',
      { sourceNamespace: 'team_a' },
      [
        'sourceNamespace "team_a" is not a DNS label; use at most 63 letters, digits and "-", with a letter or digit at both ends',
      ],
    ],
    [
      'a gateway that the VirtualService is not bound to',
      { gateways: [Gateway.MESH] },
      [
        'gateways[0] "mesh" is not among the gateways of the VirtualService (edge), so the condition never holds; add it there',
      ],
    ],
    [
      'labels beside gateways',
      { gateways: [edge], sourceLabels: { app: 'web' }, sourceNamespace: 'web' },
      [
        'sourceLabels is ignored in a match that names gateways; write two matches, one with each',
        'sourceNamespace is ignored in a match that names gateways; write two matches, one with each',
      ],
    ],
  ])('%s', (_, match, mistakes) => {
    expect(mistakesInHttp({ match: [match], to })).toEqual(
      mistakes.map((mistake) => `http[0].match[0].${mistake}`),
    );
  });

  test('a claim in a delegate', () => {
    const match = [{ headers: { '@request.auth.claims.groups': StringMatch.exact('dev') } }];
    const delegate = new DelegateVirtualService(newChart(), 'team', { http: [{ match, to }] });

    expect(mistakeTextsOf(delegate)).toEqual([
      '[test/team] VirtualService "test-team": spec.http[0].match[0].headers["@request.auth.claims.groups"] ' +
        'is a claim, which only gateways can match; use it in a VirtualService that is bound to gateways only',
    ]);
  });

  test('a claim in the mesh', () => {
    const match = [{ headers: { '@request.auth.claims.groups': StringMatch.exact('dev') } }];

    expect(mistakesIn({ hosts: ['shop'], http: [{ match, to }] })).toEqual([
      'http[0].match[0].headers["@request.auth.claims.groups"] is a claim, which only gateways can match; ' +
        'use it in a VirtualService that is bound to gateways only',
    ]);
  });
});

describe('what happens on the way', () => {
  test.each<[string, HttpRoute, string[]]>([
    [
      'a timeout of zero',
      { timeout: Duration.seconds(0) },
      ['timeout "0s" is not a duration of at least 1ms in whole milliseconds; remove it for no timeout'],
    ],
    ['the shortest timeout', { timeout: Duration.millis(1) }, []],
    [
      'a timeout in parts of milliseconds',
      { timeout: Duration.millis(1.5) },
      ['timeout "1.5ms" is not a duration of at least 1ms in whole milliseconds; remove it for no timeout'],
    ],
    [
      'tries that outlast the timeout',
      { timeout: Duration.seconds(1), retries: { attempts: 1, perTryTimeout: Duration.seconds(2) } },
      [
        'retries.perTryTimeout "2s" is longer than the timeout "1s" of the route, which ends all tries; shorten it',
      ],
    ],
    ['retries that are off', { retries: { attempts: 0 } }, []],
    [
      'retries that are off, with conditions',
      { retries: { attempts: 0, retryOn: [RetryOn.RESET] } },
      ['retries.retryOn has no effect with attempts 0; remove it, or raise attempts'],
    ],
    [
      'a negative number of retries',
      { retries: { attempts: -1 } },
      ['retries.attempts -1 is not a number of retries; use a whole number from 0'],
    ],
    [
      'retries on no status',
      { retries: { attempts: 1, retryOn: [799] } },
      [
        expect.stringContaining(
          'retries.retryOn "799" is not a retry condition; use HTTP status codes, 5xx,',
        ),
      ],
    ],
    [
      'retries on a typing error',
      { retries: { attempts: 1, retryOn: ['5XX' as RetryOn] } },
      [expect.stringContaining('retries.retryOn "5XX" is not a retry condition;')],
    ],
    [
      'no backoff',
      { retries: { attempts: 1, backoff: Duration.millis(0) } },
      [
        'retries.backoff "0ms" is not a duration of at least 1ms in whole milliseconds; write one such as "5s"',
      ],
    ],
    ['no fault', { fault: {} }, ['fault injects no fault; set abort or delay']],
    [
      'faults for more than everybody',
      { fault: { abort: FaultAbort.httpStatus(500, { percentage: 101 }) } },
      ['fault.abort.percentage 101 is not a percentage; use 0, or a number from 0.0001 to 100'],
    ],
    [
      'faults that are too rare',
      { fault: { delay: { fixedDelay: Duration.seconds(1), percentage: 0.00001 } } },
      ['fault.delay.percentage 0.00001 is not a percentage; use 0, or a number from 0.0001 to 100'],
    ],
    [
      'a fault with an odd status',
      { fault: { abort: FaultAbort.httpStatus(99) } },
      ['fault.abort.httpStatus 99 is not a final HTTP status; use a whole number from 200 to 599'],
    ],
    [
      'a fault with an odd gRPC status',
      { fault: { abort: FaultAbort.grpcStatus('BUSY' as GrpcStatus) } },
      [
        expect.stringContaining(
          'fault.abort.grpcStatus "BUSY" is not a gRPC status; use one of OK, CANCELLED,',
        ),
      ],
    ],
    [
      'no delay',
      { fault: { delay: { fixedDelay: Duration.seconds(0) } } },
      [
        'fault.delay.fixedDelay "0s" is not a duration of at least 1ms in whole milliseconds; write one such as "5s"',
      ],
    ],
    [
      'a mirror for many',
      { mirrors: [{ destination: Destination.host('*'), percentage: -1 }] },
      [
        'mirrors[0].destination.host "*" means every host; name one host',
        'mirrors[0].percentage -1 is not a percentage; use 0, or a number from 0.0001 to 100',
      ],
    ],
    [
      'a rewrite of nothing',
      { rewrite: HttpRewrite.authority('') },
      ['rewrite rewrites nothing; set uri, uriRegexRewrite or authority'],
    ],
    [
      'a rewrite to nothing',
      { rewrite: HttpRewrite.uriRegex('/(a', '') },
      [
        'rewrite.uriRegexRewrite.match "/(a" is not a regular expression in the RE2 syntax that Envoy reads: missing closing ): `/(a`',
        'rewrite.uriRegexRewrite.rewrite is empty; write the new path, with \\1, \\2 for the groups',
      ],
    ],
    [
      'CORS for nobody',
      { corsPolicy: { allowOrigins: [] } },
      ['corsPolicy.allowOrigins is empty, so no origin is allowed; add one'],
    ],
    [
      'CORS with mistakes',
      {
        corsPolicy: {
          allowOrigins: [StringMatch.present(), StringMatch.regex('(')],
          allowMethods: ['get' as HttpMethod],
          allowHeaders: ['x a'],
          exposeHeaders: ['x b'],
          maxAge: Duration.millis(1500),
        },
      },
      [
        'corsPolicy.allowOrigins[0] has no value; set exact, prefix or regex',
        'corsPolicy.allowOrigins[1].regex "(" is not a regular expression in the RE2 syntax that Envoy reads: missing closing ): `(`',
        'corsPolicy.allowMethods[0] "get" is not a method; use CONNECT, DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT, TRACE, *, in upper case',
        'corsPolicy.allowHeaders[0] "x a" is not the name of a header; use letters, digits and "-"',
        'corsPolicy.exposeHeaders[0] "x b" is not the name of a header; use letters, digits and "-"',
        'corsPolicy.maxAge "1500ms" is not in whole seconds, which browsers count in; round it',
      ],
    ],
    [
      'headers with mistakes',
      {
        headers: {
          request: { set: { 'x-a': '50%', ':path': '/' }, add: { 'x b': 'b' }, remove: ['Host'] },
          response: { set: { host: 'x', 'x-c': 'a\nb' } },
        },
      },
      [
        'headers.request.set[":path"] ":path" cannot be changed here; rewrite the authority, or set it on the request',
        'headers.request.set.x-a "50%" has a single "%"; write "%%" for a percent sign',
        'headers.request.add["x b"] "x b" is not the name of a header; use letters, digits and "-"',
        'headers.request.remove[0] "Host" cannot be changed here; rewrite the authority, or set it on the request',
        'headers.response.set.host "host" cannot be changed here; rewrite the authority, or set it on the request',
        'headers.response.set.x-c "a\\nb" has control characters; remove them',
      ],
    ],
    [
      'a command with arguments',
      { headers: { request: { set: { a: '%START_TIME(%s)% %REQ(X-A) %' } } } },
      [],
    ],
    [
      'a new path that is none',
      { rewrite: HttpRewrite.uri('v2', { authority: 'https://a' }) },
      [
        'rewrite.uri "v2" does not begin with "/", as every path does; write the path only',
        'rewrite.authority "https://a" is not a host; write a name, followed by ":" and a port if needed',
      ],
    ],
    ['retries on nothing in particular', { retries: { attempts: 1, retryOn: [] } }, []],
    ['headers without', { headers: { request: { set: { Host: 'x', 'x-a': '50%% of %PROTOCOL%' } } } }, []],
    [
      'two new authorities',
      { rewrite: HttpRewrite.authority('a'), headers: { request: { set: { Host: 'b' } } } },
      ['headers.request.set.Host changes the host, which rewrite.authority also changes; keep one of them'],
    ],
  ])('%s', (_, route, mistakes) => {
    expect(mistakesInHttp({ to, ...route })).toEqual(
      mistakes.map((mistake) => (typeof mistake === 'string' ? `http[0].${mistake}` : mistake)),
    );
  });

  test('headers of one destination', () => {
    const headers = { request: { remove: [':path'] } };

    expect(mistakesInHttp({ to: [{ destination: to, headers }] })).toEqual([
      'http[0].route[0].headers.request.remove[0] ":path" cannot be changed here; ' +
        'rewrite the authority, or set it on the request',
    ]);
  });
});

describe('a route that is never reached', () => {
  const never = (later: number, ...earlier: number[]) =>
    `http[${later}] is never reached, because ${earlier.map((i) => `spec.http[${i}]`).join(' and ')} before it ` +
    `${earlier.length === 1 ? 'takes' : 'together take'} all traffic that it matches; move it up, or remove it`;
  const exact = (value: string) => [{ path: PathMatch.exact(value) }];
  const header = (value: StringMatch) => [{ headers: { 'x-a': value } }];

  test.each<[string, HttpRoute['match'], HttpRoute['match'], boolean]>([
    ['everything, then a path', undefined, path('/api'), true],
    ['everything, then everything', undefined, undefined, true],
    ['an empty match, then a path', [{}], path('/api'), true],
    ['prefix /, then a header', path('/'), header(StringMatch.present()), true],
    ['regex .*, then a path', [{ path: PathMatch.regex('.*') }], exact('/a'), true],
    ['a path, then everything', path('/api'), undefined, false],
    // A note of check, which synthesis does not print.
    ['a prefix, then a longer one', path('/api'), path('/api/v2'), false],
    ['a prefix, then a word that begins with it', path('/api'), exact('/apiary'), true],
    ['a prefix, then a shorter one', path('/api/v2'), path('/api'), false],
    ['a prefix, then another', path('/a'), path('/b'), false],
    [
      'a prefix in any case, then one in upper case',
      [{ path: PathMatch.prefix('/api', { ignoreCase: true }) }],
      path('/API/x'),
      true,
    ],
    [
      'a prefix in lower case, then one in any case',
      path('/api'),
      [{ path: PathMatch.prefix('/api', { ignoreCase: true }) }],
      false,
    ],
    [
      'an exact path, then the same in any case',
      exact('/a'),
      [{ path: PathMatch.exact('/a', { ignoreCase: true }) }],
      false,
    ],
    [
      'a pattern, then the same',
      [{ path: PathMatch.regex('/a+') }],
      [{ path: PathMatch.regex('/a+') }],
      true,
    ],
    [
      'a pattern, then another',
      [{ path: PathMatch.regex('/a+') }],
      [{ path: PathMatch.regex('/b+') }],
      false,
    ],
    [
      'a header, then the same on a path',
      header(StringMatch.exact('1')),
      [{ path: PathMatch.exact('/a'), headers: { 'x-a': StringMatch.exact('1') } }],
      true,
    ],
    ['a header, then another value', header(StringMatch.exact('1')), header(StringMatch.exact('2')), false],
    ['any header, then a value', header(StringMatch.present()), header(StringMatch.exact('2')), true],
    ['any header, then everything', header(StringMatch.present()), undefined, false],
    [
      'an absent header, then one with a value',
      [{ withoutHeaders: { a: StringMatch.present() } }],
      [{ withoutHeaders: { a: StringMatch.exact('1') } }],
      false,
    ],
    [
      'an absent header, then the same on a path',
      [{ withoutHeaders: { a: StringMatch.present() } }],
      [{ path: PathMatch.exact('/a'), withoutHeaders: { a: StringMatch.present() } }],
      true,
    ],
    ['a method, then everything', [{ method: StringMatch.exact('GET') }], undefined, false],
    ['a port, then another', [{ port: 80 }], [{ port: 443 }], false],
    ['a port, then the same on a path', [{ port: 80 }], [{ port: 80, path: PathMatch.exact('/a') }], true],
    ['labels, then everything', [{ sourceLabels: { app: 'web' } }], undefined, false],
    [
      'labels, then more of them',
      [{ sourceLabels: { app: 'web' } }],
      [{ sourceLabels: { app: 'web', version: 'v1' } }],
      true,
    ],
    ['a namespace, then another', [{ sourceNamespace: 'a' }], [{ sourceNamespace: 'b' }], false],
    ['one gateway, then everything', [{ gateways: [edge] }], undefined, false],
    [
      'two paths, then one of them and a third',
      [...exact('/a'), ...exact('/b')],
      [...exact('/a'), ...exact('/c')],
      false,
    ],
    ['two paths, then both', [...exact('/a'), ...exact('/b')], [...exact('/b'), ...exact('/a')], true],
  ])('%s', (_, first, second, unreachable) => {
    const gateways: IGateway[] = [edge, Gateway.MESH];
    const http = [
      { match: first, to },
      { match: second, to },
    ];

    expect(mistakesIn({ hosts: ['shop.example.com'], gateways, http })).toEqual(
      unreachable ? [never(1, 0)] : [],
    );
  });

  test('for a header whose name is written in another case', () => {
    expect(
      mistakesInHttp(
        { match: [{ headers: { 'X-A': StringMatch.present() } }], to },
        { match: [{ headers: { 'x-a': StringMatch.exact('1') } }], to },
      ),
    ).toEqual([never(1, 0)]);
  });

  test('among very many', () => {
    const http = Array.from({ length: 2_000 }, (_, i) => ({
      match: [{ path: PathMatch.prefix(`/a/${i}/`), headers: { 'x-a': StringMatch.exact(`${i}`) } }],
      to,
    }));

    expect(mistakesInHttp(...http, ...http.slice(0, 1))).toEqual([never(2_000, 0)]);
  });

  test('behind two that share what it matches', () => {
    expect(
      mistakesInHttp(
        { match: exact('/a'), to },
        { match: exact('/b'), to },
        { match: [...exact('/b'), ...exact('/a')], to },
      ),
    ).toEqual([never(2, 1, 0)]);
  });

  test('not behind a delegate, which may leave requests over', () => {
    const delegate = DelegateVirtualService.fromVirtualServiceName(newChart(), 'team', 'team');

    expect(mistakesInHttp({ delegate }, { to })).toEqual([
      'http[1] is not used, because spec.http[0] before it has no match and takes every request; move spec.http[0] to the end',
    ]);
  });
});

describe('TLS and TCP routes', () => {
  test('that are never reached', () => {
    const tls = (...hosts: string[]) =>
      mistakesIn({
        hosts: ['*.example.com'],
        gateways: [edge],
        tls: hosts.map((host) => ({ match: [{ sniHosts: [host] }], to })),
      });
    const never = 'before it takes all traffic that it matches; move it up, or remove it';

    expect(tls('a.example.com', 'b.example.com', '*.example.com')).toEqual([]);
    expect(tls('*.example.com', 'a.b.example.com')).toEqual([
      `tls[1] is never reached, because spec.tls[0] ${never}`,
    ]);
    expect(
      mistakesIn({
        hosts: ['db'],
        tcp: [{ match: [{ port: 1 }], to }, { to }, { match: [{ port: 2 }], to }],
      }),
    ).toEqual([`tcp[2] is never reached, because spec.tcp[1] ${never}`]);
  });

  test('SNI hosts', () => {
    const tls = (...sniHosts: string[]) =>
      mistakesIn({ hosts: ['*.example.com'], gateways: [edge], tls: [{ match: [{ sniHosts }], to }] });

    expect(tls('db.example.com')).toEqual([]);
    expect(tls()).toEqual(['tls[0].match[0].sniHosts is empty; add at least one SNI host']);
    expect(tls('db.example.org')).toEqual([
      'tls[0].match[0].sniHosts[0] "db.example.org" is not covered by spec.hosts (*.example.com); add it there',
    ]);
  });

  test('no match and no destination', () => {
    expect(mistakesIn({ hosts: ['a.example.com'], tls: [{ match: [], to: [] }] })).toEqual([
      'tls[0].match is empty; add the SNI hosts that this route is for',
      'tls[0].route is empty, so the traffic has no destination; add one',
    ]);
    expect(mistakesIn({ hosts: ['a.example.com'], tcp: [{ to: [] }] })).toEqual([
      'tcp[0].route is empty, so the traffic has no destination; add one',
    ]);
  });

  test('addresses at a gateway, which does not look at them', () => {
    const match = [{ sniHosts: ['a.example.com'], port: 0, destinationSubnets: ['10.0.0.0/8'] }];

    expect(mistakesIn({ hosts: ['a.example.com'], gateways: [edge], tls: [{ match, to }] })).toEqual([
      'tls[0].match[0].port 0 is not a port; use a whole number from 1 to 65535',
      'tls[0].match[0].destinationSubnets is ignored at gateways; remove it, or bind the VirtualService to the mesh',
    ]);
  });

  test('addresses', () => {
    const tcp = (...destinationSubnets: string[]) =>
      mistakesIn({ hosts: ['db'], tcp: [{ match: [{ destinationSubnets }], to }] });

    expect(tcp('10.0.0.0/8', '10.1.2.3', 'fd00::/8')).toEqual([]);
    expect(tcp('10.0.0.0/33', 'db')).toEqual([
      'tcp[0].match[0].destinationSubnets[0] "10.0.0.0/33" is neither an IP address nor a CIDR block such as "10.0.0.0/8"',
      'tcp[0].match[0].destinationSubnets[1] "db" is neither an IP address nor a CIDR block such as "10.0.0.0/8"',
    ]);
  });
});

test('a delegate is named as Kubernetes wants it', () => {
  const delegate = DelegateVirtualService.fromVirtualServiceName(newChart(), 'team', 'Team', {
    namespaceName: 'b_c',
  });

  expect(mistakesInHttp({ delegate })).toEqual([
    'http[0].delegate.name "Team" is not a Kubernetes name; ' +
      'use lower-case letters, digits, "-" and ".", with a letter or digit at both ends',
    'http[0].delegate.namespace "b_c" is not a DNS label; ' +
      'use at most 63 letters, digits and "-", with a letter or digit at both ends',
  ]);
});

test('a JSON patch counts', () => {
  const routes = new VirtualService(newChart(), 'routes', { hosts: ['shop'], http: [{ to }] });
  ApiObject.of(routes).addJsonPatch(JsonPatch.add('/spec/http/0/timeout', '5 seconds'));

  expect(mistakeTextsOf(routes)).toEqual([
    '[test/routes] VirtualService "test-routes": spec.http[0].timeout ' +
      '"5 seconds" is not a duration of at least 1ms in whole milliseconds; remove it for no timeout',
  ]);
});
