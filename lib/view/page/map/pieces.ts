import type { Area } from './viewport';

/** Something of the map that can be drawn by itself. */
export interface Piece {
  readonly id: string;
  readonly area: Area;
  make(): Element;
}

/** Draws of many pieces those that are near to what is seen, a few in each frame. */
export class Pieces {
  private pieces: readonly Piece[] = [];
  private readonly drawn = new Map<string, Element>();
  private waiting: Piece[] = [];

  /** @param onAdd called with each element when it is made */
  constructor(
    private readonly parent: Element,
    private readonly onAdd: (id: string, element: Element) => void = () => {},
  ) {}

  /** Other pieces in the place of those before. */
  reset(pieces: readonly Piece[]): void {
    this.pieces = pieces;
    this.drawn.clear();
    this.waiting = [];
    this.parent.replaceChildren();
  }

  /** Takes away what is not in the window, and queues what is and is not drawn yet. */
  aim(window: Area, keep?: string): void {
    const wanted = new Set<string>();
    this.waiting = [];
    for (const piece of this.pieces) {
      if (piece.id === keep || overlap(piece.area, window)) {
        wanted.add(piece.id);
        if (!this.drawn.has(piece.id)) {
          this.waiting.push(piece);
        }
      }
    }
    // The last one is drawn first, and the order on the page is that of the pieces.
    this.waiting.reverse();
    for (const [id, element] of this.drawn) {
      if (!wanted.has(id)) {
        element.remove();
        this.drawn.delete(id);
      }
    }
  }

  /** Draws what waits, until some time. @returns whether all is drawn */
  draw(until: number): boolean {
    const fresh: Element[] = [];
    while (this.waiting.length > 0 && (fresh.length % 4 !== 3 || performance.now() < until)) {
      const piece = this.waiting.pop();
      if (piece) {
        fresh.push(this.add(piece));
      }
    }
    this.parent.append(...fresh);
    return this.waiting.length === 0;
  }

  /** The element of a piece, which is drawn now if it is not yet. */
  element(id: string): Element | undefined {
    const known = this.drawn.get(id);
    const piece = known ? undefined : this.pieces.find((one) => one.id === id);
    if (!piece) {
      return known;
    }
    const made = this.add(piece);
    this.parent.append(made);
    this.waiting = this.waiting.filter((one) => one !== piece);
    return made;
  }

  /** What is drawn at the moment. */
  get shown(): ReadonlyMap<string, Element> {
    return this.drawn;
  }

  private add(piece: Piece): Element {
    const element = piece.make();
    this.drawn.set(piece.id, element);
    this.onAdd(piece.id, element);
    return element;
  }
}

function overlap(one: Area, other: Area): boolean {
  return (
    one.left <= other.right && one.right >= other.left && one.top <= other.bottom && one.bottom >= other.top
  );
}

/** An area with as much again around it. */
export function widened({ left, top, right, bottom }: Area, by: number): Area {
  const [dx, dy] = [(right - left) * by, (bottom - top) * by];
  return { left: left - dx, top: top - dy, right: right + dx, bottom: bottom + dy };
}
