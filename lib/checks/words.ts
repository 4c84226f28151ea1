/** As many as a person reads. */
const ENOUGH = 5;

/** The first few, and one more when there are more: what {@link listed} needs. */
export function firstFew<Value>(values: Iterable<Value>): Value[] {
  const few: Value[] = [];
  for (const value of values) {
    few.push(value);
    if (few.length > ENOUGH) {
      break;
    }
  }
  return few;
}

/** `"a", "b" and "c"`; of many, the first few. */
export function listed(values: readonly (string | number)[]): string {
  const shown = values
    .slice(0, ENOUGH)
    .map((value) => (typeof value === 'number' ? `${value}` : `"${value}"`));
  const rest = values.length > ENOUGH ? 'others' : shown.pop();
  return [...(shown.length > 0 ? [shown.join(', ')] : []), rest ?? ''].join(' and ');
}

/** How messages name an object: `namespace/name`. */
export function fullName({ namespace, name }: { namespace: string; name: string }): string {
  return namespace === '' ? name : `${namespace}/${name}`;
}
