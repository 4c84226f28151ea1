import { sceneOf } from '../../../lib/view/page/map/scene';
import { mapOf } from '../map/map-text';

/** A mesh with one Service for each name. */
function services(...names: readonly string[]): string {
  return names
    .map((name) =>
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name, namespace: 'shop' },
        spec: { ports: [{ port: 80 }] },
      }),
    )
    .join('\n---\n');
}

test('cards are in the order in which people count', () => {
  const map = mapOf(services('shop-10', 'shop-2', 'shop-1'));
  const { cards } = sceneOf(map, { collapsed: new Set(), shown: undefined, single: new Set() });
  const labels = [...cards.values()].filter(({ column }) => column === 'service').map(({ label }) => label);
  expect(labels.map((label) => /shop-\d+/.exec(label)?.[0])).toEqual(['shop-1', 'shop-2', 'shop-10']);
});
