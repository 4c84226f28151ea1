import { type Chart, Duration, Lazy } from 'cdk8s';
import * as lib from '../../../lib';
import {
  AuthorizationPolicy,
  Condition,
  DestinationRule,
  EchoServer,
  Gateway,
  LoadBalancer,
  MeshApp,
  MeshNamespace,
  PathMatch,
  Server,
  ServerTls,
  Telemetry,
  VirtualService,
  type VirtualServiceProps,
} from '../../../lib';
import { MistakeError } from '../../../lib/catalogue/mistake-error';
import { ARGUMENT_TYPES } from '../../../lib/constructs/arguments/argument-types';
import { errorsOf, newChart, newService, specOf } from '../../support';

/** Arguments as a program has them that runs without the TypeScript compiler. */
const untyped = (value: unknown) => value as never;

const to = lib.Destination.host('shop');

/** What is wrong with an HTTP route. */
function mistakesInRoute(route: object): string[] {
  const routes = new VirtualService(newChart(), 'routes', { hosts: ['shop'], http: [untyped(route)] });
  return errorsOf(routes).map((line) => line.replace('[test/routes] VirtualService "test-routes": ', ''));
}

describe('refuses', () => {
  test.each<[string, object, string[]]>([
    [
      'a misspelled name',
      { to, timeot: 5 },
      ['http[0].timeot is unknown; did you mean "timeout"? [IST9041]'],
    ],
    [
      'a misspelled name far inside',
      { to, retries: { attempts: 1, perTryTimeut: 5 } },
      ['http[0].retries.perTryTimeut is unknown; did you mean "perTryTimeout"? [IST9041]'],
    ],
    ['a name like no other', { to, zzzzzz: 1 }, ['http[0].zzzzzz is unknown; remove it [IST9041]']],
    [
      'a text for a duration',
      { to, timeout: '5s' },
      ['http[0].timeout is "5s"; use Duration.seconds(5) [IST9042]'],
    ],
    [
      'a number for a duration',
      { to, timeout: 5 },
      [
        'http[0].timeout is 5; use a Duration, such as Duration.millis(), Duration.seconds(), Duration.minutes() [IST9042]',
      ],
    ],
    [
      'a text for a number',
      { to, retries: { attempts: '3' } },
      ['http[0].retries.attempts is "3"; use 3, without quotes [IST9042]'],
    ],
    ['an object for a list', { to, match: {} }, ['http[0].match is an object; use a list [IST9042]']],
    [
      'an object for a matcher',
      { to, match: [{ path: { prefix: '/' } }] },
      [
        'http[0].match[0].path is an object; use a PathMatch, such as PathMatch.exact(), PathMatch.prefix(), PathMatch.regex() [IST9042]',
      ],
    ],
    [
      'what a factory was given',
      { to, match: [{ path: PathMatch.prefix(untyped(5)) }] },
      ['http[0].match[0].path: PathMatch.prefix(path) is 5; use a string, "5" [IST9042]'],
    ],
    ['a missing property', { to, retries: {} }, ['http[0].retries.attempts is missing; add it [IST9042]']],
    [
      'a misspelled name that is needed, once',
      { to, retries: { attemps: 1 } },
      ['http[0].retries.attemps is unknown; did you mean "attempts"? [IST9041]'],
    ],
    [
      'an object of another class',
      { to, timeout: PathMatch.exact('/') },
      [
        'http[0].timeout is a PathMatch; use a Duration, such as Duration.millis(), Duration.seconds(), Duration.minutes() [IST9042]',
      ],
    ],
    [
      'an object of another class, for one with the same methods',
      { to, match: [{ path: lib.StringMatch.exact('/') }] },
      [
        'http[0].match[0].path is a StringMatch; use a PathMatch, such as PathMatch.exact(), PathMatch.prefix(), PathMatch.regex() [IST9042]',
      ],
    ],
    [
      'an object that is none of those that are possible',
      { to: { hots: 'shop' } },
      [
        'http[0].to is an object; use an ApiObject, a Service, a Destination, such as Destination.service(), Destination.host() or a list [IST9042]',
      ],
    ],
    [
      'a construct that is none of those that are possible',
      { delegate: new Gateway(newChart(), 'gateway') },
      ['http[0].delegate is a Gateway; use a DelegateVirtualService [IST9042]'],
    ],
    [
      'a misspelled name in a list that may be an object',
      { to: [{ destinaton: to }] },
      ['http[0].to[0].destinaton is unknown; did you mean "destination"? [IST9041]'],
    ],
    [
      'null',
      { to: [{ destination: null }], timeout: null },
      [
        'http[0].to[0].destination is null; use an ApiObject, a Service or a Destination, such as Destination.service(), Destination.host() [IST9042]',
        'http[0].timeout is null; use a Duration, such as Duration.millis(), Duration.seconds(), Duration.minutes() [IST9042]',
      ],
    ],
    [
      'holes in a list',
      { to, match: [undefined, null] },
      [
        'http[0].match[0] is undefined; use an object [IST9042]',
        'http[0].match[1] is null; use an object [IST9042]',
      ],
    ],
    [
      'all of them at once',
      { to, timeot: 5, retires: {} },
      [
        'http[0].timeot is unknown; did you mean "timeout"? [IST9041]',
        'http[0].retires is unknown; did you mean "retries"? [IST9041]',
      ],
    ],
  ])('%s', (_, route, mistakes) => {
    expect(mistakesInRoute(route)).toEqual(mistakes);
  });

  test('arguments of methods', () => {
    const routes = new VirtualService(newChart(), 'routes', { hosts: ['shop'] });
    routes.addHttpRoute(untyped({ to, timeot: 5 }));
    routes.addTcpRoute(untyped(undefined));

    expect(errorsOf(routes)).toEqual([
      '[test/routes] VirtualService "test-routes": addHttpRoute(route.timeot) is unknown; did you mean "timeout"? [IST9041]',
      '[test/routes] VirtualService "test-routes": addTcpRoute(route) is missing; add it [IST9042]',
    ]);
  });

  test('arguments of factories in factories', () => {
    const tls = ServerTls.simple(untyped({ credentialName: 'a', minProtocolVersoin: 'TLSV1_2' }));
    const gateway = new Gateway(newChart(), 'gateway', { servers: [Server.https({ hosts: ['*'], tls })] });

    expect(errorsOf(gateway)).toEqual([
      '[test/gateway] Gateway "test-gateway": servers[0]: Server.https(options.tls): ServerTls.simple(options.minProtocolVersoin) is unknown; did you mean "minProtocolVersion"? [IST9041]',
    ]);
  });

  test('arguments of constructs of other kinds', () => {
    const chart = newChart();
    const echo = new EchoServer(chart, 'echo', untyped({ replcas: 5 }));
    new MeshNamespace(chart, 'shop', untyped({ rvision: 'canary' }));
    AuthorizationPolicy.denyAll(chart, 'policy', untyped({ selctor: { app: 'shop' } }));

    expect(errorsOf(echo)).toEqual([
      '[test/echo] EchoServer "echo": replcas is unknown; did you mean "replicas"? [IST9041]',
      '[test/shop] Namespace "test-shop": rvision is unknown; did you mean "revision"? [IST9041]',
      '[test/policy] AuthorizationPolicy "test-policy": selctor is unknown; did you mean "selector"? [IST9041]',
    ]);
  });

  test('what a factory cannot go on with, by the path of the construct that is given the result', () => {
    const rule = new DestinationRule(newChart(), 'rule', {
      host: 'shop',
      trafficPolicy: { loadBalancer: LoadBalancer.leastRequest(untyped({ warmup: { duration: '5s' } })) },
    });

    expect(errorsOf(rule)).toEqual([
      '[test/rule] DestinationRule "test-rule": trafficPolicy.loadBalancer: LoadBalancer.leastRequest(options.warmup.duration) is "5s"; use Duration.seconds(5) [IST9042]',
    ]);
  });

  test('a property of one of several types', () => {
    const from = [untyped({ principals: ['a'], namespces: ['b'] })];
    const policy = new AuthorizationPolicy(newChart(), 'policy', { rules: [{ from }] });

    expect(errorsOf(policy)).toEqual([
      '[test/policy] AuthorizationPolicy "test-policy": rules[0].from[0].namespces is unknown; did you mean "namespaces"? [IST9041]',
    ]);
  });

  test.each<[string, object]>([
    ['a misspelled property that stands alone', { principls: ['a'] }],
    ['a misspelled property beside others', { principls: ['a'], namespaces: ['b'] }],
  ])('%s, where a reference is possible, too', (_, source) => {
    const rules = [{ from: [untyped(source)] }];

    expect(errorsOf(new AuthorizationPolicy(newChart(), 'policy', { rules }))).toEqual([
      '[test/policy] AuthorizationPolicy "test-policy": rules[0].from[0].principls is unknown; did you mean "principals"? [IST9041]',
    ]);
  });

  test.each<[string, unknown, string]>([
    [
      'an object',
      {},
      'is an object; use an ApiObject, a Service or a Destination, such as Destination.service(), Destination.host()',
    ],
    ['nothing', undefined, 'is missing; add it'],
  ])('%s for a destination to expose, without what follows from it', (_, given, message) => {
    const gateway = new Gateway(newChart(), 'gateway', { servers: [Server.http({ hosts: ['*'] })] });
    gateway.expose(untyped(given));

    expect(errorsOf(gateway)).toEqual([
      `[test/gateway] Gateway "test-gateway": expose(to) ${message} [IST9042]`,
    ]);
  });

  test('missing properties', () => {
    const chart = newChart();
    const routes = new VirtualService(chart, 'routes', untyped(undefined));
    new Gateway(chart, 'gateway', untyped(null));

    expect(errorsOf(routes)).toEqual([
      '[test/routes] VirtualService "test-routes": props is missing; add it [IST9042]',
      '[test/gateway] Gateway "test-gateway": spec.servers is empty, so nothing listens; add a server [IST0106]',
    ]);
  });

  test('at once where a call on a construct cannot go on', () => {
    const rule = new DestinationRule(newChart(), 'rule', { host: untyped(5) });
    expect(() => rule.subset(untyped({}), untyped(null))).toThrow(
      '[test/rule] DestinationRule "test-rule": subset(name) is an object; use a string [IST9042]',
    );
  });

  test('a second construct of the same id, without a stack trace', () => {
    const chart = newChart();
    new Gateway(chart, 'edge');
    expect(() => new VirtualService(chart, 'edge', { hosts: ['shop'] })).toThrow(
      new MistakeError(['[test/edge] is the id of another construct already; choose another id']),
    );
  });

  test('at once where a reference cannot be made, by the path that it would have', () => {
    expect(() =>
      lib.ServiceReference.fromServiceName(newChart(), 'shop', 'shop', untyped(undefined)),
    ).toThrow('[test/shop] ServiceReference.fromServiceName(options) is missing; add it [IST9042]');
  });
});

