import type { Manifest } from '../../../manifests/manifest';
import { keyOf } from '../../map/grouped-ref';
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
  const found = isAsked ? ranked(nodes, words, nodeTexts) : [];
  const shown = new Set(nodes.flatMap(({ objects: [first] }) => (first && !first.field ? keyOf(first) : [])));
  // A card stands for the others.
  const others = isAsked
    ? ranked(
        objects.filter((object) => !shown.has(keyOf(object))),
        words,
        ({ name, kind, namespace }) => [[name, kind, namespace].join(' ')],
      )
    : [];
  const all = KINDS.flatMap((kind) =>
    [...(facets.get(kind) ?? [])].map(([value, count]) => ({ facet: { kind, value }, count })),
  );
  const filters = ranked(all, words, ({ facet }) => [`${facet.value} ${facet.kind}`]);
  const parts: FoundGroup = { heading: 'On the map', found: first(found, MOST_NODES, (node) => ({ node })) };
  const rest: FoundGroup = {
    heading: 'Objects',
    found: first(others, MOST_OBJECTS, (object) => ({ object })),
  };
  const isObject = bestOf(others) < bestOf(found);
  return [
    ...(isObject ? [rest, parts] : [parts, rest]),
    { heading: 'Filter the map by', found: first(filters, MOST_FACETS, (facet) => facet) },
  ].filter((group) => group.found.length > 0);
}

/** What a node is called, and what else is said of it. */
function nodeTexts({ label, kind, namespace, details }: MapNode): string[] {
  return [[label, kind, namespace].join(' '), details.join(' ')];
}

interface Ranked<Item> {
  readonly item: Item;
  /** 0 is best. */
  readonly rank: number;
}

function first<Item>(
  items: readonly Ranked<Item>[],
  most: number,
  foundOf: (item: Item) => Found,
): readonly Found[] {
  return items.slice(0, most).map(({ item }) => foundOf(item));
}

function bestOf(items: readonly Ranked<unknown>[]): number {
  return items[0]?.rank ?? Number.POSITIVE_INFINITY;
}

/** @param textsOf the texts of an item; a word that is only in a later one counts less */
function ranked<Item>(
  items: readonly Item[],
  words: readonly string[],
  textsOf: (item: Item) => readonly string[],
): Ranked<Item>[] {
  const rated = items.flatMap((item): Ranked<Item>[] => {
    const texts = textsOf(item).map((text) => text.toLowerCase());
    const ranks = words.map((word) => rankIn(texts, word));
    const rank = ranks.reduce((sum, one) => sum + one, 0);
    return Number.isFinite(rank) ? [{ item, rank }] : [];
  });
  return rated.sort((a, b) => a.rank - b.rank);
}

/** The beginning of the name is best, and then the beginning of a word. */
function rankIn(texts: readonly string[], word: string): number {
  const at = texts.findIndex((text) => text.includes(word));
  const text = texts[at];
  if (text === undefined) {
    return Number.POSITIVE_INFINITY;
  }
  const place = text.indexOf(word);
  const isWord = place === 0 || /[\s/.:-]/.test(text[place - 1] ?? '');
  return (place === 0 ? 0 : isWord ? 1 : 2) + 4 * at;
}
