import { groupedBy } from '../../manifests/collections';
import type { Encryption, MapColumn, MapNode } from '../map/mesh-map';

/** A node of a drawing. It may stand for several nodes of a map. */
export interface DrawnNode {
  readonly id: string;
  readonly column: MapColumn | 'request' | 'answer';
  readonly kind: MapNode['kind'] | 'request' | 'answer';
  readonly namespace: string;
  /** Lines of plain text. */
  readonly lines: readonly string[];
  /** What it is called in a list of its like. */
  readonly name?: string;
  /** The VirtualService of a route. */
  readonly owner?: string;
  readonly look?: 'broken' | 'unmodelled' | 'guarded' | 'denied' | 'unreached';
}

/** An edge of a drawing. It may stand for several edges of a map. */
export interface DrawnEdge {
  readonly from: string;
  readonly to: string;
  readonly shares: readonly number[];
  readonly mirrors: readonly number[];
  readonly encryptions: readonly Encryption[];
  readonly isBroken: boolean;
}

/** A drawing: what is to be written down, in this order. */
export interface Drawing {
  readonly nodes: readonly DrawnNode[];
  readonly edges: readonly DrawnEdge[];
  /** What the drawing leaves out, in sentences without their full stop. */
  readonly leftOut: readonly string[];
}

/**
 * A drawing in which nodes of the same group have become one, and edges those between the new nodes. A new node has the id of
 * the first of its group.
 */
export function regrouped(
  { nodes, edges, leftOut }: Drawing,
  groupOf: (node: DrawnNode) => string,
  joined: (group: readonly [DrawnNode, ...DrawnNode[]]) => Omit<DrawnNode, 'id'>,
): Drawing {
  const groups = [...groupedBy(nodes, groupOf).values()];
  const renamed = new Map(groups.flatMap((group) => group.map(({ id }) => [id, group[0].id] as const)));
  const moved = edges.flatMap((edge) => {
    const [from, to] = [renamed.get(edge.from), renamed.get(edge.to)];
    return from === undefined || to === undefined || from === to ? [] : [{ ...edge, from, to }];
  });
  return {
    nodes: groups.map((group) => (group.length === 1 ? group[0] : { ...joined(group), id: group[0].id })),
    edges: mergedEdges(moved),
    leftOut,
  };
}

/** Edges between the same nodes as one. */
export function mergedEdges(edges: Iterable<DrawnEdge>): readonly DrawnEdge[] {
  const merged = new Map<string, DrawnEdge>();
  for (const edge of edges) {
    const key = `${edge.from} > ${edge.to}`;
    const known = merged.get(key);
    merged.set(key, known ? together(known, edge) : edge);
  }
  return [...merged.values()];
}

function together(one: DrawnEdge, other: DrawnEdge): DrawnEdge {
  return {
    from: one.from,
    to: one.to,
    shares: [...new Set([...one.shares, ...other.shares])],
    mirrors: [...new Set([...one.mirrors, ...other.mirrors])],
    encryptions: [...new Set([...one.encryptions, ...other.encryptions])],
    isBroken: one.isBroken && other.isBroken,
  };
}

/** The nodes before and behind each node, as texts: nodes with the same texts stand in the same place. */
export function placesIn(edges: readonly DrawnEdge[]): (id: string) => { before: string; behind: string } {
  const numbers = new Map<string, number>();
  const numberOf = (id: string) => {
    const known = numbers.get(id) ?? numbers.size;
    numbers.set(id, known);
    return known;
  };
  const pairs = edges.map(({ from, to }) => ({ from, to, source: numberOf(from), target: numberOf(to) }));
  const before = groupedBy(pairs, ({ to }) => to);
  const behind = groupedBy(pairs, ({ from }) => from);
  const text = (places: readonly number[] = []) => [...places].sort((a, b) => a - b).join(' ');
  return (id) => ({
    before: text(before.get(id)?.map(({ source }) => source)),
    behind: text(behind.get(id)?.map(({ target }) => target)),
  });
}
