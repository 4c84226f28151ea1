import { proxyCandidates } from '../../istiod/endpoints/proxy-candidates';
import type { MeshIndex } from '../../istiod/mesh-index';
import { serviceSelector } from '../../istiod/registry/kubernetes-service';
import { entryServicesOf } from '../../istiod/registry/mesh-service';
import { SelectorIndex, workloadSelectorOf } from '../../istiod/workloads/selectors';
import { workloadEntriesOf, workloadGroupsOf } from '../../istiod/workloads/workload-entries';
import type { Labels, Workload } from '../../istiod/workloads/workloads';
import { groupedBy } from '../../manifests/collections';
import { fieldsOf, optionalFields } from '../../manifests/fields';
import { SERVICE, SERVICE_ENTRY } from '../../manifests/kinds';
import type { Manifest } from '../../manifests/manifest';

/** Whether a ServiceEntry has endpoints. A sidecar needs none for a host whose resolution is NONE. */
export function hasEndpoints(index: MeshIndex, object: Manifest): boolean {
  const [service] = entryServicesOf(object, index);
  const [port] = service?.ports ?? [];
  return !service || !port || proxyCandidates(index, service, port, false).length > 0;
}

/**
 * The ServiceEntries that select nothing, with the WorkloadEntry that each of them probably means; ask for them by
 * `index.view(entriesMeant)`. Pods and WorkloadEntries may be elsewhere, so only an entry that nothing selects is taken for it.
 */
export function entriesMeant(index: MeshIndex): ReadonlyMap<Manifest, Workload> {
  const isSelected = index.view(machineSelections);
  const unselected = groupedBy(
    index.view(workloadEntriesOf).all.filter((entry) => !isSelected(entry)),
    ({ namespace }) => namespace,
  );
  const meant = new Map<Manifest, Workload>();
  for (const object of unselected.size === 0 ? [] : index.all(SERVICE_ENTRY)) {
    const labels = workloadSelectorOf(object);
    const entry = (unselected.get(object.namespace) ?? []).find((one) =>
      Object.keys(labels).some((key) => key in one.labels),
    );
    if (
      entry &&
      !index.view(workloadGroupsOf).includesAny(labels, object.namespace) &&
      !hasEndpoints(index, object)
    ) {
      meant.set(object, entry);
    }
  }
  return meant;
}

/** Whether a Service or a ServiceEntry of its namespace selects a machine; ask by `index.view(machineSelections)`. */
export function machineSelections(index: MeshIndex): (machine: Workload) => boolean {
  const selectors = [...index.all(SERVICE_ENTRY), ...index.all(SERVICE)].flatMap((object) => {
    const selector = selectorOf(object);
    return selector ? [{ namespace: object.namespace, selector }] : [];
  });
  const indexes = new Map(
    [...groupedBy(selectors, ({ namespace }) => namespace)].map(([namespace, group]) => [
      namespace,
      new SelectorIndex(group, ({ selector }) => selector),
    ]),
  );
  return ({ namespace, labels }) => (indexes.get(namespace)?.selecting(labels).length ?? 0) > 0;
}

function selectorOf(object: Manifest): Labels | undefined {
  return optionalFields(fieldsOf(object.spec).workloadSelector)
    ? workloadSelectorOf(object)
    : serviceSelector(object);
}
