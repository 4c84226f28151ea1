import { shown } from './schema/shown';

/** As many as a person reads. */
const ENOUGH = 5;

/** The first few: more than {@link listed} shows, even when the object itself is taken out of them. */
export function firstFew<Value>(values: Iterable<Value>): Value[] {
  const few: Value[] = [];
  for (const value of values) {
    few.push(value);
    if (few.length > ENOUGH + 1) {
      break;
    }
  }
  return few;
}

/** `"a", "b" and "c"`; of many, the first few. */
export function listed(values: readonly (string | number)[]): string {
  const few = values.slice(0, ENOUGH).map(shown);
  const last = values.length > ENOUGH ? 'others' : few.pop();
  return few.length > 0 ? `${few.join(', ')} and ${last}` : `${last}`;
}

/** How messages name an object: `namespace/name`. */
export function fullName({ namespace, name }: { namespace: string; name: string }): string {
  return namespace === '' ? name : `${namespace}/${name}`;
}
