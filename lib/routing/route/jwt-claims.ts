import { isRecord } from '../../manifests/manifest';

/** Claims with several values, separated by spaces. (H2) */
const SPACED = new Set(['scope', 'permission']);

/** The strings of a claim, which is a string or a list of strings. */
export function claimOf(
  claims: Readonly<Record<string, unknown>> | undefined,
  path: readonly string[],
): readonly string[] {
  const value = path.reduce<unknown>(
    (inner, key) => (isRecord(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined),
    claims,
  );
  if (typeof value === 'string') {
    return path.length === 1 && SPACED.has(path[0] as string) ? value.split(' ') : [value];
  }
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
