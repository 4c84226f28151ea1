const NONE: readonly never[] = [];

/** Lists of items by a label. A lookup puts no text together, since first requests look up every label of a pod. */
export class ByLabel<Item> {
  private readonly byKey = new Map<string, Map<string, Item[]>>();

  add(key: string, value: string, item: Item): void {
    const byValue = this.byKey.get(key);
    const items = byValue?.get(value);
    if (items) {
      items.push(item);
    } else if (byValue) {
      byValue.set(value, [item]);
    } else {
      this.byKey.set(key, new Map([[value, [item]]]));
    }
  }

  get(key: string, value: string | undefined): readonly Item[] {
    return (value === undefined ? undefined : this.byKey.get(key)?.get(value)) ?? NONE;
  }
}
