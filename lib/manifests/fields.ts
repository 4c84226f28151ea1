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
  return entriesOf(value).filter((entry): entry is [number, Record<string, unknown>] => isRecord(entry[1]));
}

/** The texts in a list, each with its place; whatever else is in it is passed over. */
export function textsIn(value: unknown): [place: number, text: string][] {
  return entriesOf(value).filter((entry): entry is [number, string] => typeof entry[1] === 'string');
}

/** The value as a text; empty where it is none. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function entriesOf(value: unknown): [number, unknown][] {
  return Array.isArray(value) ? [...value.entries()] : [];
}
