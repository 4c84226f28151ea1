/** As many as a person reads. */
const ENOUGH = 5;
const MAX_LENGTH = 60;

/** A value as messages show it: short, and of lists and maps no more than that. */
export function shown(value: unknown): string {
  if (typeof value === 'string') {
    return JSON.stringify(value.length > MAX_LENGTH ? `${value.slice(0, MAX_LENGTH - 1)}…` : value);
  }
  if (Array.isArray(value)) {
    return value.length === 0 ? 'an empty list' : 'a list';
  }
  return typeof value === 'object' && value !== null ? 'a map' : String(value);
}

/** `5 items`, `1 item`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}

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
export function listed(values: readonly unknown[]): string {
  const few = values.slice(0, ENOUGH).map(shown);
  return enumeration(values.length > ENOUGH ? [...few, 'others'] : few);
}

/** `"a", "b" and "c"`, however many: where it is one of these that has to be chosen. */
export function allListed(values: readonly unknown[]): string {
  return enumeration(values.map(shown));
}

/** How messages name an object: `namespace/name`. */
export function fullName({ namespace, name }: { namespace: string; name: string }): string {
  return namespace === '' ? name : `${namespace}/${name}`;
}

/** How messages name an object of another kind: `Deployment "namespace/name"`. */
export function objectName(object: { kind: string; namespace: string; name: string }): string {
  return `${object.kind} "${fullName(object)}"`;
}

function enumeration(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
