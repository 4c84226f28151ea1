import { ISTIO_GROUPS } from '../../manifests/kinds';
import { isRecord, type Manifest } from '../../manifests/manifest';

/** Deeper than any schema of Istio's. Values below are configuration of Envoy. */
const MAX_DEPTH = 64;

/**
 * An object of Istio's as the API server stores it: without fields that are null. Most objects have none, and are returned
 * unchanged.
 */
export function withoutNulls(manifest: Manifest): Manifest {
  const { group, spec } = manifest;
  if (!ISTIO_GROUPS.includes(group) || !mayHaveNullField(spec)) {
    return manifest;
  }
  const stored = copyWithoutNulls(spec, new Map());
  return { ...manifest, spec: stored, object: { ...manifest.object, spec: stored } };
}

/** An object with more values is copied without looking for nulls first. */
const MANY = 10_000;

/** Whether a field is null, or there are so many values, perhaps by aliases of aliases, that searching takes long. */
function mayHaveNullField(spec: unknown): boolean {
  let looked = 0;
  const look = (value: unknown, depth: number): boolean => {
    if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) {
      return false;
    }
    looked++;
    if (looked > MANY) {
      return true;
    }
    // This runs for every value of every object, and lists of entries or functions made for it would cost more than the search.
    if (Array.isArray(value)) {
      for (let i = 0; i < value.length; i++) {
        if (look(value[i], depth + 1)) {
          return true;
        }
      }
      return false;
    }
    for (const name in value) {
      const field = (value as Readonly<Record<string, unknown>>)[name];
      if (field === null || look(field, depth + 1)) {
        return true;
      }
    }
    return false;
  };
  return look(spec, 0);
}

function copyWithoutNulls(value: unknown, copies: Map<unknown, unknown>, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) {
    return value;
  }
  const copy = (inner: unknown) => copyWithoutNulls(inner, copies, depth + 1);
  const known =
    copies.get(value) ??
    (isRecord(value)
      ? Object.fromEntries(
          Object.entries(value).flatMap(([name, field]) => (field === null ? [] : [[name, copy(field)]])),
        )
      : (value as unknown[]).map(copy));
  copies.set(value, known);
  return known;
}
