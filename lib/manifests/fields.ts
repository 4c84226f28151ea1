import { isRecord } from './manifest';

/**
 * Fields of specs, read from values of unknown shape. A value of another shape than the caller wants counts as absent.
 */
export type Fields = Readonly<Record<string, unknown>>;

const NO_FIELDS: Fields = {};

/** The fields of an object. A value that is not an object has no fields. */
export function fieldsOf(value: unknown): Fields {
  return isRecord(value) ? value : NO_FIELDS;
}

/** The fields of an object; undefined for any other value. To Istio, an absent object is not an empty one. */
export function optionalFields(value: unknown): Fields | undefined {
  return isRecord(value) ? value : undefined;
}

/** The objects in a list. */
export function objectsIn(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** The objects in a list, each with its index. */
export function fieldEntries(value: unknown): [place: number, fields: Fields][] {
  return entriesOf(value, isRecord);
}

/** The strings in a list. */
export function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter(isText) : [];
}

/** The strings in a list, each with its index. */
export function textEntries(value: unknown): [place: number, text: string][] {
  return entriesOf(value, isText);
}

export function textOf(value: unknown): string | undefined {
  return isText(value) ? value : undefined;
}

export function textOrEmpty(value: unknown): string {
  return isText(value) ? value : '';
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function entriesOf<Item>(list: unknown, is: (value: unknown) => value is Item): [number, Item][] {
  const entries: [number, Item][] = [];
  const items: readonly unknown[] = Array.isArray(list) ? list : [];
  // Nearly all code reads lists by this function; an iterator would take twice the time.
  for (let place = 0; place < items.length; place++) {
    const item = items[place];
    if (is(item)) {
      entries.push([place, item]);
    }
  }
  return entries;
}
