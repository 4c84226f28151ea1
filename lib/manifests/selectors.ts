import { carries, type Labels } from './workloads';

/** A selector as `kubectl` writes it: `app=web,version=v1`. */
export function selectorText(selector: Labels): string {
  return Object.entries(selector)
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join(',');
}

interface Entry<Value> {
  readonly selector: Labels;
  readonly values: Value[];
}

/** Values by the labels that each selects pods by. */
export class SelectorIndex<Value> {
  private readonly entries = new Map<string, Entry<Value>>();
  private readonly byLabel = new Map<string, Entry<Value>[]>();
  private readonly byRarestLabel = new Map<string, Entry<Value>[]>();

  constructor(values: Iterable<readonly [selector: Labels, value: Value]>) {
    for (const [selector, value] of values) {
      const text = selectorText(selector);
      const entry = this.entries.get(text) ?? { selector, values: [] };
      entry.values.push(value);
      this.entries.set(text, entry);
    }
    for (const entry of this.entries.values()) {
      for (const label of labelsOf(entry.selector)) {
        add(this.byLabel, label, entry);
      }
    }
    for (const entry of this.entries.values()) {
      add(this.byRarestLabel, this.rarestLabel(entry.selector) ?? '', entry);
    }
  }

  /** The values under exactly this selector. */
  same(selector: Labels): readonly Value[] {
    return this.entries.get(selectorText(selector))?.values ?? [];
  }

  /** The selectors that ask for more labels than this one, with their values. */
  *narrower(selector: Labels): Iterable<Entry<Value>> {
    const label = this.rarestLabel(selector);
    const candidates = label === undefined ? this.entries.values() : (this.byLabel.get(label) ?? []);
    for (const entry of candidates) {
      if (sizeOf(entry.selector) > sizeOf(selector) && carries(entry.selector, selector)) {
        yield entry;
      }
    }
  }

  /** The selectors that ask for fewer labels than this one, with their values. */
  *wider(selector: Labels): Iterable<Entry<Value>> {
    for (const label of ['', ...labelsOf(selector)]) {
      for (const entry of this.byRarestLabel.get(label) ?? []) {
        if (sizeOf(entry.selector) < sizeOf(selector) && carries(selector, entry.selector)) {
          yield entry;
        }
      }
    }
  }

  private rarestLabel(selector: Labels): string | undefined {
    const count = (label: string) => this.byLabel.get(label)?.length ?? 0;
    return labelsOf(selector).sort((a, b) => count(a) - count(b))[0];
  }
}

function labelsOf(selector: Labels): string[] {
  return Object.entries(selector).map(([key, value]) => `${key}=${value}`);
}

function sizeOf(selector: Labels): number {
  return Object.keys(selector).length;
}

function add<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const known = map.get(key);
  if (known) {
    known.push(value);
  } else {
    map.set(key, [value]);
  }
}