/** Every construct, without properties and with properties of a wrong type. */
const CONSTRUCTS = Object.keys(ARGUMENT_TYPES.classes).filter((name) => {
  const { new: parameters = {} } = ARGUMENT_TYPES.classes[name] ?? {};
  return Object.keys(parameters).length === 3;
});

describe.each(CONSTRUCTS)('%s', (name) => {
  const type = Reflect.get(lib, name) as new (scope: Chart, id: string, props: unknown) => lib.VirtualService;
  const { new: parameters = {} } = ARGUMENT_TYPES.classes[name] ?? {};
  const props = Object.values(parameters)[2];
  const shape = typeof props === 'object' && 'shape' in props ? ARGUMENT_TYPES.shapes[props.shape] : {};
  const required = Object.keys(shape ?? {}).filter((key) => !key.endsWith('?'));

  test('says which properties are missing', () => {
    const missing = errorsOf(new type(newChart(), 'it', {})).filter((line) => line.includes('[IST9042]'));
    expect(missing.map((line) => line.replace(/^.*: (.*) is missing; add it.*$/, '$1'))).toEqual(required);
  });

  test('refuses what is unknown', () => {
    const unknown = errorsOf(new type(newChart(), 'it', { zzzzzz: 1 }));
    expect(unknown.filter((line) => line.includes('zzzzzz is unknown; '))).toHaveLength(1);
  });

  test.each(Object.keys(shape ?? {}).map((key) => key.replace('?', '')))('survives a wrong %s', (key) => {
    const wrong = errorsOf(new type(newChart(), 'it', { [key]: Symbol('wrong') }));
    expect(wrong.filter((line) => line.includes(`${key} is Symbol(wrong); use `))).toHaveLength(1);
  });
});

