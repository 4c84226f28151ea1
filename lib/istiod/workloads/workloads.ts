import { POD, POD_OWNERS } from '../../manifests/kinds';
import { isRecord, type Manifest, texts } from '../../manifests/manifest';
import type { MeshIndex } from '../mesh-index';

/** So many are looked through more quickly than an earlier answer is found. */
const FEW = 8;

export type Labels = Readonly<Record<string, string>>;

/** What runs pods: a Pod, or an object with a template of pods. */
export interface Workload {
  readonly manifest: Manifest;
  readonly name: string;
  readonly namespace: string;
  /** Those of its pods. */
  readonly labels: Labels;
  /** Those of its pods. */
  readonly annotations: Labels;
  /** The spec of its pods. */
  readonly pod: Readonly<Record<string, unknown>>;
}

/** The workloads of an index; ask for them by `index.view(workloadsOf)`. */
export function workloadsOf(index: MeshIndex): Workloads {
  return new Workloads([POD, ...POD_OWNERS].flatMap((kind) => index.all(kind).flatMap(workloadOf)));
}

/** Workloads by the labels of their pods. */
export class Workloads {
  private readonly byLabel = new Map<string, Workload[]>();
  private readonly byNamespace = new Map<string, Workload[]>();
  /** What was asked before, where the search was long: labels that many pods carry one by one, and maybe none together. */
  private readonly answers = new Map<string, boolean>();

  constructor(readonly all: readonly Workload[]) {
    for (const workload of all) {
      add(this.byNamespace, workload.namespace, workload);
      for (const [key, value] of Object.entries(workload.labels)) {
        add(this.byLabel, labelKey(key, value), workload);
        add(this.byLabel, labelKey(key, value, workload.namespace), workload);
      }
    }
  }

  /** Those in a namespace. */
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

  /** Those whose pods carry all of the labels, in one namespace or in all. No labels select every pod. */
  selectedBy(labels: Labels, namespace?: string): readonly Workload[] {
    const candidates = this.candidates(labels, namespace);
    return candidates.filter((workload) => carries(workload.labels, labels));
  }

  /** Not all of them need carry all of the labels. The rarest label decides how many there are. */
  private candidates(labels: Labels, namespace: string | undefined): readonly Workload[] {
    let fewest: readonly Workload[] | undefined;
    for (const [key, value] of Object.entries(labels)) {
      const found = this.byLabel.get(labelKey(key, value, namespace)) ?? [];
      fewest = fewest && fewest.length <= found.length ? fewest : found;
    }
    return fewest ?? (namespace === undefined ? this.all : this.in(namespace));
  }
}

/** Whether a pod's labels hold all of those that a selector names. */
export function carries(labels: Labels, selector: Labels): boolean {
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}

/** The workload that a manifest is; none where it runs no pods. */
export function workloadOf(manifest: Manifest): Workload[] {
  const { name, namespace, kind } = manifest;
  if (kind === 'Pod') {
    const { labels, annotations, spec } = manifest;
    return [{ manifest, name, namespace, labels, annotations, pod: isRecord(spec) ? spec : {} }];
  }
  const template = templateOf(manifest);
  if (!isRecord(template)) {
    return [];
  }
  const metadata = isRecord(template.metadata) ? template.metadata : {};
  const pod = isRecord(template.spec) ? template.spec : {};
  const labels = texts(metadata.labels);
  return [{ manifest, name, namespace, labels, annotations: texts(metadata.annotations), pod }];
}

/** The way to the template of an owner's pods. */
export function templatePath(kind: string): readonly string[] {
  return kind === 'CronJob' ? ['spec', 'jobTemplate', 'spec', 'template'] : ['spec', 'template'];
}

/** The way to what becomes a pod: the object itself, or the template of an owner. */
export function podPath(kind: string): readonly string[] {
  return kind === POD.kind ? [] : templatePath(kind);
}

function templateOf({ kind, object }: Manifest): unknown {
  return templatePath(kind).reduce<unknown>(
    (value, key) => (isRecord(value) ? value[key] : undefined),
    object,
  );
}

/** The containers of a workload's pods. */
export function containersOf({ pod }: Workload): Readonly<Record<string, unknown>>[] {
  return Array.isArray(pod.containers) ? pod.containers.filter(isRecord) : [];
}

function labelKey(key: string, value: string, namespace = '*'): string {
  return `${namespace} ${key}=${value}`;
}

function add(map: Map<string, Workload[]>, key: string, workload: Workload): void {
  const known = map.get(key);
  if (known) {
    known.push(workload);
  } else {
    map.set(key, [workload]);
  }
}
