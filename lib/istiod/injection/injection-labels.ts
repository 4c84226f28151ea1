import type { Workload } from '../workloads/workloads';

/** The label of a pod that asks for a sidecar or refuses it. The annotation of the same name is its older form. */
export const INJECT = 'sidecar.istio.io/inject';
/** The label of a namespace that asks for sidecars or refuses them. */
export const NAMESPACE_INJECTION = 'istio-injection';
/** The label of a namespace or a pod that asks for ambient mode, which has no sidecars. */
export const DATAPLANE_MODE = 'istio.io/dataplane-mode';

/** The label of a namespace, a Service or a pod with the name of the waypoint that takes its traffic in ambient mode. */
export const USE_WAYPOINT = 'istio.io/use-waypoint';

/** What the pods of a workload say about injection; the label counts before the annotation. (J3) */
export function injectValue({ labels, annotations }: Workload): string | undefined {
  return labels[INJECT] ?? annotations[INJECT];
}
