import fc from 'fast-check';
import { describeTrace, MeshModel, type Trace, trace } from '../../lib/routing';
import { holds } from '../holds';
import { outcomesOf } from './outcomes';

const HOSTS = ['a.com', 'b.com', 'x.a.com', '*.a.com', '*.com', '*'];
const PATHS = ['/', '/a', '/a/b', '/b', '/b?c=d'];
const host = fc.constantFrom(...HOSTS);
const name = fc.constantFrom('a', 'b', 'c');

const destination = fc.record({
  destination: fc.record(
    { host: name, subset: fc.constantFrom('v1', 'v2'), port: fc.record({ number: fc.constantFrom(80, 81) }) },
    { requiredKeys: ['host'] },
  ),
  weight: fc.nat(3),
});
const match = fc.record(
  {
    uri: fc.oneof(
      fc.record({ prefix: fc.constantFrom('/', '/a', '/b') }),
      fc.record({ exact: fc.constantFrom('/a', '/b') }),
      fc.record({ regex: fc.constantFrom('.*', '/a|/b', '/[ab]/?.*') }),
    ),
    port: fc.constantFrom(80, 443),
    headers: fc.dictionary(fc.constantFrom('x', 'y'), fc.constantFrom({}, { exact: '1' }, { regex: '1|2' })),
  },
  { requiredKeys: [] },
);
const route = fc.record(
  {
    match: fc.array(match, { maxLength: 2 }),
    route: fc.array(destination, { minLength: 1, maxLength: 3 }),
    fault: fc.record({
      abort: fc.record({ httpStatus: fc.constant(500), percentage: fc.record({ value: fc.nat(100) }) }),
    }),
    rewrite: fc.record({ uri: fc.constantFrom('/', '/z') }),
  },
  { requiredKeys: ['route'] },
);
const virtualService = fc.record({
  hosts: fc.uniqueArray(host, { minLength: 1, maxLength: 2 }),
  gateways: fc.constant(['gw', 'mesh']),
  http: fc.array(route, { minLength: 1, maxLength: 3 }),
});
const rule = fc.record({
  host: name,
  subsets: fc.uniqueArray(
    fc.record({
      name: fc.constantFrom('v1', 'v2'),
      labels: fc.constantFrom({ version: 'v1' }, { version: 'v2' }),
    }),
    { maxLength: 2 },
  ),
});
const policy = fc.record({
  action: fc.constantFrom('ALLOW', 'DENY'),
  selector: fc.record({ matchLabels: fc.record({ app: name }) }),
  rules: fc.array(fc.constantFrom({}, { to: [{ operation: { paths: ['/a'] } }] }), {
    minLength: 1,
    maxLength: 2,
  }),
});
const scene = fc.record({
  virtualServices: fc.array(virtualService, { maxLength: 4 }),
  rules: fc.array(rule, { maxLength: 2 }),
  policies: fc.array(policy, { maxLength: 1 }),
  serverHosts: fc.uniqueArray(host, { minLength: 1, maxLength: 2 }),
});
type Scene = typeof scene extends fc.Arbitrary<infer Value> ? Value : never;
const request = fc.record({
  url: fc
    .tuple(fc.constantFrom('a.com', 'b.com', 'x.a.com', 'y.com', 'a'), fc.constantFrom(...PATHS))
    .map(([called, path]) => `http://${called}${path}`),
  headers: fc.dictionary(fc.constantFrom('x', 'y'), fc.constantFrom('1', '3')),
  from: fc.constantFrom('gateway', 'mesh:default/a'),
});

const object = (kind: string, group: string, objectName: string, spec: unknown) => ({
  apiVersion: `${group}/v1`,
  kind,
  metadata: { name: objectName, namespace: 'default' },
  spec,
});
const networking = 'networking.istio.io';

function objects({ virtualServices, rules, policies, serverHosts }: Scene): object[] {
  return [
    object('Gateway', networking, 'gw', {
      selector: { istio: 'ingressgateway' },
      servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: serverHosts }],
    }),
    ...['a', 'b'].flatMap((app) => [
      {
        ...object('Deployment', 'apps', app, {
          template: {
            metadata: { labels: { app, version: app === 'a' ? 'v1' : 'v2' } },
            spec: { containers: [{ name: 'istio-proxy' }] },
          },
        }),
      },
      {
        ...object('Service', '', app, { selector: { app }, ports: [{ port: 80, name: 'http' }] }),
        apiVersion: 'v1',
      },
    ]),
    ...virtualServices.map((spec, i) => object('VirtualService', networking, `vs-${i}`, spec)),
    ...rules.map((spec, i) => object('DestinationRule', networking, `dr-${i}`, spec)),
    ...policies.map((spec, i) => object('AuthorizationPolicy', 'security.istio.io', `ap-${i}`, spec)),
  ];
}

