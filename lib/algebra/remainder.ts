import { memoized } from '../manifests/collections';
import type { Fields } from '../manifests/fields';
import { allValuesOf, type Values } from './domains';
import { isWhole, matchRequirements } from './match-requirements';
import { type Field, partOf, type Requirement } from './requirement';
import { Undecidable } from './undecidable';

/** Requests, by the values of their parts. Other parts may have any value. */
type Box = ReadonlyMap<string, Part>;

interface Part {
  readonly field: Field;
  readonly values: Values;
}

/** More pieces than these come only from matches that nobody writes by hand. */
const MOST_PIECES = 200;
const MOST_COVERS = 50;

/**
 * The matches that together take all requests of a match, without those that are not needed for that: their places in a list.
 * Undefined where a request is left, where that cannot be decided within a bound, and where no request meets the match.
 *
 * @param match what requests ask for; conditions that are not on requests are left out, as they can only narrow it
 * @param others matches of which all conditions are on requests
 */
export const coverOf = memoized(
  (match: Fields, others: readonly Fields[]) => JSON.stringify([match, others]),
  cover,
);

function cover(match: Fields, others: readonly Fields[]): readonly number[] | undefined {
  try {
    const box = boxOf(matchRequirements(match));
    const meeting = others
      .map((other, place) => ({ place, box: wholeBox(other) }))
      .filter((other): other is { place: number; box: Box } => other.box !== undefined)
      .filter((other) => !isDisjoint(box, other.box));
    if ([...box.values()].some(({ values }) => isEmpty(values)) || meeting.length > MOST_COVERS) {
      return undefined;
    }
    const isAll = (covers: typeof meeting) =>
      !isLeft(
        box,
        covers.map((cover) => cover.box),
        { pieces: 0 },
      );
    if (!isAll(meeting)) {
      return undefined;
    }
    // Later ones go first, so that of two that do the same the earlier one is named.
    const needed = meeting.reduceRight((kept, one) => {
      const rest = kept.filter((other) => other !== one);
      return isAll(rest) ? rest : kept;
    }, meeting);
    return needed.map(({ place }) => place);
  } catch (error) {
    if (error instanceof Undecidable) {
      return undefined;
    }
    throw error;
  }
}

/** The requests that meet a match; undefined where that is not known. */
function wholeBox(match: Fields): Box | undefined {
  try {
    return isWhole(match) ? boxOf(matchRequirements(match)) : undefined;
  } catch (error) {
    if (error instanceof Undecidable) {
      return undefined;
    }
    throw error;
  }
}

function boxOf(requirements: readonly Requirement[]): Box {
  const box = new Map<string, Part>();
  for (const requirement of requirements) {
    const { field, wants } = requirement;
    if (wants !== 'any') {
      const part = partOf(requirement);
      const values = both(box.get(part)?.values ?? allValuesOf(field), wantedBy(requirement));
      box.set(part, { field, values });
    }
  }
  return box;
}

/** The values that meet a requirement. */
function wantedBy({ field, atoms, wants, missingIsUnwanted }: Requirement): Values {
  const { texts } = allValuesOf(field);
  const [first, ...others] = atoms.map((atom) => atom.language());
  if (wants === 'one') {
    return { texts: first ?? texts, mayBeMissing: false };
  }
  return {
    texts: first
      ? others.reduce((left, unwanted) => left.without(unwanted), texts.without(first))
      : texts.without(texts),
    mayBeMissing: !missingIsUnwanted,
  };
}

/**
 * Whether a request of a box is in none of the others.
 *
 * @throws Undecidable
 */
function isLeft(box: Box, others: readonly Box[], bound: { pieces: number }): boolean {
  const place = others.findIndex((other) => !isDisjoint(box, other));
  const other = others[place];
  if (!other) {
    return true;
  }
  const later = others.slice(place + 1);
  let inside = box;
  for (const [part, { field, values }] of other) {
    const own = inside.get(part)?.values ?? allValuesOf(field);
    const outside = without(own, values);
    if (!isEmpty(outside)) {
      bound.pieces += 1;
      if (bound.pieces > MOST_PIECES) {
        throw new Undecidable(`the matches cut the requests into more than ${MOST_PIECES} pieces`);
      }
      if (isLeft(new Map(inside).set(part, { field, values: outside }), later, bound)) {
        return true;
      }
    }
    inside = new Map(inside).set(part, { field, values: both(own, values) });
  }
  return false;
}

function isDisjoint(box: Box, other: Box): boolean {
  return [...other].some(([part, { field, values }]) =>
    isEmpty(both(box.get(part)?.values ?? allValuesOf(field), values)),
  );
}

function both(one: Values, other: Values): Values {
  return { texts: one.texts.and(other.texts), mayBeMissing: one.mayBeMissing && other.mayBeMissing };
}

function without(one: Values, other: Values): Values {
  return { texts: one.texts.without(other.texts), mayBeMissing: one.mayBeMissing && !other.mayBeMissing };
}

function isEmpty({ texts, mayBeMissing }: Values): boolean {
  return !mayBeMissing && texts.isEmpty;
}
