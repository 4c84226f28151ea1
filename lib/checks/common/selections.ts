import type { Finding } from '../../catalogue/finding';
import { IST0101 } from '../../catalogue/istio-traffic-codes';
import { firstFew } from '../../catalogue/words';
import type { MeshIndex } from '../../istiod/mesh-index';
import { selectorText } from '../../istiod/workloads/selectors';
import { type Labels, type Workload, workloadsOf } from '../../istiod/workloads/workloads';
import { groupedBy } from '../../manifests/collections';
import type { FieldPath, Manifest } from '../../manifests/manifest';
import { areWorkloadsShown } from './shown';

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

/** An object that selects a workload which other objects of its kind select as well. */
export interface Overlap {
  readonly selection: Selection;
  readonly workload: Workload;
  /** The first few of all that select the workload. */
  readonly names: readonly string[];
}

/** One object is reported for at most this many workloads: more would repeat the same mistake. */
const MOST_WORKLOADS = 10;

/** The workloads that each selection finds; equal sets of labels are looked up once. */
export function groupsOf(index: MeshIndex, selections: Iterable<Selection>): SelectionGroup[] {
  const keyOf = ({ object, labels }: Selection) => `${object.namespace} ${selectorText(labels)}`;
  return [...groupedBy(selections, keyOf).values()].map((group) => ({
    selections: group,
    workloads: workloadsOfSelection(index, group[0]),
  }));
}

/** A finding for each object that does not select any workload. */
export function* withoutPods(index: MeshIndex, groups: readonly SelectionGroup[]): Iterable<Finding> {
  for (const { selections } of groups.filter(({ workloads }) => workloads.length === 0)) {
    for (const { object, field, labels } of selections) {
      const text = IST0101.texts.workloads(
        selectorText(labels),
        object.namespace,
        areWorkloadsShown(index, object.namespace),
      );
      yield { type: IST0101, object, field, text };
    }
  }
}

/** The workloads that several objects select. */
export function* overlapsOf(groups: readonly SelectionGroup[]): Iterable<Overlap> {
  const namesOf = new Map<Workload, readonly string[]>();
  for (const { selections, workloads } of groups) {
    const own = selections.map(({ object }) => object.name);
    for (const workload of workloads) {
      namesOf.set(workload, firstFew([...(namesOf.get(workload) ?? []), ...firstFew(own)]));
    }
  }
  for (const { selections, workloads } of groups) {
    const shared = workloads.filter((workload) => (namesOf.get(workload)?.length ?? 0) > 1);
    for (const workload of shared.slice(0, MOST_WORKLOADS)) {
      const names = [...(namesOf.get(workload) ?? [])].sort();
      yield* selections.map((selection) => ({ selection, workload, names }));
    }
  }
}

function workloadsOfSelection(index: MeshIndex, { labels, object }: Selection): readonly Workload[] {
  const found = index.view(workloadsOf).selectedBy(labels, object.namespace);
  // Where pods are shown, their owners would count them a second time.
  const pods = found.filter(({ manifest }) => manifest.kind === 'Pod');
  return pods.length > 0 ? pods : found;
}
