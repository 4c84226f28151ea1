import type { FieldPath, Manifest } from '../manifests/manifest';
import type { ManifestIndex } from '../manifests/manifest-index';
import { selectorText } from '../manifests/selectors';
import { type Labels, type Workload, workloadsOf } from '../manifests/workloads';
import { IST0101 } from './catalogue';
import type { Finding } from './message';

/** An object that selects pods of its own namespace by their labels. */
export interface Selection {
  readonly object: Manifest;
  readonly labels: Labels;
  /** Where the labels are written. */
  readonly field: FieldPath;
}

/** Objects of one namespace that ask for the same labels, and what carries these. */
export interface SelectionGroup {
  readonly selections: readonly Selection[];
  readonly workloads: readonly Workload[];
}

/** An object that has a workload in common with others of its kind. */
export interface Overlap {
  readonly selection: Selection;
  readonly workload: Workload;
  /** All that select the workload, this one included. */
  readonly sharers: Sharers;
}

/** The objects that have a workload in common. */
export interface Sharers {
  readonly count: number;
  /** Of many only some. */
  readonly names: readonly string[];
}

/** Of how many workloads it is said that an object shares them; beyond that it is one mistake repeated. */
const MOST_WORKLOADS = 10;
/** How many of the objects that share a workload are named. */
const MOST_NAMES = 5;

/** What the selections find, each set of labels looked for once. */
export function groupsOf(index: ManifestIndex, selections: Iterable<Selection>): SelectionGroup[] {
  const groups = new Map<string, Selection[]>();
  for (const selection of selections) {
    const key = `${selection.object.namespace} ${selectorText(selection.labels)}`;
    const group = groups.get(key) ?? [];
    group.push(selection);
    groups.set(key, group);
  }
  return [...groups.values()].map((group) => ({ selections: group, workloads: workloadsIn(index, group) }));
}

/** A finding for each object that selects nothing. */
export function* withoutPods(groups: readonly SelectionGroup[]): Iterable<Finding> {
  for (const { selections } of groups.filter(({ workloads }) => workloads.length === 0)) {
    for (const { object, field, labels } of selections) {
      const text = IST0101.texts.selector(selectorText(labels), object.namespace);
      yield { type: IST0101, object, field, text };
    }
  }
}

/** What objects of different or of the same groups have in common. */
export function* overlapsOf(groups: readonly SelectionGroup[]): Iterable<Overlap> {
  const sharersOf = new Map<Workload, Sharers>();
  for (const { selections, workloads } of groups) {
    for (const workload of workloads) {
      sharersOf.set(workload, withMore(sharersOf.get(workload), selections));
    }
  }
  for (const { selections, workloads } of groups) {
    const shared = workloads.filter((workload) => (sharersOf.get(workload)?.count ?? 0) > 1);
    for (const workload of shared.slice(0, MOST_WORKLOADS)) {
      const sharers = sharersOf.get(workload) as Sharers;
      yield* selections.map((selection) => ({ selection, workload, sharers }));
    }
  }
}

function withMore(known: Sharers = { count: 0, names: [] }, selections: readonly Selection[]): Sharers {
  const names = selections.slice(0, MOST_NAMES - known.names.length).map(({ object }) => object.name);
  return { count: known.count + selections.length, names: [...known.names, ...names] };
}

function workloadsIn(index: ManifestIndex, [first]: readonly Selection[]): readonly Workload[] {
  const found = first ? index.view(workloadsOf).selectedBy(first.labels, first.object.namespace) : [];
  // Where there are pods, what has made them would be counted a second time.
  const pods = found.filter(({ manifest }) => manifest.kind === 'Pod');
  return pods.length > 0 ? pods : found;
}
