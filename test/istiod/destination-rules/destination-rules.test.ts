import {
  definedSubsets,
  definitionsOf,
  unreadSubsets,
} from '../../../lib/istiod/destination-rules/defined-subsets';
import { destinationRulesOf } from '../../../lib/istiod/destination-rules/destination-rules';
import { meshConfigOf } from '../../../lib/istiod/mesh-config';
import { MeshIndex } from '../../../lib/istiod/mesh-index';
import { readYaml } from '../../../lib/manifests/read-yaml';

const HOST = 'reviews.shop.svc.cluster.local';
const SERVICE = { host: HOST, namespace: 'shop' };

interface RuleOptions {
  readonly host?: string;
  readonly labels?: object;
  readonly [field: string]: unknown;
}

/** A DestinationRule with a subset of its own name. */
function rule(fullName: string, { labels = {}, ...spec }: RuleOptions = {}): string {
  const [namespace, name] = fullName.split('/');
  return `${JSON.stringify({
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name, namespace, labels },
    spec: { host: HOST, subsets: [{ name, labels: { version: name } }], ...spec },
  })}\n---\n`;
}

const indexOf = (yaml: string, mesh: object = {}) =>
  new MeshIndex(readYaml(yaml, 'a.yaml').manifests, meshConfigOf(mesh));

/** The subsets that a client sees. */
function seenBy(namespace: string, yaml: string, mesh: object = {}, labels = {}): string[] {
  const chosen = indexOf(yaml, mesh).view(destinationRulesOf).chosenFor({ namespace, labels }, SERVICE);
  return [...(chosen?.subsets.keys() ?? [])];
}

describe('where clients look (G4)', () => {
  test.each([
    ['web', ['own']],
    ['shop', ['home']],
    ['istio-system', ['home']],
    ['elsewhere', ['home']],
  ])(
    'clients in %s follow the first namespace with a rule: their own, the host’s, the root’s',
    (client, seen) => {
      expect(seenBy(client, rule('web/own') + rule('shop/home') + rule('istio-system/root'))).toEqual(seen);
    },
  );

  test.each([
    ['web', ['root']],
    ['istio-system', ['root']],
    ['shop', ['home']],
  ])('a rule that is private to the host’s namespace leaves clients in %s to the root’s', (client, seen) => {
    const yaml = rule('shop/home', { exportTo: ['.'] }) + rule('istio-system/root');
    expect(seenBy(client, yaml)).toEqual(seen);
  });

  test.each([
    ['web', []],
    ['istio-system', []],
    ['shop', ['home']],
  ])('the default "." of the mesh hides a rule from clients in %s, unless it says more', (client, seen) => {
    const mesh = { defaultDestinationRuleExportTo: ['.'] };
    expect(seenBy(client, rule('shop/home'), mesh)).toEqual(seen);
    expect(seenBy(client, rule('shop/home', { exportTo: ['*'] }), mesh)).toEqual(['home']);
  });

  test('the root namespace counts only its private rules as its own', () => {
    expect(seenBy('istio-system', rule('istio-system/root') + rule('shop/home'))).toEqual(['home']);
    const own = rule('istio-system/root', { exportTo: ['.'] });
    expect(seenBy('istio-system', own + rule('shop/home'))).toEqual(['root']);
    // By the default of the mesh, too.
    const mesh = { defaultDestinationRuleExportTo: ['.'] };
    const home = rule('shop/home', { exportTo: ['*'] });
    expect(seenBy('istio-system', rule('istio-system/root') + home, mesh)).toEqual(['root']);
  });

  test('a rule of another revision is as if it were not there', () => {
    const labels = { 'istio.io/rev': 'canary' };
    expect(seenBy('web', rule('web/own', { labels }) + rule('shop/home'))).toEqual(['home']);
  });
});

describe('rules of one namespace for one host (G5)', () => {
  test('rules that are exported alike are merged, and the older definition counts', () => {
    const a = rule('shop/a', { subsets: [{ name: 'v1', labels: { from: 'a' } }], trafficPolicy: undefined });
    const b = rule('shop/b', {
      subsets: [{ name: 'v1', labels: { from: 'b' } }, { name: 'v2' }],
      trafficPolicy: { tls: { mode: 'DISABLE' } },
    });
    const merged = indexOf(a + b)
      .view(destinationRulesOf)
      .in('shop', HOST);
    expect(merged).toHaveLength(1);
    expect(merged[0]?.from.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(merged[0]?.subsets.get('v1')).toEqual({ name: 'v1', labels: { from: 'a' } });
    expect(merged[0]?.subsets.has('v2')).toBe(true);
    expect(merged[0]?.trafficPolicy).toEqual({ tls: { mode: 'DISABLE' } });
  });

  test.each([
    [undefined, ['*'], ['b']],
    [['*'], undefined, ['b']],
    [['web'], ['web', 'more'], ['a', 'b']],
    [['web', 'more'], ['web'], ['b']],
  ])('exportTo %j before %j: clients in "web" see %j', (older, younger, seen) => {
    const yaml = rule('shop/a', { exportTo: older }) + rule('shop/b', { exportTo: younger });
    expect(seenBy('web', yaml)).toEqual(seen);
  });

  test('a rule for certain clients comes first for them, and is merged with those for the same ones', () => {
    const workloadSelector = { matchLabels: { app: 'web' } };
    const yaml =
      rule('web/all') +
      rule('web/some', { workloadSelector }) +
      rule('web/same', { workloadSelector }) +
      rule('web/others', { workloadSelector: { matchLabels: { app: 'other' } } });
    expect(seenBy('web', yaml, {}, { app: 'web' })).toEqual(['same', 'some']);
    expect(seenBy('web', yaml, {}, { app: 'third' })).toEqual(['all']);
    const followed = indexOf(yaml).view(destinationRulesOf).followedIn('web', SERVICE);
    expect(followed.map(({ from }) => from.map(({ name }) => name))).toEqual([
      ['others'],
      ['same', 'some'],
      ['all'],
    ]);
  });
});

test('a subset is defined by any rule whose host covers it, but not by one of another revision', () => {
  const yaml =
    rule('web/exact') +
    rule('web/wide', { host: '*.shop.svc.cluster.local' }) +
    rule('web/other', { host: 'other' }) +
    rule('web/canary', { labels: { 'istio.io/rev': 'canary' } });
  const index = indexOf(yaml);
  const definedBy = (subset: string) =>
    definitionsOf(index.view(definedSubsets), HOST, subset)[0]?.first.name;
  expect(['exact', 'wide', 'other', 'canary'].map(definedBy)).toEqual([
    'exact',
    'wide',
    undefined,
    undefined,
  ]);
  expect(definitionsOf(index.view(unreadSubsets), HOST, 'canary')[0]?.first.name).toBe('canary');
});
