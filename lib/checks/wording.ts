const MOST = 5;

/**
 * Names in quotes, of many only the first: `"a", "b" and "c"`.
 *
 * @param count how many there are, where the names are only the first of them
 */
export function listed(names: readonly (string | number)[], count = names.length): string {
  const quoted = names.slice(0, MOST).map((name) => (typeof name === 'number' ? `${name}` : `"${name}"`));
  const rest = count - quoted.length;
  const last = rest > 0 ? `${rest} more` : quoted.pop();
  return quoted.length > 0 ? `${quoted.join(', ')} and ${last}` : (last ?? '');
}
