/** Fields of specs as they should be, from what may be of any shape: what is of another shape counts as absent. */

import { isRecord } from '../manifests/manifest';

export type Fields = Readonly<Record<string, unknown>>;

const NO_FIELDS: Fields = {};

export function fieldsOf(value: unknown): Fields {
  return isRecord(value) ? value : NO_FIELDS;
}

/** The object in a field; undefined where there is none, which Istio tells from an empty one. */
export function optionalFields(value: unknown): Fields | undefined {
  return isRecord(value) ? value : undefined;
}

export function objectsIn(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

export function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
