import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cardText } from '../../../lib/view/page/cards/card-text';
import { breakable, roomFor, shortened } from '../../../lib/view/page/cards/fit-text';
import { sceneOf } from '../../../lib/view/page/map/scene';
import { mapOf } from '../map/map-text';

const REVIEWS = readFileSync(join(__dirname, '../../../docs/examples/reviews.yaml'), 'utf8');

test('cards leave out what their lane and their column say', () => {
  const { cards } = sceneOf(mapOf(REVIEWS), { collapsed: new Set(), shown: undefined, single: new Set() });
  const texts = [...cards.values()].map((card) => {
    const { label, detail } = cardText(card);
    return `${card.column}: ${label} | ${detail}`;
  });
  expect(texts).toEqual([
    'entrance: sidecars of the mesh | 3 workloads in 1 namespace',
    'workload: outside the mesh | hosts that the mesh does not know',
    'host: reviews | in the mesh',
    'route: header x-group exact "testers" | reviews http[0]',
    'route: every request | reviews http[1]',
    'destination: v1 of reviews:9080 | version=v1',
    'destination: v2 of reviews:9080 | version=v2',
    'service: reviews | 9080 http',
    'workload: productpage | Deployment',
    'workload: reviews-v1 | Deployment',
    'workload: reviews-v2 | Deployment',
  ]);
});

/** Each character is as wide as the others. */
const measure = (text: string) => [...text].length;

test.each([
  ['bookinfo-gateway', 16, 'bookinfo-gateway'],
  ['bookinfo-gateway', 10, 'bookin…way'],
  ['sidecars of the mesh', 12, 'sidecar…mesh'],
  ['abcdef', 1, '…'],
])('"%s" in a room of %d is "%s"', (text, room, expected) => {
  expect(shortened(text, room, measure)).toBe(expected);
});

test.each([
  ['istio-ingressgateway:80', ['istio-', 'ingressgateway:80']], // the port stays
  ['shop.example.com', ['shop.', 'example.', 'com']],
  ['uri exact "/cart/items"', ['uri ', 'exact ', '"/cart/', 'items"']],
  ['*', ['*']],
])('"%s" may be broken into %j', (name, parts) => {
  expect(breakable(name)).toEqual(parts);
});

test('two lines need the room of the longer one', () => {
  expect(roomFor('istio-ingressgateway:80', measure)).toEqual({ one: 23, two: 17 });
  expect(roomFor('productpage', measure)).toEqual({ one: 11, two: 11 });
});
