import type { Outcome } from '../../../routing';
import type { MeshMap } from '../../map/map-types';
import type { HopPlaces } from '../../map/places-of-trace';
import type { Box, Layout } from '../layout/layout-types';
import type { Picture } from './picture';
import type { Scene } from './scene';

/** Of more namespaces than these, only those on a way are shown with it. */
const MOST_LANES = 8;

/** The nodes and edges on the way of a request, each with its place in it. */
export interface Way {
  readonly nodes: ReadonlyMap<string, number>;
  readonly edges: ReadonlyMap<string, number>;
  /** The nodes where all of it ends without an answer of the destination. */
  readonly stops: ReadonlySet<string>;
}

/** What the client gets if nobody wants its request. */
const ENDS: readonly Outcome['is'][] = ['denied', 'failed', 'refused', 'closed'];

/** Whether every outcome is a failure: the request is denied, fails, or gets no connection. */
export function isRefused(outcomes: readonly Outcome[]): boolean {
  return outcomes.every(({ is }) => ENDS.includes(is));
}

/** The way of a trace. The first time that it comes to a node or an edge counts. */
export function wayOf(places: readonly HopPlaces[], outcomes: readonly Outcome[]): Way {
  const steps = (idsOf: (place: HopPlaces) => readonly string[]) =>
    new Map(places.flatMap((place, step) => idsOf(place).map((id) => [id, step] as const)).reverse());
  const last = places.findLast(({ nodes }) => nodes.length > 0);
  return {
    nodes: steps(({ nodes }) => nodes),
    edges: steps(({ edges }) => edges),
    stops: new Set(isRefused(outcomes) ? last?.nodes : []),
  };
}

/** In maps with many namespaces, those on the way are shown alone, so that it is seen whole; undefined for all of them. */
export function lanesOnWay({ nodes }: MeshMap, way: Way): Set<string> | undefined {
  const all = new Set(nodes.map(({ namespace }) => namespace));
  const onWay = new Set(nodes.filter(({ id }) => way.nodes.has(id)).map(({ namespace }) => namespace));
  return all.size > MOST_LANES && onWay.size > 0 ? onWay : undefined;
}

/** The cards and wires that light up. */
export function wayOnScene(scene: Scene, { nodes, edges, stops }: Way): Picture['way'] {
  const cards = new Map<string, number>();
  for (const [id, step] of nodes) {
    const card = scene.cardOf.get(id);
    if (card !== undefined && !cards.has(card)) {
      cards.set(card, step);
    }
  }
  const wires = new Map<string, number>();
  for (const wire of scene.wires) {
    const steps = wire.edges.flatMap(({ id }) => edges.get(id) ?? []);
    if (steps.length > 0) {
      wires.set(wire.id, Math.min(...steps));
    }
  }
  return { cards, wires, stops: new Set([...stops].flatMap((id) => scene.cardOf.get(id) ?? [])) };
}

/** The box around the cards of some nodes; undefined if none of them is drawn. */
export function boxAround(
  { scene, layout }: { readonly scene: Scene; readonly layout: Layout },
  nodes: Iterable<string>,
): Box | undefined {
  const boxes = [...nodes].flatMap((id) => {
    const card = scene.cardOf.get(id);
    return (card !== undefined && layout.boxes.get(card)) || [];
  });
  if (boxes.length === 0) {
    return undefined;
  }
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}
