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
  if (!ISTIO_GROUPS.includes(group) || !hasNullField(spec, new Set())) {
    return manifest;
  }
  const stored = copyWithoutNulls(spec, new Map());
  return { ...manifest, spec: stored, object: { ...manifest.object, spec: stored } };
}

/** @param seen what aliases lead to more than once is looked at once */
function hasNullField(value: unknown, seen: Set<unknown>, depth = 0): boolean {
  if (typeof value !== 'object' || value === null || seen.has(value) || depth > MAX_DEPTH) {
    return false;
  }
  seen.add(value);
  if (Array.isArray(value)) {
    return value.some((item) => hasNullField(item, seen, depth + 1));
  }
  return Object.values(value).some((field) => field === null || hasNullField(field, seen, depth + 1));
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
