import { ISTIO_GROUPS } from '../../manifests/kinds';
import { isRecord, type Manifest } from '../../manifests/manifest';

/** Deeper than any schema of Istio's: what is below belongs to Envoy. */
const MAX_DEPTH = 64;

/**
 * An object of Istio's as the API server stores it, where a field that is null is not set. Most have no nulls; they are
 * returned as they are.
 */
export function withoutNulls(manifest: Manifest): Manifest {
  const { group, spec } = manifest;
  if (!ISTIO_GROUPS.includes(group) || !mayHaveNullField(spec)) {
    return manifest;
  }
  const stored = copyWithoutNulls(spec, new Map());
  return { ...manifest, spec: stored, object: { ...manifest.object, spec: stored } };
}

/** More than a person writes; what has more is copied without a look. */
const MANY = 10_000;

/** Whether a field is null, or so much is there, perhaps by aliases of aliases, that it would take long to tell. */
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
    // Every value of every object comes by here, so that lists of them would cost more than the look.
    for (const name in value) {
      const field = (value as Readonly<Record<string, unknown>>)[name];
      if ((field === null && !Array.isArray(value)) || look(field, depth + 1)) {
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
  const copy = (one: unknown) => copyWithoutNulls(one, copies, depth + 1);
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
