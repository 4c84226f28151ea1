/** Values that are told apart by conditions, some of which are to be put into words. */
export interface Valued {
  /** What has the values: `path`, `header x-group`. */
  readonly name: string;
  /** For each value, whether it meets each of the conditions. */
  readonly truths: readonly (readonly boolean[])[];
  /** How to say each of the conditions. */
  readonly conditions: readonly string[];
  /** The place of the value that stands for requests without the part. */
  readonly absent?: number;
}

/** More exceptions than these would hide what they are exceptions from. */
const MOST_EXCEPTIONS = 4;

/** How to say that a value is one of some; undefined if it may be any. */
export function subsetWords(valued: Valued, subset: ReadonlySet<number>): string | undefined {
  const { name, truths, absent } = valued;
  if (subset.size === truths.length) {
    return undefined;
  }
  const hasAbsent = absent !== undefined && subset.has(absent);
  const present = new Set([...subset].filter((place) => place !== absent));
  const all = truths.flatMap((_, place) => (place === absent ? [] : [place]));
  if (present.size === 0) {
    return `without ${name}`;
  }
  if (!hasAbsent) {
    return present.size === all.length ? `any ${name}` : `${name} ${presentWords(valued, present, all)}`;
  }
  const excluded = presentWords(valued, new Set(all.filter((place) => !present.has(place))), all);
  return isNegative(excluded)
    ? `${name} ${presentWords(valued, present, all)}, or none`
    : `without ${name} ${excluded}`;
}

function isNegative(words: string): boolean {
  return ['other than', 'not ', 'neither '].some((start) => words.startsWith(start));
}

function presentWords(valued: Valued, subset: ReadonlySet<number>, all: readonly number[]): string {
  const range = oneRange(valued, subset, all);
  if (range !== undefined) {
    return range;
  }
  const ranges = [...subset].map((place) => oneRange(valued, new Set([place]), all));
  const named = ranges.filter((words) => words !== undefined);
  const others = ranges.length - named.length;
  return [...named, ...(others === 0 ? [] : [others === 1 ? 'another' : 'others'])].join(' or ');
}

/** The values of the narrowest condition that has them all, without those of conditions that have none of them. */
function oneRange(
  { truths, conditions }: Valued,
  subset: ReadonlySet<number>,
  all: readonly number[],
): string | undefined {
  const meeting = (condition: number) => all.filter((place) => truths[place]?.[condition]);
  const sets = conditions.map((words, condition) => ({ words, places: meeting(condition) }));
  const around = sets
    .filter(({ places }) => [...subset].every((place) => places.includes(place)))
    .sort((a, b) => a.places.length - b.places.length);
  for (const { words, places } of [...around, { words: '', places: all }]) {
    const excluded = exceptionsFor(
      places.filter((place) => !subset.has(place)),
      sets.filter((set) => !set.places.some((place) => subset.has(place))),
    );
    if (excluded) {
      return rangeWords(words, excluded);
    }
  }
  return undefined;
}

/** Few conditions that together have all of the places; undefined if there are none. */
function exceptionsFor(
  places: readonly number[],
  sets: readonly { readonly words: string; readonly places: readonly number[] }[],
): readonly string[] | undefined {
  const left = new Set(places);
  const chosen: string[] = [];
  const sizeOf = (set: (typeof sets)[number]) => set.places.filter((place) => left.has(place)).length;
  while (left.size > 0) {
    const best = sets.reduce<(typeof sets)[number] | undefined>(
      (known, set) => (sizeOf(set) > (known ? sizeOf(known) : 0) ? set : known),
      undefined,
    );
    if (!best) {
      return undefined;
    }
    chosen.push(best.words);
    for (const place of best.places) {
      left.delete(place);
    }
  }
  return chosen;
}

function rangeWords(words: string, excluded: readonly string[]): string {
  if (excluded.length === 0) {
    return words;
  }
  const named = excluded.slice(0, MOST_EXCEPTIONS);
  const rest = excluded.length - named.length;
  const all = [...named, ...(rest > 0 ? [`${rest} more`] : [])];
  if (words !== '') {
    return `${words} but ${noneOf(all)}`;
  }
  return named.every(isQuoted) ? `other than ${all.join(' or ')}` : noneOf(all);
}

/** `not A or B` could be read as `not A, or else B`. */
function noneOf(conditions: readonly string[]): string {
  return conditions.length === 1 ? `not ${conditions[0]}` : `neither ${conditions.join(' nor ')}`;
}

function isQuoted(words: string): boolean {
  return words.startsWith('"');
}
