import type { Kind } from '../../manifests/kinds';
import type { Manifest } from '../../manifests/manifest';
import type { MeshIndex } from '../mesh-index';
import { oldestFirst } from '../oldest-first';
import { isReadByIstiod } from '../revision';
import type { Labels } from '../workloads/workloads';
import { Malformed, recordAt } from './shape';

/** The name of an object. */
export interface PolicyReference {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** An object that has no effect, and why. */
export interface IgnoredPolicy extends PolicyReference {
  readonly because: string;
}

/** A policy that selects pods by their labels. */
export interface SelectingPolicy extends PolicyReference {
  /** Empty where it selects every pod in its scope. */
  readonly selector: Labels;
}

/**
 * The objects of a kind that istiod reads, oldest first, as `read` reads their specs. Objects of another shape than the
 * CRD's are ignored, because the API server refuses them. (0.1, 0.2)
 */
export function readPolicies<Spec, Policy>(
  index: MeshIndex,
  kind: Kind<Spec>,
  read: (manifest: Manifest<Spec>, spec: Readonly<Record<string, unknown>>) => Policy,
): { readonly policies: readonly Policy[]; readonly ignored: readonly IgnoredPolicy[] } {
  const policies: Policy[] = [];
  const ignored: IgnoredPolicy[] = [];
  for (const manifest of oldestFirst(index.stored(kind))) {
    if (!isReadByIstiod(manifest)) {
      ignored.push({ ...referenceTo(manifest), because: 'it is meant for another revision of Istio' });
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
