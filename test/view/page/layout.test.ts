import { layoutOf } from '../../../lib/view/page/layout/layout';
import type { LayoutItem } from '../../../lib/view/page/layout/layout-types';
import { crossingsOf, orderLane } from '../../../lib/view/page/layout/order';
import { slotsFor } from '../../../lib/view/page/layout/slots';

const OPTIONS = {
  columns: [10, 150, 290].map((x) => ({ x, width: 100 })),
  rowGap: 10,
  laneHead: 30,
  lanePadding: 10,
  laneGap: 10,
};

const item = (id: string, column: number, lane = 'shop'): LayoutItem => ({ id, column, lane, height: 40 });

test('boxes stand in their columns and lanes, and do not overlap', () => {
  const items = [item('a', 0), ...['b', 'c', 'd'].map((id) => item(id, 1)), item('e', 1, 'other')];
  const links = ['b', 'c', 'd', 'e'].map((to) => ({ from: 'a', to }));
  const { boxes, lanes, height } = layoutOf(items, links, ['shop', 'other'], OPTIONS);
  const column = ['b', 'c', 'd', 'e'].map((id) => boxes.get(id)?.y);
  expect(column).toEqual([30, 80, 130, 220]);
  expect(boxes.get('a')).toEqual({ x: 10, y: 80, width: 100, height: 40 }); // in the middle of what it leads to
  expect(lanes).toEqual([
    { name: 'shop', y: 0, height: 180 },
    { name: 'other', y: 190, height: 80 },
  ]);
  expect(height).toBe(270);
});

test('the order of a column follows the links', () => {
  const items = [item('a', 0), item('b', 0), item('x', 1), item('y', 1)];
  const links = [
    { from: 'a', to: 'y' },
    { from: 'b', to: 'x' },
  ];
  const { byId } = slotsFor(items, links);
  const columns = [0, 1].map((column) => [...byId.values()].filter((slot) => slot.column === column));
  columns.forEach((column) => {
    column.forEach((slot, place) => {
      slot.order = place;
    });
  });
  expect(crossingsOf(columns)).toBe(1);
  orderLane(columns);
  expect(crossingsOf(columns)).toBe(0);
});

test('links that pass columns bend around the boxes there', () => {
  const items = [item('a', 0), item('b', 1), item('c', 2)];
  const links = [
    { from: 'a', to: 'b' },
    { from: 'b', to: 'c' },
    { from: 'a', to: 'c' },
  ];
  const { boxes, bends } = layoutOf(items, links, ['shop'], OPTIONS);
  const [bend] = bends.get('a>c') ?? [];
  const { y = 0, height = 0 } = boxes.get('b') ?? {};
  expect(bend?.x).toBe(150);
  expect((bend?.y ?? 0) < y || (bend?.y ?? 0) > y + height).toBe(true);
});
