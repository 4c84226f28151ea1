import { fieldsOf, mapsIn, textOf, textsIn } from '../../manifests/fields';
import { DESTINATION_RULE, SERVICE_ENTRY } from '../../manifests/kinds';
import { type KnownHost, knownHosts } from '../../manifests/known-hosts';
import { isOf, type Manifest, texts } from '../../manifests/manifest';
import type { ManifestIndex } from '../../manifests/manifest-index';
import { hasPodsWith } from '../../manifests/pod-locations';
import { selectorText } from '../../manifests/selectors';
import { IST0173, IST0174 } from '../catalogue';
import type { Finding, Rule } from '../message';

/** A DestinationRule is for a host that is not there, or has a subset that no pod belongs to. */
export const destinationRulePods: Rule = {
  name: 'destination-rule-pods',
  reports: [IST0173, IST0174],
  *check(index) {
    const hosts = index.view(knownHosts);
    for (const object of index.all(DESTINATION_RULE)) {
      const spec = fieldsOf(object.spec);
      const host = textOf(spec.host);
      const exportTo = textsIn(spec.exportTo).map(([, namespace]) => namespace);
      const known = hosts.find(host, object.namespace, exportTo);
      if (known) {
        yield* subsetsWithoutPods(index, object, known);
      } else if (host !== '') {
        const text = IST0174.texts.unknown(host, object.namespace);
        yield { type: IST0174, object, field: ['spec', 'host'], text };
      }
    }
  },
};

/** Pods of any Service and namespace count, as they do for `istioctl analyze`. */
function* subsetsWithoutPods(index: ManifestIndex, object: Manifest, host: KnownHost): Iterable<Finding> {
  for (const [i, subset] of mapsIn(fieldsOf(object.spec).subsets)) {
    const labels = texts(subset.labels);
    if (!hasPodsWith(index, { ...workloadLabels(host), ...labels })) {
      const text = IST0173.texts.noPods(textOf(subset.name), selectorText(labels));
      yield { type: IST0173, object, field: ['spec', 'subsets', i, 'labels'], text };
    }
  }
}

/** What a ServiceEntry selects its pods by. The selector of a Service is not looked at. */
function workloadLabels({ object }: KnownHost): Readonly<Record<string, string>> {
  return isOf(SERVICE_ENTRY, object) ? texts(fieldsOf(fieldsOf(object.spec).workloadSelector).labels) : {};
}