describe('accepts', () => {
  test.each<[string, object]>([
    ['what cdk8s finds out later', { to, name: Lazy.any({ produce: () => 'shop' }) }],
    ['properties without a value', { to, timeout: undefined, zzzzzz: undefined }],
    [
      'an object of a class for an interface',
      Object.assign(Object.create(class {}.prototype), { to, own: 1 }),
    ],
    ['a word of an enumeration', { to, match: [{ method: 'GET' }] }],
    ['an object without a prototype', Object.assign(Object.create(null), { to })],
  ])('%s', (_, route) => {
    expect(mistakesInRoute(route)).toEqual([]);
  });

  test('a Duration of another copy of cdk8s', () => {
    class OtherDuration {
      toMilliseconds() {
        return 5000;
      }
    }
    const timeout = untyped(new OtherDuration());
    const routes = new VirtualService(newChart(), 'routes', { hosts: ['shop'], http: [{ to, timeout }] });

    expect(errorsOf(routes)).toEqual([]);
    expect(specOf(routes)).toMatchObject({ http: [{ timeout: '5s' }] });
  });

  test('the properties that a subclass adds, but not unknown ones in those of the class', () => {
    class TeamRoutes extends VirtualService {
      constructor(scope: Chart, id: string, props: VirtualServiceProps & { readonly team: string }) {
        super(scope, id, props);
        this.metadata.addLabel('team', props.team);
      }
    }
    const fine = new TeamRoutes(newChart(), 'routes', { hosts: ['shop'], http: [{ to }], team: 'a' });
    const wrong = new TeamRoutes(newChart(), 'routes', {
      hosts: ['shop'],
      http: [untyped({ t: to })],
      team: 'a',
    });

    expect(errorsOf(fine)).toEqual([]);
    expect(errorsOf(wrong)).toContain(
      '[test/routes] VirtualService "test-routes": http[0].t is unknown; did you mean "to"? [IST9041]',
    );
  });

  test('references of any kind', () => {
    const chart = newChart();
    const service = newService(chart, 'shop');
    const policy = new AuthorizationPolicy(chart, 'policy', {
      selector: { app: 'shop' },
      rules: [{ when: [Condition.sourceNamespace({ values: ['web'] })] }],
    });
    new DestinationRule(chart, 'rule', { host: service, subsets: { v1: { labels: { version: 'v1' } } } });
    new Telemetry(chart, 'telemetry', { tracing: [{ randomSamplingPercentage: 1 }] });

    expect(errorsOf(policy)).toEqual([]);
  });
});

