import type { Kind } from '../../manifests/kinds';
import { isRecord, type Manifest, texts } from '../../manifests/manifest';
import type { ManifestIndex } from '../../manifests/manifest-index';
import type { Labels } from '../../manifests/workloads';
import { Malformed, recordAt } from './shape';

/** The name of an object. */
export interface PolicyReference {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** An object that has no say, or none in what was asked. */
export interface IgnoredPolicy extends PolicyReference {
  readonly because: string;
}

/** What all policies have that select pods. */
export interface SelectingPolicy extends PolicyReference {
  /** Empty where it selects every pod in its scope. */
  readonly selector: Labels;
}

const REVISION = 'istio.io/rev';

/**
 * The objects of a kind that istiod reads, oldest first, as what `read` makes of their specs. Those of another shape
 * than the CRD's never reach istiod; they are ignored. (0.1, 0.2)
 */
export function readPolicies<Spec, Policy>(
  index: ManifestIndex,
  kind: Kind<Spec>,
  read: (manifest: Manifest<Spec>, spec: Readonly<Record<string, unknown>>) => Policy,
): { readonly policies: readonly Policy[]; readonly ignored: readonly IgnoredPolicy[] } {
  const policies: Policy[] = [];
  const ignored: IgnoredPolicy[] = [];
  for (const manifest of [...index.all(kind)].sort(oldestFirst)) {
    const revision = manifest.labels[REVISION];
    if (revision !== undefined && revision !== 'default') {
      ignored.push({ ...referenceTo(manifest), because: `it is meant for revision "${revision}" of Istio` });
      continue;
    }
    try {
      policies.push(read(manifest, recordAt(manifest.object, 'spec')));
    } catch (error) {
      if (!(error instanceof Malformed)) {
        throw error;
      }
      ignored.push({ ...referenceTo(manifest), because: error.message });
    }
  }
  return { policies, ignored };
}

export function referenceTo({ kind, namespace, name }: PolicyReference): PolicyReference {
  return { kind, namespace, name };
}

/** By time of creation, else by name, else by namespace. Objects that were never in a cluster have no time. (0.2) */
function oldestFirst(a: Manifest, b: Manifest): number {
  return (
    createdAt(a) - createdAt(b) || compareTexts(a.name, b.name) || compareTexts(a.namespace, b.namespace)
  );
}

function createdAt({ object: { metadata } }: Manifest): number {
  const time = isRecord(metadata) ? Date.parse(texts(metadata).creationTimestamp ?? '') : Number.NaN;
  return Number.isNaN(time) ? 0 : time;
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
