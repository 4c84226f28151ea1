import { isRecord } from './manifest';

/** A map whose values nobody has looked at yet. */
export type Fields = Readonly<Record<string, unknown>>;

const NONE: Fields = {};

/** The value as a map; an empty one where it is none. */
export function fieldsOf(value: unknown): Fields {
  return isRecord(value) ? value : NONE;
}

/** The maps in a list, each with its place; whatever else is in it is passed over. */
export function mapsIn(value: unknown): [place: number, fields: Fields][] {
  return itemsOf(value, isRecord);
}

/** The texts in a list, each with its place; whatever else is in it is passed over. */
export function textsIn(value: unknown): [place: number, text: string][] {
  return itemsOf(value, isText);
}

/** The value as a text; empty where it is none. */
export function textOf(value: unknown): string {
  return isText(value) ? value : '';
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function itemsOf<Item>(list: unknown, is: (value: unknown) => value is Item): [number, Item][] {
  const items: [number, Item][] = [];
  for (const [place, item] of Array.isArray(list) ? list.entries() : []) {
    if (is(item)) {
      items.push([place, item]);
    }
  }
  return items;
}
