import type { MapNode } from '../../map/map-types';
import type { Facet, FacetKind } from './filter';

/** What a search finds: a node to go to, or a facet to filter by. */
export type Found = { readonly node: MapNode } | { readonly facet: Facet; readonly count: number };

const MOST_NODES = 8;
const MOST_FACETS = 6;

/** The order of facets among results. */
const KINDS: readonly FacetKind[] = ['namespace', 'host', 'workload', 'code'];

/** What a text may mean: names that begin with it come first, then those that have it somewhere. */
export function searchResults(
  text: string,
  nodes: readonly MapNode[],
  facets: ReadonlyMap<FacetKind, ReadonlyMap<string, number>>,
): Found[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = ranked(nodes, words, ({ label, kind, namespace, details }) =>
    [label, kind, namespace, ...details].join(' '),
  ).slice(0, MOST_NODES);
  const all = KINDS.flatMap((kind) =>
    [...(facets.get(kind) ?? [])].map(([value, count]) => ({ facet: { kind, value }, count })),
  );
  const filters = ranked(all, words, ({ facet }) => `${facet.value} ${facet.kind}`).slice(0, MOST_FACETS);
  return [...(words.length > 0 ? found.map((node) => ({ node })) : []), ...filters];
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