test('a code that is ignored lets everything pass', () => {
  const chart = newChart('shop', new MeshApp({ checks: { ignore: ['IST9041', 'IST9042'] } }));
  const timeout = untyped({ toMilliseconds: () => Duration.seconds(5).toMilliseconds() });
  const routes = new VirtualService(chart, 'routes', {
    hosts: ['shop'],
    http: [untyped({ to, timeot: 5, timeout })],
  });

  expect(errorsOf(routes)).toEqual([]);
  expect(specOf(routes)).toMatchObject({ http: [{ timeout: '5s' }] });
});

test('a code that is ignored lets the factory fail', () => {
  const chart = newChart('shop', new MeshApp({ checks: { ignore: ['IST9042'] } }));
  const loadBalancer = LoadBalancer.leastRequest(untyped({ warmup: { duration: '5s' } }));
  expect(() => new DestinationRule(chart, 'rule', { host: 'shop', trafficPolicy: { loadBalancer } })).toThrow(
    TypeError,
  );
});

test('calls that are refused at once follow the codes that are ignored, too', () => {
  const ignoring = (code: string) =>
    new DestinationRule(newChart('shop', new MeshApp({ checks: { ignore: [code] } })), 'rule', {
      host: 'shop',
      subsets: { v1: { labels: { version: 'v1' } } },
    });
  const missing = ignoring('IST0101');
  const routes = new VirtualService(missing, 'routes', {
    hosts: ['shop'],
    http: [{ to: missing.subset('v2') }],
  });
  expect(specOf(routes)).toMatchObject({
    http: [{ route: [{ destination: { host: 'shop', subset: 'v2' } }] }],
  });

  const repeated = ignoring('IST9023');
  repeated.addSubset('v1', { labels: { version: 'v1.1' } });
  expect(specOf(repeated)).toMatchObject({ subsets: [{ name: 'v1', labels: { version: 'v1.1' } }] });

  const annotated = ignoring('IST9999');
  annotated.metadata.addAnnotation('galley.istio.io/analyze-suppress', 'IST0101');
  expect(() => annotated.subset('v2')).not.toThrow();
});
