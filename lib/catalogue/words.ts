/** A longer list is not read to its end. */
const MOST_LISTED = 5;
/** A value of this length still leaves room for the rest of the message on its line. */
const MAX_LENGTH = 60;

/** A message with more names is hard to read. */
const MOST_NAMES = 8;

/** A value as messages show it: texts are shortened, and the contents of lists and maps are left out. */
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

/** The first few values: one more than {@link listed} shows, even after the object itself is removed from them. */
export function firstFew<Value>(values: Iterable<Value>): Value[] {
  const few: Value[] = [];
  for (const value of values) {
    few.push(value);
    if (few.length > MOST_LISTED + 1) {
      break;
    }
  }
  return few;
}

/** `"a", "b" and "c"`; of a long list only the first few. */
export function listed(values: readonly unknown[]): string {
  const few = values.slice(0, MOST_LISTED).map(shown);
  return enumeration(values.length > MOST_LISTED ? [...few, 'others'] : few);
}

/** `"a", "b" and "c"`, however many: for lists from which the user has to choose. */
export function allListed(values: readonly unknown[]): string {
  return enumeration(values.map(shown));
}

/** The option of `check` by which messages name objects that exist outside the manifests. */
const CONTEXT_OPTION = '--context';
/** The option of `check` with the configuration of the mesh. */
const MESH_CONFIG_OPTION = '--mesh-config';

/** What else may be wrong where something is missing, and nothing like it is among the manifests. */
export function unlessElsewhere(what: string, isShown: boolean): string {
  return isShown ? '' : `; if ${what} exists outside these manifests, name its file with ${CONTEXT_OPTION}`;
}

/**
 * A message for somebody who gives the options of `check` as properties of an object.
 *
 * @param owner what messages call the object, such as `checks`
 */
export function withOptionsOf(owner: string, message: string): string {
  return message
    .replaceAll(CONTEXT_OPTION, `${owner}.context`)
    .replaceAll(MESH_CONFIG_OPTION, `${owner}.meshConfig`);
}

/** How messages name an object: `namespace/name`. */
export function fullName({ namespace, name }: { namespace: string; name: string }): string {
  return namespace === '' ? name : `${namespace}/${name}`;
}

/** How messages name an object of another kind: `Deployment "namespace/name"`. */
export function objectName(object: { kind: string; namespace: string; name: string }): string {
  return `${object.kind} "${fullName(object)}"`;
}

/** What is said of a property that an object does not have. */
export function unknownProperty(meant: string | undefined, known: readonly string[]): string {
  const remedy = meant
    ? `did you mean "${meant}"?`
    : known.length > 0 && known.length <= MOST_NAMES
      ? `remove it, or use one of ${known.join(', ')}`
      : 'remove it';
  return `is unknown; ${remedy}`;
}

/** `a, b and c`. */
export function enumeration(words: readonly string[]): string {
  return joined(words, 'and');
}

/** `a, b or c`. */
export function alternatives(words: readonly string[]): string {
  return joined(words, 'or');
}

function joined(words: readonly string[], last: string): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}
