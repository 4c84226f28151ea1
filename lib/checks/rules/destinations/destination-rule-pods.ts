import type { Finding } from '../../../catalogue/finding';
import { IST0173, IST0174 } from '../../../catalogue/istio-traffic-codes';
import { type Selected, selectedBy } from '../../../istiod/endpoints/endpoint-candidates';
import { isWildcard } from '../../../istiod/hosts/host-matching';
import { fullHost } from '../../../istiod/hosts/service-host';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { analyzerHosts, unreadHosts } from '../../../istiod/registry/analyzer-hosts';
import type { MeshService } from '../../../istiod/registry/mesh-service';
import { whyUnread } from '../../../istiod/revision';
import { routedSubsets } from '../../../istiod/virtual-services/routed-subsets';
import { hasPodsWith, mayCarry } from '../../../istiod/workloads/pod-locations';
import { selectorText } from '../../../istiod/workloads/selectors';
import { workloadEntriesOf } from '../../../istiod/workloads/workload-entries';
import { carries, type Labels } from '../../../istiod/workloads/workloads';
import { type Fields, fieldEntries, fieldsOf, textOrEmpty, textsIn } from '../../../manifests/fields';
import { DESTINATION_RULE } from '../../../manifests/kinds';
import { type Manifest, texts } from '../../../manifests/manifest';
import { areHostsShown, areWorkloadsShown, serviceMeantBy } from '../../common/shown';
import type { Rule } from '../../rule';

/** A DestinationRule needs a host that exists, and each subset needs pods. */
export const destinationRulePods: Rule = {
  name: 'destination-rule-pods',
  reports: [IST0173, IST0174],
  *check(index) {
    const hosts = index.view(analyzerHosts);
    for (const object of index.all(DESTINATION_RULE)) {
      const spec = fieldsOf(object.spec);
      const host = textOrEmpty(spec.host);
      const exportTo = textsIn(spec.exportTo);
      const known = hosts.find(host, object.namespace, exportTo);
      if (known) {
        yield* subsetsWithoutPods(index, object, known);
      } else if (host !== '' && !(isWildcard(host) && hosts.hasUnder(host, object.namespace))) {
        const unread = index.view(unreadHosts).find(host, object.namespace, exportTo);
        const text = unread
          ? IST0174.texts.unread(host, whyUnread(unread.manifest))
          : unknownHost(index, host, object.namespace);
        yield { type: IST0174, object, field: ['spec', 'host'], text };
      }
    }
  },
};

function unknownHost(index: MeshIndex, host: string, namespace: string): string {
  const service = serviceMeantBy(index, host);
  return service === undefined
    ? IST0174.texts.unknown(host, namespace, areHostsShown(index, fullHost(host, namespace)))
    : IST0174.texts.incomplete(host, service);
}

/**
 * A subset matters if a route names it. Where no route to the host is shown, one elsewhere may name it, unless the rule is
 * for more versions than are deployed.
 */
function* subsetsWithoutPods(index: MeshIndex, object: Manifest, host: MeshService): Iterable<Finding> {
  const subsets = fieldEntries(fieldsOf(object.spec).subsets);
  const selected = subsets.length > 0 && host.selector ? selectedBy(index, host, host.selector) : undefined;
  const named = index.view(routedSubsets).get(host.host);
  const isEmpty = ({ labels }: Fields) =>
    selected
      ? isEmptyOfPods(index, selected, texts(labels), !named)
      : isEmptyOfEndpoints(index, host, texts(labels));
  const empty = subsets.filter(([, subset]) => isEmpty(subset));
  const areShown = areWorkloadsShown(index, host.namespace);
  const isMeant = named !== undefined || !selected || empty.length === subsets.length;
  for (const [i, subset] of isMeant ? empty : empty.filter(([, { labels }]) => neverFits(texts(labels)))) {
    const name = textOrEmpty(subset.name);
    if (!selected || (named?.has(name) ?? true)) {
      const text = IST0173.texts.noPods(name, selectorText(texts(subset.labels)), areShown);
      yield { type: IST0173, object, field: ['spec', 'subsets', i, 'labels'], text };
    }
  }
}

/** No node has an empty location, so no version to come will fit. */
function neverFits(labels: Labels): boolean {
  return Object.values(labels).includes('');
}

/** Whether a Service selects endpoints, and none of them carries some labels. They may all be elsewhere. */
function isEmptyOfPods(
  index: MeshIndex,
  { pods, machines }: Selected,
  labels: Labels,
  isWithoutRoutes: boolean,
): boolean {
  return pods.length + machines.length === 0
    ? isWithoutRoutes && !hasPodsWith(index, labels)
    : !pods.some((pod) => mayCarry(index, pod, labels)) &&
        !machines.some((machine) => carries(machine.labels, labels));
}

/** Unlike istiod, `istioctl analyze` counts the pods of every namespace. */
function isEmptyOfEndpoints(index: MeshIndex, host: MeshService, labels: Labels): boolean {
  const wanted = { ...workloadLabels(host), ...labels };
  return !hasPodsWith(index, wanted) && !hasOtherEndpointsWith(index, host, wanted);
}

/** The labels by which a ServiceEntry selects its pods. The analyzer ignores the selector of a Service. */
function workloadLabels({ isKubernetes, manifest }: MeshService): Labels {
  return isKubernetes ? {} : texts(fieldsOf(fieldsOf(manifest.spec).workloadSelector).labels);
}

/** A ServiceEntry may list endpoints, or select WorkloadEntries. (G6) */
function hasOtherEndpointsWith(
  index: MeshIndex,
  { isKubernetes, manifest }: MeshService,
  wanted: Labels,
): boolean {
  if (isKubernetes) {
    return false;
  }
  const endpoints = fieldEntries(fieldsOf(manifest.spec).endpoints).map(([, { labels }]) => texts(labels));
  return (
    endpoints.some((labels) => carries(labels, wanted)) ||
    index.view(workloadEntriesOf).includesAny(wanted, manifest.namespace)
  );
}
