import { columnsFor } from '../../../lib/view/page/map/columns';

/** Sizes of cards whose names may take two lines. */
const cards = (...wide: readonly number[]) =>
  wide.map((width) => ({ name: width, wide: width, narrow: width / 2 }));

const widths = (room: number) =>
  columnsFor([cards(150, 90), cards(40), cards(190)], room, 10).places.map(({ width }) => width);

test('columns are as wide as their widest card, and what is left goes between them', () => {
  expect(columnsFor([cards(150, 90), cards(40), cards(190)], 700, 10)).toEqual({
    places: [
      { x: 10, width: 197 },
      { x: 278, width: 104 },
      { x: 453, width: 237 },
    ],
    hasGlyphs: true,
  });
});

test.each([
  [600, [172, 104, 212]], // without the icons
  [480, [131, 104, 155]], // some names in two lines
  [400, [104, 104, 117]], // all of them
  [200, [104, 104, 117]], // the map is wider than its window
])('in a window of %d pixels, columns have widths of %j', (room, expected) => {
  expect(widths(room)).toEqual(expected);
});

test('a name without end does not take all of the room', () => {
  const [only] = columnsFor([cards(5000)], 900, 10).places;
  expect(only?.width).toBe(300);
});
