import { fieldsOf, numberOf } from '../../manifests/fields';
import { STATEFUL_SET } from '../../manifests/kinds';
import type { Manifest } from '../../manifests/manifest';
import type { Labels } from './workloads';

/** The labels that controllers and istiod's injector add to pods. Their values are not known before the pods are there. */
const ADDED: ReadonlySet<string> = new Set([
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
]);

/** The labels of the pods of a StatefulSet, for the number that ends the name of the pod. */
const NUMBERED: Readonly<Record<string, (name: string, number: string) => string>> = {
  'apps.kubernetes.io/pod-index': (_, number) => number,
  'statefulset.kubernetes.io/pod-name': (name, number) => `${name}-${number}`,
};

/** Labels that the injector adds as well, unless a template of pods has them. */
const ADDED_IF_ABSENT: ReadonlySet<string> = new Set(['istio.io/rev', 'sidecar.istio.io/inject']);

/** Whether controllers or the injector may add a label with this value to pods that a workload makes. */
export function mayBeAdded({ kind, name, spec }: Manifest, key: string, value: string): boolean {
  const numbered = NUMBERED[key];
  if (!numbered) {
    return ADDED.has(key) || ADDED_IF_ABSENT.has(key);
  }
  const [number] = /\d+$/.exec(value) ?? [];
  const { ordinals } = fieldsOf(spec);
  return (
    kind === STATEFUL_SET.kind &&
    number !== undefined &&
    value === numbered(name, String(Number(number))) &&
    Number(number) >= (numberOf(fieldsOf(ordinals).start) ?? 0)
  );
}

/** The labels of a selector that a template of pods may be asked for. */
export function writtenLabels(selector: Labels): Labels {
  const isAdded = (key: string) => ADDED.has(key) || ADDED_IF_ABSENT.has(key) || Object.hasOwn(NUMBERED, key);
  const entries = Object.entries(selector);
  return entries.some(([key]) => isAdded(key))
    ? Object.fromEntries(entries.filter(([key]) => !isAdded(key)))
    : selector;
}