const traced = (given: readonly object[], asked: object): Trace =>
  trace(MeshModel.of(given), asked as Parameters<typeof trace>[1]);

test('a trace ends, and its probabilities add up to one', () => {
  holds(
    fc.property(scene, request, (given, asked) => {
      const { hops, outcomes } = traced(objects(given), asked);
      expect(outcomes.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 9);
      expect(hops[0]?.hop).toBe('entrance');
      expect(describeTrace({ hops, outcomes }).length).toBeGreaterThan(1);
    }),
  );
});

test('a VirtualService for another host changes nothing', () => {
  holds(
    fc.property(scene, request, virtualService, (given, asked, other) => {
      const unrelated = object('VirtualService', networking, 'aaa', { ...other, hosts: ['unrelated.org'] });
      const before = traced(objects(given), asked);
      const after = traced([...objects(given), unrelated], asked);
      expect(outcomesOf(after)).toBe(outcomesOf(before));
    }),
  );
});

test('the order of the manifests changes nothing', () => {
  holds(
    fc.property(scene, request, (given, asked) => {
      const all = objects(given);
      expect(traced([...all].reverse(), asked).outcomes).toEqual(traced(all, asked).outcomes);
    }),
  );
});

test('the more specific host wins', () => {
  const answering = (code: number, hosts: string[]) =>
    object('VirtualService', networking, `vs-${code}`, {
      hosts,
      gateways: ['gw'],
      http: [{ directResponse: { status: code } }],
    });
  const name3 = fc.constantFrom('x.y.a.com', 'y.a.com', 'b.com', 'a.com');
  const patterns = ['x.y.a.com', '*.y.a.com', 'y.a.com', '*.a.com', 'a.com', 'b.com', '*.com', '*'];
  holds(
    fc.property(fc.uniqueArray(fc.constantFrom(...patterns), { minLength: 1 }), name3, (hosts, called) => {
      const services = hosts.map((one) => answering(200 + patterns.indexOf(one), [one]));
      const gateway = objects({ virtualServices: [], rules: [], policies: [], serverHosts: ['*'] });
      // The patterns are listed from the most specific to the least specific.
      const best = patterns.findIndex(
        (one) =>
          hosts.includes(one) && (one === called || (one.startsWith('*') && called.endsWith(one.slice(1)))),
      );
      const { outcomes } = traced([...gateway, ...services], { url: `http://${called}/` });
      expect(outcomes).toMatchObject([{ status: best < 0 ? 404 : 200 + best }]);
    }),
  );
});

test('specs of any shape do not make a trace fail', () => {
  const kinds = [
    'Gateway',
    'VirtualService',
    'DestinationRule',
    'ServiceEntry',
    'Sidecar',
    'EnvoyFilter',
    'WorkloadEntry',
  ];
  const keys = [
    'hosts',
    'gateways',
    'http',
    'match',
    'route',
    'destination',
    'host',
    'servers',
    'port',
    'tls',
    'selector',
    'uri',
    'headers',
    'prefix',
    'regex',
    'exportTo',
    'egress',
    'subsets',
    'labels',
    'name',
    'number',
    'endpoints',
    'ports',
    'delegate',
    'fault',
    'mirror',
    'weight',
    'rewrite',
  ];
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      fc.constantFrom<unknown>(null, true, 0, -1, 80, '', '*', 'a.com', 'gw', '[', 'a'),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...keys), tie('value'), { maxKeys: 5 }),
    ),
  }));
  const broken = fc.tuple(fc.constantFrom(...kinds), fc.dictionary(fc.constantFrom(...keys), value));
  holds(
    fc.property(fc.array(broken, { maxLength: 5 }), scene, request, (given, sound, asked) => {
      const all = given.map(([kind, spec], i) => object(kind, networking, `broken-${i}`, spec));
      const { outcomes } = traced([...all, ...objects(sound)], asked);
      expect(outcomes.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 9);
    }),
  );
});
