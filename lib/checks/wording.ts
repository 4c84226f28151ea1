const MOST = 5;

/** Names in quotes, of many only the first: `"a", "b" and "c"`. */
export function listed(names: readonly (string | number)[]): string {
  const quoted = names.slice(0, MOST).map((name) => (typeof name === 'number' ? `${name}` : `"${name}"`));
  const rest = names.length - quoted.length;
  const last = rest > 0 ? `${rest} more` : quoted.pop();
  return quoted.length > 0 ? `${quoted.join(', ')} and ${last}` : (last ?? '');
}
