import { groupedBy } from '../../manifests/collections';
import { fieldsOf } from '../../manifests/fields';
import { type Manifest, texts } from '../../manifests/manifest';
import { ByLabel } from './by-label';
import { carries, type Labels } from './workloads';

/** A selector as `kubectl` writes it: `app=web,version=v1`. */
export function selectorText(selector: Labels): string {
  return labelsOf(selector).sort().join(',');
}

/** Whether a selector asks for any label; without labels it selects every pod in its scope. */
export function hasLabels(selector: Labels): boolean {
  return Object.keys(selector).length > 0;
}

/** The labels by which a Sidecar or an EnvoyFilter selects pods of its namespace; none where it selects every pod. */
export function workloadSelectorOf({ spec }: Manifest): Labels {
  return texts(fieldsOf(fieldsOf(spec).workloadSelector).labels);
}

/** A selector, and the values that have it. */
export interface Selection<Value> {
  readonly selector: Labels;
  readonly values: readonly Value[];
}

/** Values by the labels that they select pods by. */
export class SelectorIndex<Value> {
  private readonly byText: ReadonlyMap<string, Selection<Value>>;
  private readonly byLabel = new ByLabel<Selection<Value>>();
  private readonly byRarestLabel = new ByLabel<Selection<Value>>();
  private readonly withoutLabels: readonly Selection<Value>[];
  private readonly places: ReadonlyMap<Value, number>;

  constructor(values: Iterable<Value>, selectorOf: (value: Value) => Labels) {
    const all = [...values];
    this.places = new Map(all.map((value, place) => [value, place]));
    const byText = groupedBy(all, (value) => selectorText(selectorOf(value)));
    this.byText = new Map(
      [...byText].map(([text, group]) => [text, { selector: selectorOf(group[0]), values: group }]),
    );
    const selections = [...this.byText.values()];
    for (const selection of selections) {
      for (const [key, value] of Object.entries(selection.selector)) {
        this.byLabel.add(key, value, selection);
      }
    }
    for (const selection of selections) {
      const key = this.rarestKey(selection.selector);
      if (key !== undefined) {
        this.byRarestLabel.add(key, selection.selector[key] ?? '', selection);
      }
    }
    this.withoutLabels = selections.filter(({ selector }) => !hasLabels(selector));
  }

  /** The values with exactly this selector. */
  same(selector: Labels): readonly Value[] {
    return this.byText.get(selectorText(selector))?.values ?? [];
  }

  /** The values that select a pod with these labels, in the order in which they were given. */
  selecting(labels: Labels): readonly Value[] {
    const selections = [...this.withoutLabels];
    for (const key of Object.keys(labels)) {
      for (const selection of this.byRarestLabel.get(key, labels[key])) {
        if (carries(labels, selection.selector)) {
          selections.push(selection);
        }
      }
    }
    const place = (value: Value) => this.places.get(value) ?? 0;
    return selections.length < 2
      ? (selections[0]?.values ?? [])
      : selections.flatMap(({ values }) => values).sort((a, b) => place(a) - place(b));
  }

  /** The selectors that ask for more labels than this one. */
  *narrower(selector: Labels): Iterable<Selection<Value>> {
    const key = this.rarestKey(selector);
    const candidates = key === undefined ? this.byText.values() : this.byLabel.get(key, selector[key]);
    for (const selection of candidates) {
      if (sizeOf(selection.selector) > sizeOf(selector) && carries(selection.selector, selector)) {
        yield selection;
      }
    }
  }

  /** The selectors that ask for fewer labels than this one. */
  *wider(selector: Labels): Iterable<Selection<Value>> {
    if (hasLabels(selector)) {
      yield* this.withoutLabels;
    }
    for (const key of Object.keys(selector)) {
      for (const selection of this.byRarestLabel.get(key, selector[key])) {
        if (sizeOf(selection.selector) < sizeOf(selector) && carries(selector, selection.selector)) {
          yield selection;
        }
      }
    }
  }

  /** The key of the label that the fewest selectors ask for. */
  private rarestKey(selector: Labels): string | undefined {
    const count = (key: string) => this.byLabel.get(key, selector[key]).length;
    return Object.keys(selector).sort((a, b) => count(a) - count(b))[0];
  }
}

function labelsOf(selector: Labels): string[] {
  return Object.keys(selector).map((key) => `${key}=${selector[key]}`);
}

function sizeOf(selector: Labels): number {
  return Object.keys(selector).length;
}
