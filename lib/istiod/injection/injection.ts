import { objectsIn } from '../../manifests/fields';
import type { MeshIndex } from '../mesh-index';
import { REVISION } from '../revision';
import { containersOf, type Labels, type Workload } from '../workloads/workloads';
import { INJECT, injectValue, NAMESPACE_INJECTION } from './injection-labels';
import { injectionWebhooks, isAskedBy } from './injection-webhooks';
import { namespaceLabels, SYSTEM_NAMESPACES } from './namespaces';

/** The labels that a namespace is assumed to have that is not among the manifests: those that bring it into the mesh. */
const ASSUMED_LABELS: Labels = { [NAMESPACE_INJECTION]: 'enabled' };

/**
 * Whether the pods of a workload have a sidecar: one that the manifest brings, or one that istiod injects. A namespace
 * that is not among the manifests is assumed to be labelled for injection. (J1)
 */
export function hasSidecar(index: MeshIndex, workload: Workload): boolean {
  const labels = namespaceLabels(index, workload.namespace) ?? ASSUMED_LABELS;
  return (
    proxyContainers(workload).length > 0 || (isAskedByDefault(workload, labels) && istiodInjects(workload))
  );
}

/** The containers of a workload's pods that run the proxy, such as manual injection leaves them. */
export function proxyContainers(workload: Workload): Readonly<Record<string, unknown>>[] {
  // Native sidecars run as init containers.
  const containers = [...containersOf(workload), ...objectsIn(workload.pod.initContainers)];
  return containers.filter(({ name }) => name === 'istio-proxy');
}

/** Whether istiod injects a sidecar into the pods of a workload when they are created. (J1) */
export function isInjected(index: MeshIndex, workload: Workload): boolean {
  return (
    isAskedByDefault(workload, namespaceLabels(index, workload.namespace) ?? {}) && istiodInjects(workload)
  );
}

/**
 * Whether Kubernetes asks an injector about the pods of a workload: by the webhooks among the manifests, or where there
 * are none by those of a default installation. (J2)
 */
export function isInjectorAsked(index: MeshIndex, workload: Workload): boolean {
  const webhooks = index.view(injectionWebhooks);
  const labels = namespaceLabels(index, workload.namespace);
  // Manifests that show the webhooks show the namespaces as well.
  return webhooks.length === 0
    ? isAskedByDefault(workload, labels ?? ASSUMED_LABELS)
    : webhooks.some((webhook) => isAskedBy(webhook, labels ?? {}, workload.labels));
}

/** Whether the webhooks of an installation without revisions ask istiod about the pods of a workload. (J2) */
function isAskedByDefault({ labels }: Workload, ofNamespace: Labels): boolean {
  const { [INJECT]: inject, [REVISION]: revision } = labels;
  const { [NAMESPACE_INJECTION]: injection, [REVISION]: namespaceRevision } = ofNamespace;
  if (inject === 'false') {
    return false;
  }
  if (injection !== undefined) {
    return injection === 'enabled';
  }
  if (namespaceRevision !== undefined) {
    return namespaceRevision === 'default';
  }
  return revision === undefined ? inject === 'true' : revision === 'default';
}

/** What istiod decides once it is asked. (J3) */
function istiodInjects(workload: Workload): boolean {
  const { namespace, pod } = workload;
  return (
    pod.hostNetwork !== true && !SYSTEM_NAMESPACES.includes(namespace) && injectValue(workload) !== 'false'
  );
}
