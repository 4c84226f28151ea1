import type { Slot } from './slots';

const SWEEPS = 4;

/**
 * Gives each slot of a lane its height: as near to the middle of its neighbours as the order of its column lets it be.
 *
 * @returns how high the lane is
 */
export function placeLane(columns: readonly (readonly Slot[])[], gap: number): number {
  for (const column of columns) {
    stack(column, gap);
  }
  const tallest = Math.max(0, ...columns.map((column) => bottomOf(column)));
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const isBack = sweep % 2 === 0;
    for (const column of isBack ? [...columns].reverse() : columns) {
      settle(column, gap, isBack);
    }
  }
  const slots = columns.flat();
  const top = Math.min(...slots.map(({ y }) => y));
  for (const slot of slots) {
    slot.y -= top;
  }
  return slots.length > 0 ? Math.max(tallest, ...columns.map(bottomOf)) : 0;
}

function stack(column: readonly Slot[], gap: number): void {
  let y = 0;
  for (const slot of column) {
    slot.y = y;
    y += slot.height + gap;
  }
}

function bottomOf(column: readonly Slot[]): number {
  const last = column.at(-1);
  return last ? last.y + last.height : 0;
}

/** Slots in a row whose wishes overlap, and which therefore share the mean of them. */
interface Block {
  /** The sum of the wished tops, each without what stands above it in the column. */
  sum: number;
  count: number;
}

/** Moves the slots of a column next to what they wish, in their order and without overlap: the least sum of squares. */
function settle(column: readonly Slot[], gap: number, isBack: boolean): void {
  const blocks: Block[] = [];
  let above = 0;
  for (const slot of column) {
    blocks.push({ sum: wishOf(slot, isBack) - above, count: 1 });
    above += slot.height + gap;
    mergeLast(blocks);
  }
  let place = 0;
  let taken = 0;
  for (const { sum, count } of blocks) {
    for (let i = 0; i < count; i++) {
      const slot = column[place++];
      if (slot) {
        slot.y = sum / count + taken;
        taken += slot.height + gap;
      }
    }
  }
}

function mergeLast(blocks: Block[]): void {
  for (;;) {
    const [last, before] = [blocks.at(-1), blocks.at(-2)];
    if (!last || !before || before.sum / before.count <= last.sum / last.count) {
      return;
    }
    before.sum += last.sum;
    before.count += last.count;
    blocks.pop();
  }
}

function wishOf(slot: Slot, isBack: boolean): number {
  const near = (isBack ? slot.after : slot.before).filter(({ lane }) => lane === slot.lane);
  if (near.length === 0) {
    return slot.y;
  }
  const middle = near.reduce((sum, other) => sum + other.y + other.height / 2, 0) / near.length;
  return middle - slot.height / 2;
}
