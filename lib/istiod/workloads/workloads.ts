import { groupedBy, memoized } from '../../manifests/collections';
import { type Fields, fieldsOf, objectsIn, optionalFields, textOrEmpty } from '../../manifests/fields';
import { type Kind, POD, POD_OWNERS } from '../../manifests/kinds';
import { isOf, type Manifest, texts } from '../../manifests/manifest';
import type { MeshIndex } from '../mesh-index';
import { ByLabel } from './by-label';

/** To search so few workloads takes less time than to index them, or to look up an earlier answer. */
const FEW = 8;

export type Labels = Readonly<Record<string, string>>;

/** An object that runs pods: a Pod, or an object with a template of pods. */
export interface Workload {
  readonly manifest: Manifest;
  readonly name: string;
  readonly namespace: string;
  /** The labels of its pods. */
  readonly labels: Labels;
  /** The annotations of its pods. */
  readonly annotations: Labels;
  /** The spec of its pods. */
  readonly pod: Fields;
}

/** The workloads of an index; ask for them by `index.view(workloadsOf)`. */
export function workloadsOf(index: MeshIndex): Workloads {
  return new Workloads([POD, ...POD_OWNERS].flatMap((kind) => index.all(kind).flatMap(workloadOf)));
}

/** Workloads by the labels of their pods. */
export class Workloads {
  private readonly byNamespace: ReadonlyMap<string, readonly Workload[]>;
  /** Earlier answers of long searches: many pods may carry each of some labels, and none all of them. */
  private readonly answers = new Map<string, boolean>();

  /** The workloads of a namespace, or of all, by label. */
  private readonly byLabel = memoized(
    (namespace: string | undefined) => namespace,
    (namespace) => byLabelOf(namespace === undefined ? this.all : this.in(namespace)),
  );

  constructor(readonly all: readonly Workload[]) {
    this.byNamespace = groupedBy(all, ({ namespace }) => namespace);
  }

  /** The workloads of some kinds, in the order of all. */
  ofKinds(...kinds: readonly Kind[]): readonly Workload[] {
    return this.all.filter(({ manifest }) => kinds.some((kind) => isOf(kind, manifest)));
  }

  /** The workloads in a namespace. */
  in(namespace: string): readonly Workload[] {
    return this.byNamespace.get(namespace) ?? [];
  }

  /** Whether there are pods that carry all of the labels, in one namespace or in all. */
  includesAny(labels: Labels, namespace?: string): boolean {
    const candidates = this.candidates(labels, namespace);
    const search = () => candidates.some((workload) => carries(workload.labels, labels));
    if (candidates.length <= FEW) {
      return search();
    }
    const key = `${namespace ?? '*'} ${JSON.stringify(Object.entries(labels).sort())}`;
    const answer = this.answers.get(key) ?? search();
    this.answers.set(key, answer);
    return answer;
  }

  /** The workloads whose pods carry all of the labels, in one namespace or in all. No labels select every pod. */
  selectedBy(labels: Labels, namespace?: string): readonly Workload[] {
    const candidates = this.candidates(labels, namespace);
    return candidates.filter((workload) => carries(workload.labels, labels));
  }

  /** Not many workloads, among which are all whose pods carry every label: those with the rarest of the labels. */
  private candidates(labels: Labels, namespace: string | undefined): readonly Workload[] {
    const all = namespace === undefined ? this.all : this.in(namespace);
    if (all.length <= FEW) {
      return all;
    }
    let fewest: readonly Workload[] | undefined;
    for (const key of Object.keys(labels)) {
      const found = this.byLabel(namespace).get(key, labels[key]);
      fewest = fewest && fewest.length <= found.length ? fewest : found;
    }
    return fewest ?? all;
  }
}

/** Whether a pod with these labels carries all labels of a selector. */
export function carries(labels: Labels, selector: Labels): boolean {
  // Asked millions of times, so no entries are made for it.
  return Object.keys(selector).every((key) => labels[key] === selector[key]);
}

/** The workload that a manifest describes; none where it runs no pods. */
export function workloadOf(manifest: Manifest): Workload[] {
  const { name, namespace, kind } = manifest;
  if (kind === POD.kind) {
    const { labels, annotations, spec } = manifest;
    return [{ manifest, name, namespace, labels, annotations, pod: fieldsOf(spec) }];
  }
  const template = templateOf(manifest);
  if (!template) {
    return [];
  }
  const { labels, annotations } = fieldsOf(template.metadata);
  const pod = fieldsOf(template.spec);
  return [{ manifest, name, namespace, labels: texts(labels), annotations: texts(annotations), pod }];
}

/** The path to the pod template in an object of this kind. */
export function templatePath(kind: string): readonly string[] {
  return kind === 'CronJob' ? ['spec', 'jobTemplate', 'spec', 'template'] : ['spec', 'template'];
}

/** The path to the description of the pods: the object itself for a Pod, else its pod template. */
export function podPath(kind: string): readonly string[] {
  return kind === POD.kind ? [] : templatePath(kind);
}

function templateOf({ kind, spec }: Manifest): Fields | undefined {
  const owner = kind === 'CronJob' ? fieldsOf(fieldsOf(spec).jobTemplate).spec : spec;
  return optionalFields(fieldsOf(owner).template);
}

/** The containers of a workload's pods. */
export function containersOf({ pod }: Workload): readonly Fields[] {
  return objectsIn(pod.containers);
}

/** The service account that a workload's pods run as. */
export function serviceAccountOf({ pod }: Workload): string {
  // Kubernetes still reads the deprecated name of the field.
  return textOrEmpty(pod.serviceAccountName) || textOrEmpty(pod.serviceAccount) || 'default';
}

function byLabelOf(workloads: readonly Workload[]): ByLabel<Workload> {
  const byLabel = new ByLabel<Workload>();
  for (const workload of workloads) {
    for (const [key, value] of Object.entries(workload.labels)) {
      byLabel.add(key, value, workload);
    }
  }
  return byLabel;
}
