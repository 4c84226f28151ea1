import type { Labels } from './workloads';

/** The labels that controllers and istiod's injector add to pods. Their values are not known before the pods are there. */
const ADDED: ReadonlySet<string> = new Set([
  'apps.kubernetes.io/pod-index',
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/job-completion-index',
  'batch.kubernetes.io/job-name',
  'controller-revision-hash',
  'controller-uid',
  'job-name',
  'pod-template-generation',
  'pod-template-hash',
  'rollouts-pod-template-hash',
  'security.istio.io/tlsMode',
  'service.istio.io/canonical-name',
  'service.istio.io/canonical-revision',
  'statefulset.kubernetes.io/pod-name',
]);

/** Labels that the injector adds as well, unless a template of pods has them. */
const ADDED_IF_ABSENT: ReadonlySet<string> = new Set(['istio.io/rev', 'sidecar.istio.io/inject']);

/** Whether controllers or the injector add a label to pods. */
export function isAddedToPods(key: string): boolean {
  return ADDED.has(key);
}

/** The labels of a selector that a template of pods may be asked for. */
export function writtenLabels(selector: Labels): Labels {
  const isAdded = (key: string) => ADDED.has(key) || ADDED_IF_ABSENT.has(key);
  const entries = Object.entries(selector);
  return entries.some(([key]) => isAdded(key))
    ? Object.fromEntries(entries.filter(([key]) => !isAdded(key)))
    : selector;
}
