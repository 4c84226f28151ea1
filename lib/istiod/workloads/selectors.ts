import { groupedBy } from '../../manifests/collections';
import { fieldsOf } from '../../manifests/fields';
import { type Manifest, texts } from '../../manifests/manifest';
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
  private readonly byLabel: ReadonlyMap<string, readonly Selection<Value>[]>;
  private readonly byRarestLabel: ReadonlyMap<string | undefined, readonly Selection<Value>[]>;
  private readonly places: ReadonlyMap<Value, number>;

  constructor(values: Iterable<Value>, selectorOf: (value: Value) => Labels) {
    const all = [...values];
    this.places = new Map(all.map((value, place) => [value, place]));
    const byText = groupedBy(all, (value) => selectorText(selectorOf(value)));
    this.byText = new Map(
      [...byText].map(([text, group]) => [text, { selector: selectorOf(group[0]), values: group }]),
    );
    const labelled = [...this.byText.values()].flatMap((selection) =>
      labelsOf(selection.selector).map((label) => ({ label, selection })),
    );
    this.byLabel = new Map(
      [...groupedBy(labelled, ({ label }) => label)].map(([label, group]) => [
        label,
        group.map(({ selection }) => selection),
      ]),
    );
    this.byRarestLabel = groupedBy(this.byText.values(), ({ selector }) => this.rarestLabel(selector));
  }

  /** The values with exactly this selector. */
  same(selector: Labels): readonly Value[] {
    return this.byText.get(selectorText(selector))?.values ?? [];
  }

  /** The values that select a pod with these labels, in the order in which they were given. */
  selecting(labels: Labels): readonly Value[] {
    const selections: Selection<Value>[] = [];
    for (const label of [undefined, ...labelsOf(labels)]) {
      for (const selection of this.byRarestLabel.get(label) ?? []) {
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
    const label = this.rarestLabel(selector);
    const candidates = label === undefined ? this.byText.values() : (this.byLabel.get(label) ?? []);
    for (const selection of candidates) {
      if (sizeOf(selection.selector) > sizeOf(selector) && carries(selection.selector, selector)) {
        yield selection;
      }
    }
  }

  /** The selectors that ask for fewer labels than this one. */
  *wider(selector: Labels): Iterable<Selection<Value>> {
    for (const label of [undefined, ...labelsOf(selector)]) {
      for (const selection of this.byRarestLabel.get(label) ?? []) {
        if (sizeOf(selection.selector) < sizeOf(selector) && carries(selector, selection.selector)) {
          yield selection;
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
  return Object.keys(selector).map((key) => `${key}=${selector[key]}`);
}

function sizeOf(selector: Labels): number {
  return Object.keys(selector).length;
}
