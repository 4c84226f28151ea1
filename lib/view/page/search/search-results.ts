import type { Manifest } from '../../../manifests/manifest';
import { nameOf } from '../../../routing/words/describe-parts';
import type { MapNode } from '../../map/map-types';
import type { Facet, FacetKind } from './filter';

/** What a search finds: a node to go to, an object to look at, or a facet to filter by. */
export type Found =
  | { readonly node: MapNode }
  | { readonly object: Manifest }
  | { readonly facet: Facet; readonly count: number };

/** Results of one kind, the best first. */
export interface FoundGroup {
  readonly heading: string;
  readonly found: readonly Found[];
}

const MOST_NODES = 7;
const MOST_OBJECTS = 6;
const MOST_FACETS = 5;

/** The order of facets among results. */
const KINDS: readonly FacetKind[] = ['namespace', 'host', 'workload', 'code'];

/** What can be found. */
export interface Findable {
  readonly nodes: readonly MapNode[];
  readonly objects: readonly Manifest[];
  readonly facets: ReadonlyMap<FacetKind, ReadonlyMap<string, number>>;
}

/** What a text may mean: names that begin with it come first, then those that have it somewhere. */
export function searchResults(text: string, { nodes, objects, facets }: Findable): FoundGroup[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const isAsked = words.length > 0;
  const found = isAsked
    ? ranked(nodes, words, ({ label, kind, namespace, details }) =>
        [label, kind, namespace, ...details].join(' '),
      )
    : [];
  const shown = new Set(
    nodes.flatMap(({ objects: [first] }) => (first && !first.field ? nameOf(first) : [])),
  );
  const others = isAsked
    ? ranked(objects, words, ({ name, kind, namespace }) => [name, kind, namespace].join(' ')).filter(
        // A card stands for these.
        (object) => !shown.has(nameOf(object)),
      )
    : [];
  const all = KINDS.flatMap((kind) =>
    [...(facets.get(kind) ?? [])].map(([value, count]) => ({ facet: { kind, value }, count })),
  );
  const filters = ranked(all, words, ({ facet }) => `${facet.value} ${facet.kind}`);
  return [
    { heading: 'On the map', found: found.slice(0, MOST_NODES).map((node) => ({ node })) },
    { heading: 'Objects', found: others.slice(0, MOST_OBJECTS).map((object) => ({ object })) },
    { heading: 'Filter the map by', found: filters.slice(0, MOST_FACETS) },
  ].filter((group) => group.found.length > 0);
}

function ranked<Item>(
  items: readonly Item[],
  words: readonly string[],
  textOf: (item: Item) => string,
): Item[] {
  const rated = items.flatMap((item) => {
    const text = textOf(item).toLowerCase();
    const places = words.map((word) => text.indexOf(word));
    return places.includes(-1)
      ? []
      : [{ item, rank: places.reduce((sum, place) => sum + rankOf(text, place), 0) }];
  });
  return rated.sort((a, b) => a.rank - b.rank).map(({ item }) => item);
}

/** The beginning of the text is best, and then the beginning of a word. */
function rankOf(text: string, place: number): number {
  return place === 0 ? 0 : /[\s/.:-]/.test(text[place - 1] ?? '') ? 1 : 2;
}
