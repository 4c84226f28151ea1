import type { Labels } from './workloads';

/** Labels that pods carry, and templates of pods do not: Kubernetes' controllers and Istio's injector add them. */
const ADDED: ReadonlySet<string> = new Set([
  'apps.kubernetes.io/pod-index',
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/job-completion-index',
  'batch.kubernetes.io/job-name',
  'controller-revision-hash',
  'controller-uid',
  'istio.io/rev',
  'job-name',
  'pod-template-generation',
  'pod-template-hash',
  'rollouts-pod-template-hash',
  'security.istio.io/tlsMode',
  'service.istio.io/canonical-name',
  'service.istio.io/canonical-revision',
  'sidecar.istio.io/inject',
  'statefulset.kubernetes.io/pod-name',
]);

/** The labels of a selector that a template of pods may be asked for. */
export function writtenLabels(selector: Labels): Labels {
  const entries = Object.entries(selector);
  return entries.some(([key]) => ADDED.has(key))
    ? Object.fromEntries(entries.filter(([key]) => !ADDED.has(key)))
    : selector;
}
