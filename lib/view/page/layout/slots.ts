import type { LayoutItem, LayoutLink } from './layout-types';

/** Something that takes room in a column of a lane: a box, or links that pass the column by. */
export interface Slot {
  readonly id: string;
  readonly column: number;
  readonly lane: string;
  readonly height: number;
  readonly before: Slot[];
  readonly after: Slot[];
  /** The place among the slots of its lane and column. */
  order: number;
  /** The top, from the first box of the lane on. */
  y: number;
}

export interface Slots {
  readonly byId: ReadonlyMap<string, Slot>;
  /** The slots that a link passes, for the links that pass some. */
  readonly passes: ReadonlyMap<LayoutLink, readonly Slot[]>;
}

const PASS_HEIGHT = 6;

/** The slots of boxes and links. Links of one box that pass a column of a lane share a slot. */
export function slotsFor(items: readonly LayoutItem[], links: readonly LayoutLink[]): Slots {
  const byId = new Map<string, Slot>();
  const passes = new Map<LayoutLink, readonly Slot[]>();
  const joined = new Set<string>();
  for (const item of items) {
    byId.set(item.id, { ...item, before: [], after: [], order: 0, y: 0 });
  }
  for (const link of links) {
    const [from, to] = [byId.get(link.from), byId.get(link.to)];
    if (!from || !to || from.column >= to.column) {
      continue;
    }
    const passed: Slot[] = [];
    for (let column = from.column + 1; column < to.column; column++) {
      passed.push(passAt(byId, from, to.lane, column));
    }
    join([from, ...passed, to], joined);
    if (passed.length > 0) {
      passes.set(link, passed);
    }
  }
  return { byId, passes };
}

function passAt(byId: Map<string, Slot>, from: Slot, lane: string, column: number): Slot {
  const id = `${from.id}\n${lane}\n${column}`;
  const known = byId.get(id);
  if (known) {
    return known;
  }
  const slot = { id, column, lane, height: PASS_HEIGHT, before: [], after: [], order: 0, y: 0 };
  byId.set(id, slot);
  return slot;
}

function join(way: readonly Slot[], joined: Set<string>): void {
  way.reduce((one, next) => {
    const key = `${one.id}>${next.id}`;
    if (!joined.has(key)) {
      joined.add(key);
      one.after.push(next);
      next.before.push(one);
    }
    return next;
  });
}
