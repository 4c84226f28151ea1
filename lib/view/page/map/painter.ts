import { groupedBy, lazily } from '../../../manifests/collections';
import { cardElement } from '../cards/card-element';
import type { TextWidths } from '../cards/text-width';
import { el, svg } from '../dom/elements';
import type { Box } from '../layout/layout-types';
import { farPaths } from './far';
import { laneElement } from './lane-element';
import { type Picture, pathsOf } from './picture';
import { type Piece, Pieces, widened } from './pieces';
import { type Area, contains, type Viewport } from './viewport';
import { wireElement } from './wire-element';

/** Below this size names cannot be read, so cards are drawn as plain boxes. */
export const FAR = 0.32;
/** How much more than what is seen is drawn, on each side. */
const AHEAD = 0.4;
/** At most this much of each frame goes into drawing, in milliseconds. */
const BUDGET = 3;

export interface PainterEvents {
  onToggle(lane: string): void;
  /** A card was drawn. */
  onCard(id: string, element: Element): void;
}

/** Draws the part of a map that is seen. While the map moves within what is drawn, nothing happens here. */
export class Painter {
  readonly cards: Pieces;
  private readonly laneLayer = el('div', { class: 'lanes' });
  private readonly cardLayer = el('div', { class: 'cards' });
  private readonly wireLayer = svg('svg', { class: 'wires', 'aria-hidden': 'true' });
  private readonly nearWires = svg('g');
  private readonly farLayer = svg('g', { class: 'far' });
  private readonly lanes: Pieces;
  private readonly wires: Pieces;
  private drawn: Area | undefined;
  private picture: Picture | undefined;
  private isFar = false;
  private frame = 0;

  constructor(
    private readonly canvas: HTMLElement,
    private readonly widths: () => TextWidths,
    private readonly events: PainterEvents,
  ) {
    this.wireLayer.append(this.farLayer, this.nearWires);
    canvas.append(this.laneLayer, this.wireLayer, this.cardLayer);
    this.lanes = new Pieces(this.laneLayer);
    this.wires = new Pieces(this.nearWires);
    this.cards = new Pieces(this.cardLayer, (id, element) => this.events.onCard(id, element));
  }

  /** Draws another picture. */
  show(picture: Picture, viewport: Viewport): void {
    this.picture = picture;
    const { layout, scene } = picture;
    this.canvas.classList.toggle('has-way', picture.way !== undefined);
    this.lanes.reset(
      layout.lanes.flatMap((place, i): Piece[] => {
        const lane = scene.lanes[i];
        const area = { left: 0, right: layout.width, top: place.y, bottom: place.y + place.height };
        return lane
          ? [
              {
                id: place.name,
                area,
                make: () => laneElement(lane, place, layout.width, (name) => this.events.onToggle(name)),
              },
            ]
          : [];
      }),
    );
    this.wires.reset(wirePieces(picture));
    this.cards.reset(cardPieces(picture, this.widths()));
    this.farLayer.replaceChildren();
    this.drawn = undefined;
    this.update(viewport);
  }

  /** Draws what has come into view. @param keep the card that has the focus, which stays */
  update(viewport: Viewport, keep?: string): void {
    const { area, scale } = viewport;
    const isFar = scale < FAR;
    if (this.drawn && contains(this.drawn, area) && isFar === this.isFar) {
      return;
    }
    // What is seen at first is drawn at once, so that nothing flickers.
    const until = this.drawn === undefined ? Number.POSITIVE_INFINITY : performance.now() + BUDGET;
    this.switchTo(isFar);
    this.drawn = widened(area, AHEAD);
    this.lanes.aim(this.drawn);
    const near = isFar ? NOWHERE : this.drawn;
    this.wires.aim(near);
    this.cards.aim(near, keep);
    this.go(until);
  }

  /** Draws everything, for printing. */
  drawAll(): void {
    for (const pieces of [this.lanes, this.wires, this.cards]) {
      pieces.aim(EVERYWHERE);
      pieces.draw(Number.POSITIVE_INFINITY);
    }
    this.drawn = undefined;
  }

  private switchTo(isFar: boolean): void {
    if (isFar && this.picture && this.farLayer.childElementCount === 0) {
      this.farLayer.append(...farPaths(this.picture));
    }
    this.isFar = isFar;
    this.canvas.classList.toggle('is-far', isFar);
  }

  private go(until = performance.now() + BUDGET): void {
    cancelAnimationFrame(this.frame);
    // What is drawn first takes the time of the others.
    const isDone = [this.lanes, this.cards, this.wires].every((pieces) => pieces.draw(until));
    if (!isDone) {
      this.frame = requestAnimationFrame(() => this.go());
    }
  }
}

const NOWHERE: Area = { left: 1, right: 0, top: 1, bottom: 0 };
const EVERYWHERE: Area = {
  left: Number.NEGATIVE_INFINITY,
  right: Number.POSITIVE_INFINITY,
  top: Number.NEGATIVE_INFINITY,
  bottom: Number.POSITIVE_INFINITY,
};

function cardPieces({ scene, layout, columns, way }: Picture, widths: TextWidths): Piece[] {
  const wires = lazily(() => groupedBy(scene.wires, ({ from }) => from));
  const behind = (id: string) => (wires().get(id) ?? []).flatMap(({ to }) => scene.cards.get(to) ?? []);
  return [...scene.cards.values()].flatMap((card) => {
    const box = layout.boxes.get(card.id);
    const step = way?.cards.get(card.id);
    return box
      ? [
          {
            id: card.id,
            area: areaOf(box),
            make: () =>
              cardElement(card, {
                box,
                widths,
                hasGlyph: columns.hasGlyphs,
                step,
                isStop: way?.stops.has(card.id) ?? false,
                behind: behind(card.id),
              }),
          },
        ]
      : [];
  });
}

function wirePieces(picture: Picture): Piece[] {
  return pathsOf(picture).map(({ wire, path }) => ({
    id: wire.id,
    area: path,
    make: () => wireElement(wire, path, picture.way?.wires.get(wire.id)),
  }));
}

function areaOf({ x, y, width, height }: Box): Area {
  return { left: x, top: y, right: x + width, bottom: y + height };
}
