import type { Finding } from '../../../catalogue/finding';
import type { MessageType } from '../../../catalogue/message-type';
import { objectName } from '../../../catalogue/words';
import { proxyCandidates } from '../../../istiod/endpoints/proxy-candidates';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { serviceSelector } from '../../../istiod/registry/kubernetes-service';
import { entryServicesOf } from '../../../istiod/registry/mesh-service';
import { SelectorIndex, selectorText } from '../../../istiod/workloads/selectors';
import { workloadEntriesOf } from '../../../istiod/workloads/workload-entries';
import { carries, type Labels, type Workload } from '../../../istiod/workloads/workloads';
import { groupedBy } from '../../../manifests/collections';
import { fieldsOf, optionalFields } from '../../../manifests/fields';
import { SERVICE, SERVICE_ENTRY, WORKLOAD_GROUP } from '../../../manifests/kinds';
import { type Manifest, texts } from '../../../manifests/manifest';
import type { Rule } from '../../rule';

export const IST9225 = {
  code: 'IST9225',
  name: 'ServiceEntryWithoutEndpoints',
  level: 'Warning',
  summary: 'A ServiceEntry has no endpoints, or selects none although they seem to be among the manifests.',
  texts: {
    static: () =>
      'with resolution STATIC and without endpoints, requests get 503; add endpoints, or set the resolution to DNS',
    selector: (selector: string, entry: string) =>
      `"${selector}" does not select any pod or WorkloadEntry in these manifests, so requests get 503; nothing selects ${entry}: let it carry these labels`,
  },
} as const satisfies MessageType;

/** The endpoints of a ServiceEntry are listed, or are the WorkloadEntries and pods with its labels. (G7) */
export const serviceEntryEndpoints: Rule = {
  name: 'service-entry-endpoints',
  reports: [IST9225],
  *check(index) {
    for (const object of index.all(SERVICE_ENTRY)) {
      const finding = hasEndpoints(index, object) ? undefined : withoutEndpoints(index, object);
      if (finding) {
        yield finding;
      }
    }
  },
};

/** A sidecar needs no endpoints for a host whose resolution is NONE. */
function hasEndpoints(index: MeshIndex, object: Manifest): boolean {
  const [service] = entryServicesOf(object, index.mesh);
  const [port] = service?.ports ?? [];
  return !service || !port || proxyCandidates(index, service, port, false).length > 0;
}

/** Pods and WorkloadEntries may be elsewhere, so only an entry that nothing selects is taken for the one that is meant. */
function withoutEndpoints(index: MeshIndex, object: Manifest): Finding | undefined {
  const { resolution, workloadSelector } = fieldsOf(object.spec);
  const selector = optionalFields(workloadSelector);
  if (!selector) {
    const field = ['spec', 'resolution'];
    return resolution === 'STATIC'
      ? { type: IST9225, object, field, text: IST9225.texts.static() }
      : undefined;
  }
  const labels = texts(selector.labels);
  const isMeant = (entry: Workload) => Object.keys(labels).some((key) => key in entry.labels);
  const meant = (index.view(unselectedEntries).get(object.namespace) ?? []).find(isMeant);
  if (!meant || isRegisteredLater(index, object.namespace, labels)) {
    return undefined;
  }
  const text = IST9225.texts.selector(selectorText(labels), objectName(meant.manifest));
  return { type: IST9225, object, field: ['spec', 'workloadSelector', 'labels'], text };
}

/** Whether machines of a WorkloadGroup, which register themselves, carry the labels. */
function isRegisteredLater(index: MeshIndex, namespace: string, selector: Labels): boolean {
  return index.all(WORKLOAD_GROUP).some((group) => {
    const { metadata, template } = fieldsOf(group.spec);
    const labels = { ...texts(fieldsOf(metadata).labels), ...texts(fieldsOf(template).labels) };
    return group.namespace === namespace && carries(labels, selector);
  });
}

/** The WorkloadEntries that no ServiceEntry and no Service selects, by namespace. */
function unselectedEntries(index: MeshIndex): ReadonlyMap<string, readonly Workload[]> {
  const selectors = [...index.all(SERVICE_ENTRY), ...index.all(SERVICE)].flatMap((object) => {
    const ofEntry = optionalFields(fieldsOf(object.spec).workloadSelector);
    const selector = ofEntry ? texts(ofEntry.labels) : serviceSelector(object);
    return selector ? [{ namespace: object.namespace, selector }] : [];
  });
  const byNamespace = groupedBy(selectors, ({ namespace }) => namespace);
  const indexes = new Map(
    [...byNamespace].map(([namespace, group]) => [
      namespace,
      new SelectorIndex(group, ({ selector }) => selector),
    ]),
  );
  const isSelected = ({ namespace, labels }: Workload) =>
    (indexes.get(namespace)?.selecting(labels).length ?? 0) > 0;
  return groupedBy(
    index.view(workloadEntriesOf).all.filter((entry) => !isSelected(entry)),
    ({ namespace }) => namespace,
  );
}
