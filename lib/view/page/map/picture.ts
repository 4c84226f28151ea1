import { type Layout, linkKey } from '../layout/layout-types';
import type { Columns } from './columns';
import type { Scene, Wire } from './scene';
import { type WirePath, wirePath } from './wire-element';

/** What is drawn, and how. */
export interface Picture {
  readonly scene: Scene;
  readonly layout: Layout;
  readonly columns: Columns;
  /** The cards and wires on the way of a request, with their places in it; undefined if no way is shown. */
  readonly way:
    | {
        readonly cards: ReadonlyMap<string, number>;
        readonly wires: ReadonlyMap<string, number>;
        /** The cards where all of the way ends without an answer. */
        readonly stops: ReadonlySet<string>;
      }
    | undefined;
}

/** The wires of a picture with their ways. */
export function pathsOf({ scene, layout }: Pick<Picture, 'scene' | 'layout'>) {
  return scene.wires.flatMap((wire): { wire: Wire; path: WirePath }[] => {
    const [from, to] = [layout.boxes.get(wire.from), layout.boxes.get(wire.to)];
    return from && to ? [{ wire, path: wirePath(from, to, layout.bends.get(linkKey(wire))) }] : [];
  });
}
