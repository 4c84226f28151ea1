import fc from 'fast-check';
import { whyNoObject } from '../../lib/manifests/why-no-object';
import { describeTrace, MeshModel, type Trace, type TraceRequest, trace } from '../../lib/routing';
import { brokenObject, plausibleObject } from '../checks/arbitrary-manifest';
import { holds } from '../holds';
import { app, gateway } from '../scene';
import { mesh } from './outcomes';

const HOSTS = [
  'a',
  'a.b',
  'a.default.svc.cluster.local',
  'x.example.com',
  'X.Example.com.',
  '10.0.0.1',
  '[::1]',
];
/** Two apps, and gateways with the names that the generated objects are bound to. */
const GROUND = [
  app('a'),
  app('b/b'),
  gateway('b/a'),
  gateway(
    'b',
    '[{ port: { number: 443, name: https, protocol: HTTPS }, hosts: ["*"], tls: { mode: SIMPLE, credentialName: c } }]',
  ),
].join('');
const ground = [...mesh(GROUND).index.manifests()].map(({ object }) => object);

const request: fc.Arbitrary<TraceRequest> = fc.record(
  {
    url: fc
      .tuple(
        fc.constantFrom('http', 'https', 'tcp', 'tls'),
        fc.constantFrom(...HOSTS),
        fc.constantFrom(80, 443, 8080, 15021),
        fc.constantFrom('', '/', '/api', '/a//b/../%2e?a=b&a'),
      )
      .map(([scheme, host, port, path]) => `${scheme}://${host}:${port}${path}`),
    from: fc.constantFrom('gateway', 'mesh:default/a', 'mesh:b/b'),
    method: fc.constantFrom('GET', 'OPTIONS', 'x-custom'),
    headers: fc.dictionary(
      fc.constantFrom('host', 'x-user', 'origin', 'access-control-request-method', 'x-forwarded-for'),
      fc.constantFrom('', 'a', 'x.example.com:80', '1.2.3.4, 5.6.7.8'),
    ),
    sni: fc.constantFrom('', 'a', 'x.example.com'),
    clientIp: fc.constantFrom('10.0.0.1', '2001:db8::1'),
    jwtClaims: fc.constantFrom({}, { iss: 'a', sub: 'b' }, { iss: 1, aud: [null] }),
  },
  { requiredKeys: ['url'] },
);

/** Objects without two of the same name: of those, the last would count, so their order would matter. */
const distinct = fc.array(plausibleObject, { maxLength: 12 }).map((objects) => {
  const byName = new Map([...ground, ...objects].map((one) => [nameOf(one), one]));
  return [...byName.values()];
});

function nameOf(object: object): string {
  const { kind, metadata } = object as { kind: string; metadata: { name: string; namespace?: string } };
  return `${kind} ${kind === 'Namespace' ? '' : (metadata.namespace ?? 'default')}/${metadata.name}`;
}

/** Outcomes without the order of endpoints. */
function unordered({ outcomes }: Trace): unknown {
  return outcomes.map((outcome) => JSON.stringify(outcome, sortedLists)).sort();
}

function sortedLists(_: string, value: unknown): unknown {
  return Array.isArray(value) ? value.map((one) => JSON.stringify(one)).sort() : value;
}

test('for any objects, a trace ends, can be described, and its probabilities add up to one', () => {
  const object = fc.oneof(plausibleObject, brokenObject).filter((one) => whyNoObject(one) === undefined);
  const any = fc.array(object, { maxLength: 12 });
  holds(
    fc.property(any, request, (objects, asked) => {
      const one = trace(MeshModel.of([...objects, ...ground]), asked);
      expect(one.outcomes.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 9);
      const lines = describeTrace(one);
      expect(lines.length).toBeGreaterThan(1);
      expect(lines.filter((line) => /^\s*$|\n|undefined|\[object|NaN/.test(line))).toEqual([]);
    }),
    40,
  );
});

test('a trace is the same when it is repeated, and with objects in another order', () => {
  holds(
    fc.property(distinct, request, (objects, asked) => {
      const model = MeshModel.of(objects);
      const first = trace(model, asked);
      expect(trace(model, asked)).toEqual(first);
      expect(unordered(trace(MeshModel.of([...objects].reverse()), asked))).toEqual(unordered(first));
    }),
    40,
  );
});

test('a workload may have any name that YAML can write', () => {
  const name = 'a\nb\u2028c';
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: name } };
  const way = trace(MeshModel.of([pod]), { url: 'http://a.com/', from: `mesh:${name}/${name}` });
  expect(way.outcomes.map(({ is }) => is)).toEqual(['passed through']);
});
