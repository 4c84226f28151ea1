import { isRecord } from './manifest';

type Render = (item: never) => unknown;

/** The items of a list as they are written; another value as it is. */
export function listOf(value: unknown, toJson?: Render): unknown {
  return Array.isArray(value) && toJson ? value.map((item) => toJson(item as never)) : value;
}

/** The values of a map as they are written; another value as it is. */
export function mapOf(value: unknown, toJson?: Render): unknown {
  if (!isRecord(value)) {
    return value;
  }
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, toJson ? toJson(item as never) : item]));
}

/**
 * The fields of an object that are known, in the order of the schema, and then all others.
 *
 * @param aliases names of fields that have another name in `known`
 */
export function withUnknown(
  known: Readonly<Record<string, unknown>>,
  obj: object,
  ...aliases: readonly string[]
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(known)) {
    if (value !== undefined) {
      result[key] = value;
    }
  }
  for (const [key, value] of Object.entries(obj)) {
    if (!(key in known) && !aliases.includes(key) && value !== undefined) {
      result[key] = value;
    }
  }
  return result;
}
