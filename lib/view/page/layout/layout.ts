import type {
  Box,
  LanePlace,
  Layout,
  LayoutColumn,
  LayoutItem,
  LayoutLink,
  LayoutOptions,
  Point,
} from './layout-types';
import { linkKey } from './layout-types';
import { orderLane } from './order';
import { placeLane } from './place';
import { type Slot, type Slots, slotsFor } from './slots';

/**
 * Places boxes in columns and lanes. What a library for layered graphs would decide, the columns, is given; what is left is the
 * order within a column, and where a box stands beside its neighbours.
 *
 * @param lanes the names of the lanes, from top to bottom
 */
export function layoutOf(
  items: readonly LayoutItem[],
  links: readonly LayoutLink[],
  lanes: readonly string[],
  options: LayoutOptions,
): Layout {
  const slots = slotsFor(items, links);
  const boxes = new Map<string, Box>();
  const tops = new Map<string, number>();
  const places: LanePlace[] = [];
  let y = 0;
  for (const [name, lane] of slotsByLane(slots, lanes, options.columns.length)) {
    orderLane(lane);
    const inner = placeLane(lane, options.rowGap);
    const height = options.laneHead + inner + options.lanePadding;
    places.push({ name, y, height });
    tops.set(name, y + options.laneHead);
    y += height + options.laneGap;
  }
  for (const { id, column, lane, height } of items) {
    const top = (tops.get(lane) ?? 0) + (slots.byId.get(id)?.y ?? 0);
    boxes.set(id, { ...columnAt(column, options), y: Math.round(top), height });
  }
  return {
    boxes,
    lanes: places,
    bends: bendsOf(slots, tops, options),
    width: rightOf(options.columns.at(-1) ?? NO_COLUMN) + options.lanePadding,
    height: Math.max(0, y - options.laneGap),
  };
}

const NO_COLUMN: LayoutColumn = { x: 0, width: 0 };

function columnAt(place: number, { columns }: LayoutOptions): LayoutColumn {
  return columns[place] ?? NO_COLUMN;
}

function rightOf({ x, width }: LayoutColumn): number {
  return x + width;
}

function slotsByLane({ byId }: Slots, lanes: readonly string[], columns: number): Map<string, Slot[][]> {
  const all = new Map(lanes.map((name) => [name, Array.from({ length: columns }, (): Slot[] => [])]));
  for (const slot of byId.values()) {
    all.get(slot.lane)?.[slot.column]?.push(slot);
  }
  return all;
}

function bendsOf(
  { passes }: Slots,
  tops: ReadonlyMap<string, number>,
  options: LayoutOptions,
): Map<string, Point[]> {
  return new Map(
    [...passes].map(([link, slots]) => [
      linkKey(link),
      slots.flatMap(({ column, lane, y, height }) => {
        const middle = Math.round((tops.get(lane) ?? 0) + y + height / 2);
        const place = columnAt(column, options);
        return [
          { x: place.x, y: middle },
          { x: rightOf(place), y: middle },
        ];
      }),
    ]),
  );
}
