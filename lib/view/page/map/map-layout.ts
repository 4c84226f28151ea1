import { besideWords, type CardSize, cardHeight, cardSize } from '../cards/card-size';
import type { TextWidths } from '../cards/text-width';
import { layoutOf } from '../layout/layout';
import type { Layout, LayoutOptions } from '../layout/layout-types';
import { type Columns, columnsFor } from './columns';
import type { Scene } from './scene';

/** The measures of the map, in pixels at its full size. */
const MEASURES: Omit<LayoutOptions, 'columns'> = {
  rowGap: 10,
  laneHead: 34,
  lanePadding: 14,
  laneGap: 12,
};

/** The layout of a scene, and its columns. */
export interface PlacedScene {
  readonly layout: Layout;
  readonly columns: Columns;
}

/** The window onto the map, in pixels, and how small the map may be drawn so that all of it is seen. */
export interface Room {
  readonly width: number;
  readonly height: number;
  readonly smallest: number;
}

/** Places the cards of a scene. A high map is drawn smaller, and so there is more room for its columns. */
export function placed(scene: Scene, widths: TextWidths, { width, height, smallest }: Room): PlacedScene {
  const first = placedWithin(scene, width, widths);
  const scale = Math.max(smallest, Math.min(1, height / first.layout.height));
  return scale < 1 ? placedWithin(scene, width / scale, widths) : first;
}

/** @param room the width of the window, in pixels of the map */
function placedWithin(scene: Scene, room: number, widths: TextWidths): PlacedScene {
  const places = new Map(scene.columns.map((column, place) => [column, place]));
  const sizes: CardSize[][] = scene.columns.map(() => []);
  const sized = [...scene.cards.values()].map((card) => {
    const column = places.get(card.column) ?? 0;
    const size = cardSize(card, widths);
    sizes[column]?.push(size);
    return { card, column, size };
  });
  const columns = columnsFor(sizes, room, MEASURES.lanePadding);
  const rooms = columns.places.map(({ width }) => width - besideWords(columns.hasGlyphs));
  const items = sized.map(({ card: { id, lane }, column, size }) => ({
    id,
    lane,
    column,
    height: cardHeight(size, rooms[column] ?? 0),
  }));
  const links = scene.wires.filter(({ isBack }) => !isBack);
  const lanes = scene.lanes.map(({ name }) => name);
  return { layout: layoutOf(items, links, lanes, { ...MEASURES, columns: columns.places }), columns };
}
