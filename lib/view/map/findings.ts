import { groupedBy } from '../../manifests/collections';
import { keyOf } from './grouped-ref';
import type { OpenNode } from './map-builder';
import type { FindingCounts, MapFinding, MapPlace } from './map-types';

interface PlacedNode {
  readonly node: OpenNode;
  readonly place: MapPlace;
}

/** Findings by the nodes that they are about. */
export class PlacedFindings {
  readonly byNode = new Map<OpenNode, number[]>();
  /** The places of the findings that belong to no node. */
  readonly others: number[] = [];

  constructor(nodes: Iterable<OpenNode>, findings: readonly MapFinding[]) {
    const places = [...nodes].flatMap((node) => node.objects.map((place) => ({ node, place })));
    const byObject = groupedBy(places, ({ place }) => keyOf(place));
    for (const [at, finding] of findings.entries()) {
      const found = nodesFor(byObject.get(keyOf(finding.object)) ?? [], finding.field ?? '');
      for (const node of found) {
        this.byNode.set(node, [...(this.byNode.get(node) ?? []), at]);
      }
      if (found.length === 0) {
        this.others.push(at);
      }
    }
  }
}

/** How many of each level there are. */
export function countsOf(findings: readonly MapFinding[], places: readonly number[]): FindingCounts {
  const levels = places.map((place) => findings[place]?.level);
  const count = (wanted: MapFinding['level']) => levels.filter((level) => level === wanted).length;
  return { errors: count('Error'), warnings: count('Warning'), notes: count('Info') };
}

/** The nodes whose field is the closest to a field: the field itself, or one that contains it; else all of the object. */
function nodesFor(places: readonly PlacedNode[], field: string): readonly OpenNode[] {
  let longest = 0;
  let found: OpenNode[] = [];
  for (const { node, place } of places) {
    const { field: outer = '' } = place;
    const isWithin = outer === '' || isIn(field, outer);
    if (isWithin && outer.length >= longest) {
      found = outer.length > longest ? [] : found;
      longest = outer.length;
      found.push(node);
    }
  }
  return [...new Set(found.length > 0 ? found : places.slice(0, 1).map(({ node }) => node))];
}

function isIn(field: string, outer: string): boolean {
  const next = field[outer.length];
  return field.startsWith(outer) && (next === undefined || next === '.' || next === '[');
}
