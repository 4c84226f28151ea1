import type { TextWidths } from '../cards/text-width';
import type { Box, Layout } from '../layout/layout-types';
import type { Columns } from './columns';
import { placed, type Room } from './map-layout';
import type { Scene } from './scene';
import { boxAround } from './way';

/** What is drawn, and where. */
export class Arrangement {
  private constructor(
    readonly scene: Scene,
    readonly layout: Layout,
    readonly columns: Columns,
  ) {}

  /** Before anything is drawn. */
  static nothing(): Arrangement {
    return new Arrangement(
      { cards: new Map(), wires: [], lanes: [], columns: [], cardOf: new Map() },
      { boxes: new Map(), lanes: [], bends: new Map(), width: 0, height: 0 },
      { places: [], hasGlyphs: true },
    );
  }

  static of(scene: Scene, widths: TextWidths, room: Room): Arrangement {
    const { layout, columns } = placed(scene, widths, room);
    return new Arrangement(scene, layout, columns);
  }

  boxOf(node: string | undefined): Box | undefined {
    const card = node === undefined ? undefined : this.scene.cardOf.get(node);
    return card === undefined ? undefined : this.layout.boxes.get(card);
  }

  /** The box around the cards of some nodes; undefined if none of them is drawn. */
  boxAround(nodes: Iterable<string>): Box | undefined {
    return boxAround(this, nodes);
  }

  /** The cards of some nodes. */
  cardsOf(nodes: readonly string[]): Set<string> {
    return new Set(nodes.flatMap((id) => this.scene.cardOf.get(id) ?? []));
  }

  get laneNames(): string[] {
    return this.scene.lanes.map(({ name }) => name);
  }

  /** Where a namespace begins. */
  topOf(lane: string): number {
    return this.layout.lanes.find(({ name }) => name === lane)?.y ?? 0;
  }
}
