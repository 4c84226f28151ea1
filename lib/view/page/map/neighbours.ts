import type { Layout } from '../layout/layout-types';
import type { Scene } from './scene';

export type Direction = 'left' | 'right' | 'up' | 'down' | 'first' | 'last';

/**
 * The card that an arrow key leads to: left and right along the wires, up and down within the column. Where no wire leads, it
 * is the nearest card of the next column.
 */
export function cardTowards(
  { scene, layout }: { readonly scene: Scene; readonly layout: Layout },
  from: string,
  direction: Direction,
): string | undefined {
  switch (direction) {
    case 'left':
    case 'right': {
      const isRight = direction === 'right';
      const joined = scene.wires
        .filter((wire) => !wire.isBack && (isRight ? wire.from : wire.to) === from)
        .map((wire) => (isRight ? wire.to : wire.from));
      return (
        nearest(layout, from, joined) ?? nearest(layout, from, besides({ scene, layout }, from, isRight))
      );
    }
    default: {
      const column = inColumn({ scene, layout }, from);
      const place = column.indexOf(from);
      const next = { up: place - 1, down: place + 1, first: 0, last: column.length - 1 }[direction];
      return column[next];
    }
  }
}

/** The nearest of some cards: in the nearest column, and there at the nearest height. */
function nearest(layout: Layout, from: string, cards: readonly string[]): string | undefined {
  const start = layout.boxes.get(from);
  const away = (id: string) => {
    const { x = 0, y = 0 } = layout.boxes.get(id) ?? {};
    return [Math.abs(x - (start?.x ?? 0)), Math.abs(y - (start?.y ?? 0))] as const;
  };
  const isNearer = (one: string, other: string) => {
    const [[x, y], [otherX, otherY]] = [away(one), away(other)];
    return x < otherX || (x === otherX && y < otherY);
  };
  return cards.reduce<string | undefined>(
    (best, id) => (best === undefined || isNearer(id, best) ? id : best),
    undefined,
  );
}

function inColumn({ scene, layout }: { scene: Scene; layout: Layout }, from: string): string[] {
  const x = layout.boxes.get(from)?.x;
  return [...scene.cards.keys()]
    .filter((id) => layout.boxes.get(id)?.x === x)
    .sort((a, b) => (layout.boxes.get(a)?.y ?? 0) - (layout.boxes.get(b)?.y ?? 0));
}

/** The cards of the next column that has any. */
function besides(
  { scene, layout }: { scene: Scene; layout: Layout },
  from: string,
  isRight: boolean,
): string[] {
  const x = layout.boxes.get(from)?.x ?? 0;
  const placed = [...scene.cards.keys()].map((id) => ({ id, x: layout.boxes.get(id)?.x ?? 0 }));
  const beyond = placed.filter((card) => (isRight ? card.x > x : card.x < x));
  const next = isRight
    ? Math.min(...beyond.map((card) => card.x))
    : Math.max(...beyond.map((card) => card.x));
  return beyond.filter((card) => card.x === next).map(({ id }) => id);
}
