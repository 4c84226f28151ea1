/** The items by what `keyOf` says of them, in their order. */
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

/** Does as `make` does, but once for all arguments of the same key. */
export function memoized<Args extends readonly unknown[], Result>(
  keyOf: (...args: Args) => unknown,
  make: (...args: Args) => Result,
): (...args: Args) => Result {
  const known = new Map<unknown, Result>();
  return (...args) => {
    const key = keyOf(...args);
    if (!known.has(key)) {
      known.set(key, make(...args));
    }
    return known.get(key) as Result;
  };
}
