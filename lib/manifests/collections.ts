/** Groups the items by the key that `keyOf` gives each of them. Each group keeps the order of the items. */
export function groupedBy<Item, Key>(
  items: Iterable<Item>,
  keyOf: (item: Item) => Key,
): Map<Key, [Item, ...Item[]]> {
  const groups = new Map<Key, [Item, ...Item[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) {
      group.push(item);
    } else {
      groups.set(key, [item]);
    }
  }
  return groups;
}

/** The items, what `next` leads to from them, and so on. */
export function reachedFrom<Item>(start: Iterable<Item>, next: (item: Item) => Iterable<Item>): Set<Item> {
  const reached = new Set(start);
  // The set grows while it is gone through.
  for (const item of reached) {
    for (const other of next(item)) {
      reached.add(other);
    }
  }
  return reached;
}

/** A function that returns what `make` returns, and calls it once for all arguments with the same key. */
export function memoized<Args extends readonly unknown[], Result>(
  keyOf: (...args: Args) => unknown,
  make: (...args: Args) => Result,
): (...args: Args) => Result {
  const known = new Map<unknown, Result>();
  return (...args) => {
    const key = keyOf(...args);
    const found = known.get(key);
    if (found !== undefined || known.has(key)) {
      return found as Result;
    }
    const made = make(...args);
    known.set(key, made);
    return made;
  };
}

/** Whether two values of plain data are equal. The order of fields does not matter. */
export function isSameData(one: unknown, other: unknown): boolean {
  // With anchors of YAML, parts of a value are shared and may contain themselves, so each pair is compared once.
  const compared = new Map<object, object>();
  const isSame = (a: unknown, b: unknown): boolean => {
    if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) {
      return Object.is(a, b);
    }
    if (a === b || compared.get(a) === b) {
      return true;
    }
    compared.set(a, b);
    const names = Object.keys(a);
    return (
      Array.isArray(a) === Array.isArray(b) &&
      names.length === Object.keys(b).length &&
      names.every(
        (name) => Object.hasOwn(b, name) && isSame(a[name as keyof typeof a], b[name as keyof typeof b]),
      )
    );
  };
  return isSame(one, other);
}

/** What `make` makes, made when it is first asked for. */
export function lazily<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
