import type { Slot } from './slots';

const SWEEPS = 6;

/**
 * Orders the slots of each column of a lane so that few links cross: each slot goes to the middle of its neighbours, column by
 * column, to and fro. The order with the fewest crossings is kept.
 *
 * @param columns the slots of one lane by column, in the order that counts where links do not decide
 */
export function orderLane(columns: Slot[][]): void {
  numbered(columns);
  let best = columns.map((column) => [...column]);
  let fewest = crossingsOf(columns);
  for (let sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
    const isForth = sweep % 2 === 0;
    for (const column of isForth ? columns : [...columns].reverse()) {
      sortByNeighbours(column, isForth);
    }
    const crossings = crossingsOf(columns);
    if (crossings < fewest) {
      fewest = crossings;
      best = columns.map((column) => [...column]);
    }
  }
  best.forEach((column, place) => {
    columns[place] = column;
  });
  numbered(columns);
}

function numbered(columns: readonly Slot[][]): void {
  for (const column of columns) {
    column.forEach((slot, place) => {
      slot.order = place;
    });
  }
}

function sortByNeighbours(column: Slot[], isForth: boolean): void {
  const wished = new Map(
    column.map((slot) => {
      const near = neighbours(slot, isForth);
      const sum = near.reduce((total, { order }) => total + order, 0);
      return [slot, near.length > 0 ? sum / near.length : slot.order];
    }),
  );
  column.sort((a, b) => (wished.get(a) ?? 0) - (wished.get(b) ?? 0) || a.order - b.order);
  column.forEach((slot, place) => {
    slot.order = place;
  });
}

function neighbours({ before, after, lane }: Slot, isForth: boolean): readonly Slot[] {
  return (isForth ? before : after).filter((other) => other.lane === lane);
}

/** How often links of a lane cross between neighbouring columns. */
export function crossingsOf(columns: readonly (readonly Slot[])[]): number {
  return columns.reduce((sum, column) => sum + crossingsAfter(column), 0);
}

/** Counts pairs of links that are in another order at their ends, by insertion into a tree of sums. */
function crossingsAfter(column: readonly Slot[]): number {
  const ends = column.flatMap((slot) =>
    slot.after
      .filter(({ lane }) => lane === slot.lane)
      .map(({ order }) => order)
      .sort((a, b) => a - b),
  );
  const size = Math.max(0, ...ends.map((end) => end + 1));
  const sums = new Array<number>(size + 1).fill(0);
  let crossings = 0;
  ends.forEach((end, seen) => {
    crossings += seen - sumUpTo(sums, end + 1);
    for (let at = end + 1; at <= size; at += at & -at) {
      sums[at] = (sums[at] ?? 0) + 1;
    }
  });
  return crossings;
}

function sumUpTo(sums: readonly number[], end: number): number {
  let sum = 0;
  for (let at = end; at > 0; at -= at & -at) {
    sum += sums[at] ?? 0;
  }
  return sum;
}
