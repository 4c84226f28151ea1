import { Construct } from 'constructs';
import { ISTIO_NAMESPACE } from '../istiod/mesh-config';
import type { FieldPath } from '../manifests/manifest';
import { knownWorkload, type WorkloadLike } from './kubernetes/workload';
import type { Rendering } from './rendering';

/**
 * The pods to which an object applies: labels, all of which a pod must have, or a workload, whose pods are selected. A
 * workload is a construct of any version of cdk8s-plus that runs pods, an `ApiObject` such as `KubeDeployment`, or an
 * `EchoServer`, which selects the pods of its own version.
 */
export type WorkloadSelector = Readonly<Record<string, string>> | WorkloadLike;

/** The namespaces in which a selector selects pods. */
export interface SelectorReach {
  /**
   * Whether the selector selects pods in all namespaces.
   *
   * @default - it selects pods in the namespace of the object; in the root namespace, it selects pods in all namespaces
   */
  readonly anyNamespace?: boolean;
}

/** @internal */
export function renderSelector(
  selector: WorkloadSelector,
  rendering: Rendering,
  field: FieldPath,
  { anyNamespace = rendering.namespace === ISTIO_NAMESPACE }: SelectorReach = {},
): Record<string, string> {
  if (!Construct.isConstruct(selector)) {
    // The labels are not copied, because they may be a Lazy value.
    return selector as Record<string, string>;
  }
  const workload = knownWorkload(selector as WorkloadLike, rendering, field);
  if (!workload) {
    return {};
  }
  const { kind, name, namespace, podLabels } = workload;
  if (!anyNamespace && namespace !== rendering.namespace) {
    const [theirs, ours] = [namespace, rendering.namespace].map((ns) =>
      ns === undefined ? 'none' : `"${ns}"`,
    );
    rendering.refuse(
      field,
      `selects the pods of ${kind} "${name}" in namespace ${theirs}, but can only select pods in its own, ${ours}; ` +
        'put it into a chart of that namespace',
    );
  }
  const labels = workload.selected ?? podLabels;
  const missing = Object.keys(labels).find((key) => podLabels[key] !== labels[key]);
  if (missing !== undefined || Object.keys(labels).length === 0) {
    rendering.refuse(
      field,
      missing === undefined
        ? `cannot tell the pods of ${kind} "${name}" by labels, as it selects none; give it labels to select by`
        : `would not find the pods of ${kind} "${name}": it selects by label "${missing}: ${labels[missing]}", ` +
            'which its pods do not have; add it to podMetadata',
    );
  }
  return labels;
}
