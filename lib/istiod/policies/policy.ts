import { fieldsOf, objectsIn, optionalFields } from '../../manifests/fields';
import type { Kind } from '../../manifests/kinds';
import { type Manifest, texts } from '../../manifests/manifest';
import { type ObjectRef, refTo } from '../../manifests/object-ref';
import type { MeshIndex } from '../mesh-index';
import { oldestFirst } from '../oldest-first';
import { isReadByIstiod } from '../revision';
import type { Labels } from '../workloads/workloads';
import { Malformed, optionalRecordAt, recordAt, recordsAt, textAt } from './strict-fields';

/** An object that has no effect, and why. */
export interface IgnoredPolicy extends ObjectRef {
  readonly because: string;
}

/** A policy that selects pods by their labels. */
export interface SelectingPolicy extends ObjectRef {
  /** Empty where it selects every pod in its scope. */
  readonly selector: Labels;
}

/** The labels by which a policy selects pods; none where it selects every pod in its scope. */
export function policySelector({ spec }: Manifest): Labels {
  return texts(fieldsOf(fieldsOf(spec).selector).matchLabels);
}

/** Whether a policy is for a Gateway of the Kubernetes Gateway API or a waypoint, so that all other pods ignore it. (H2, H3) */
export function isAttached({ spec }: Manifest): boolean {
  const { targetRef, targetRefs } = fieldsOf(spec);
  return optionalFields(targetRef) !== undefined || objectsIn(targetRefs).length > 0;
}

/**
 * The policies of a kind that are for pods, oldest first, as `read` reads them. Objects of another shape than the CRD's
 * are ignored, because the API server refuses them. (0.1, 0.2)
 */
export function readPolicies<Spec, Policy>(
  index: MeshIndex,
  kind: Kind<Spec>,
  read: (
    policy: SelectingPolicy,
    manifest: Manifest<Spec>,
    spec: Readonly<Record<string, unknown>>,
  ) => Policy,
): { readonly policies: readonly Policy[]; readonly ignored: readonly IgnoredPolicy[] } {
  const policies: Policy[] = [];
  const ignored: IgnoredPolicy[] = [];
  for (const manifest of oldestFirst(index.stored(kind))) {
    const because = whyIgnored(manifest);
    if (because !== undefined) {
      ignored.push({ ...refTo(manifest), because });
      continue;
    }
    try {
      const spec = recordAt(manifest.object, 'spec');
      refuseMalformedSelector(spec);
      policies.push(read({ ...refTo(manifest), selector: policySelector(manifest) }, manifest, spec));
    } catch (error) {
      if (!(error instanceof Malformed)) {
        throw error;
      }
      ignored.push({ ...refTo(manifest), because: error.message });
    }
  }
  return { policies, ignored };
}

function whyIgnored(manifest: Manifest): string | undefined {
  if (!isReadByIstiod(manifest)) {
    return 'it is meant for another revision of Istio';
  }
  return isAttached(manifest)
    ? 'it has targetRefs, which only attach to resources of the Kubernetes Gateway API'
    : undefined;
}

/** @throws Malformed when the API server refuses the selector or the targets */
function refuseMalformedSelector(spec: Readonly<Record<string, unknown>>): void {
  const labels = recordAt(recordAt(spec, 'selector'), 'matchLabels');
  for (const key of Object.keys(labels)) {
    textAt(labels, key);
  }
  recordsAt(spec, 'targetRefs');
  optionalRecordAt(spec, 'targetRef');
}
