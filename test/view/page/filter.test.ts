import { readYaml } from '../../../lib/manifests/read-yaml';
import type { MapNode, MeshMap } from '../../../lib/view/map/map-types';
import { facetsOf, shownBy } from '../../../lib/view/page/search/filter';
import { type Found, searchResults } from '../../../lib/view/page/search/search-results';

const node = (id: string, more: Partial<MapNode>): MapNode => ({
  id,
  kind: 'host',
  column: 'host',
  namespace: 'shop',
  label: id,
  details: [],
  facts: {},
  objects: [],
  marks: {},
  findings: [],
  ...more,
});

/** Two hosts at one entrance, each with a workload of its own. */
const MAP: MeshMap = {
  nodes: [
    node('in', { kind: 'gateway port', column: 'entrance', namespace: 'istio-system' }),
    node('cart.example.com', {}),
    node('pay.example.com', { namespace: 'bank', findings: [0] }),
    node('cart', { kind: 'workload', column: 'workload' }),
    node('pay', { kind: 'workload', column: 'workload', namespace: 'bank', marks: { policy: 'denied' } }),
  ],
  edges: [
    ['in', 'cart.example.com'],
    ['in', 'pay.example.com'],
    ['cart.example.com', 'cart'],
    ['pay.example.com', 'pay'],
  ].map(([from = '', to = '']) => ({ id: `${from}>${to}`, from, to })),
  otherFindings: [],
  ignored: [],
};
const CODES = [['IST0101', 'IST0132']];

const shown = (...facets: Parameters<typeof shownBy>[1]) => [...(shownBy(MAP, facets, CODES) ?? [])].sort();

test('nothing is hidden without a filter', () => {
  expect(shownBy(MAP, [], CODES)).toBeUndefined();
});

test.each([
  ['namespace', 'shop', ['cart', 'cart.example.com', 'in']],
  ['host', 'cart.example.com', ['cart', 'cart.example.com', 'in']],
  ['workload', 'bank/pay', ['in', 'pay', 'pay.example.com']],
  ['code', 'IST0101', ['in', 'pay', 'pay.example.com']],
  ['code', 'IST0132', ['in', 'pay', 'pay.example.com']],
  ['mark', 'denied', ['in', 'pay', 'pay.example.com']],
  ['code', 'IST9999', []],
] as const)('%s %s leaves the ways through it', (kind, value, ids) => {
  expect(shown({ kind, value })).toEqual(ids);
});

test('values of one kind are alternatives, and all kinds must be on the way', () => {
  const both = [
    { kind: 'namespace', value: 'shop' },
    { kind: 'namespace', value: 'bank' },
  ] as const;
  expect(shown(...both)).toHaveLength(5);
  expect(shown(...both, { kind: 'code', value: 'IST0101' })).toEqual(['in', 'pay', 'pay.example.com']);
  expect(shown({ kind: 'namespace', value: 'shop' }, { kind: 'code', value: 'IST0101' })).toEqual(['in']);
});

test('names that begin with the text are found first, then objects, and filters after them', () => {
  const { manifests } = readYaml(
    [
      '{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {name: lock-pay, namespace: bank}}',
      '{apiVersion: v1, kind: Service, metadata: {name: pay, namespace: bank}}', // the map has a card for it
      '{apiVersion: apps/v1, kind: Deployment, metadata: {name: other, namespace: bank}}',
    ].join('\n---\n'),
    'all.yaml',
  );
  const nodes = MAP.nodes.map((node) =>
    node.id === 'pay' ? { ...node, objects: [{ kind: 'Service', namespace: 'bank', name: 'pay' }] } : node,
  );
  const found = searchResults('pay', { nodes, objects: manifests, facets: facetsOf(MAP, CODES) });
  expect(found.map(({ heading, found: all }) => [heading, ...all.map(nameOfFound)])).toEqual([
    ['On the map', 'pay.example.com', 'pay'],
    ['Objects', 'AuthorizationPolicy lock-pay'],
    ['Filter the map by', 'host pay.example.com', 'workload bank/pay'],
  ]);
});

function nameOfFound(found: Found): string {
  if ('node' in found) {
    return found.node.id;
  }
  return 'object' in found
    ? `${found.object.kind} ${found.object.name}`
    : `${found.facet.kind} ${found.facet.value}`;
}
