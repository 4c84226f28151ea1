import { isRecord } from '../../manifests/manifest';

type Json = Readonly<Record<string, unknown>>;

/** The API server refuses an object with such a field, so that no proxy gets it. */
export class Malformed extends Error {}

/** The map in a field; empty where there is no such field. Here and below, `null` counts as absent. */
export function recordAt(parent: Json, field: string): Json {
  return optionalRecordAt(parent, field) ?? {};
}

export function optionalRecordAt(parent: Json, field: string): Json | undefined {
  const value = parent[field] ?? undefined;
  if (value !== undefined && !isRecord(value)) {
    throw new Malformed(`"${field}" is not a map`);
  }
  return value;
}

export function recordsAt(parent: Json, field: string): readonly Json[] {
  return listAt(parent, field).map((item) => {
    if (!isRecord(item)) {
      throw new Malformed(`"${field}" has an entry that is not a map`);
    }
    return item;
  });
}

export function textsAt(parent: Json, field: string): readonly string[] {
  return listAt(parent, field).map((item) => {
    if (typeof item !== 'string') {
      throw new Malformed(`"${field}" has an entry that is not a string`);
    }
    return item;
  });
}

/** The string in a field; empty where there is no such field, as in Istio's own types. */
export function textAt(parent: Json, field: string): string {
  const value = parent[field] ?? '';
  if (typeof value !== 'string') {
    throw new Malformed(`"${field}" is not a string`);
  }
  return value;
}

export function flagAt(parent: Json, field: string): boolean {
  const value = parent[field] ?? false;
  if (typeof value !== 'boolean') {
    throw new Malformed(`"${field}" is neither true nor false`);
  }
  return value;
}

export function choiceAt<Choice extends string>(
  parent: Json,
  field: string,
  choices: readonly Choice[],
): Choice | undefined {
  const value = textAt(parent, field);
  const choice = choices.find((known) => known === value);
  if (value !== '' && choice === undefined) {
    throw new Malformed(`"${field}" is "${value}", and not one of ${choices.join(', ')}`);
  }
  return choice;
}

function listAt(parent: Json, field: string): readonly unknown[] {
  const value = parent[field] ?? [];
  if (!Array.isArray(value)) {
    throw new Malformed(`"${field}" is not a list`);
  }
  return value;
}
