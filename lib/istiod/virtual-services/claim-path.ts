const PREFIX = '@request.auth.claims';

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
