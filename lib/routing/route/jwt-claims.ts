import { isRecord } from '../../manifests/manifest';

const PREFIX = '@request.auth.claims';
/** Claims with several values, separated by spaces. (H2) */
const SPACED = new Set(['scope', 'permission']);

/** The path of the claim that a header condition means; undefined if it means a header. (E9) */
export function claimPath(header: string): readonly string[] | undefined {
  if (header.slice(0, PREFIX.length).toLowerCase() !== PREFIX) {
    return undefined;
  }
  const rest = header.slice(PREFIX.length);
  if (rest.startsWith('.') && rest.length > 1) {
    return rest.slice(1).split('.');
  }
  return /^(\[[^\]]*\])+$/.test(rest) ? rest.slice(1, -1).split('][') : undefined;
}

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
