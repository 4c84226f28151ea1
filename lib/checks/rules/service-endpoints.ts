import { mapsIn, textOf } from '../../manifests/fields';
import { SERVICE } from '../../manifests/kinds';
import type { Manifest } from '../../manifests/manifest';
import type { ManifestIndex } from '../../manifests/manifest-index';
import { podPort } from '../../manifests/pod-ports';
import { selectorText } from '../../manifests/selectors';
import { servicePorts, serviceSelector } from '../../manifests/services';
import { containersOf, type Labels, type Workload, workloadsOf } from '../../manifests/workloads';
import { IST9218 } from '../catalogue';
import type { Finding, Rule } from '../message';
import { firstFew, objectName } from '../words';

/** Behind a Service are the pods that carry its labels and have its ports; without any, Envoy answers 503. (G7) */
export const serviceEndpoints: Rule = {
  name: 'service-endpoints',
  reports: [IST9218],
  *check(index) {
    for (const object of index.all(SERVICE)) {
      const selector = serviceSelector(object);
      const workloads = selector ? index.view(workloadsOf).selectedBy(selector, object.namespace) : [];
      if (workloads.length > 0) {
        yield* missingPorts(object, workloads);
      } else if (selector) {
        yield* missingPods(index, object, selector);
      }
    }
  },
};

/** Pods may come from elsewhere, so that only what is called like the Service is taken to be what it means. */
function* missingPods(index: ManifestIndex, object: Manifest, selector: Labels): Iterable<Finding> {
  const namesake = index
    .view(workloadsByName)
    .get(`${object.namespace}/${object.name}`)
    ?.find(({ labels }) => Object.keys(selector).some((key) => key in labels));
  if (namesake) {
    const text = IST9218.texts.selector(selectorText(selector), objectName(namesake.manifest));
    yield { type: IST9218, object, field: ['spec', 'selector'], text };
  }
}

function workloadsByName(index: ManifestIndex): ReadonlyMap<string, readonly Workload[]> {
  const byName = new Map<string, Workload[]>();
  for (const workload of index.view(workloadsOf).all) {
    const key = `${workload.namespace}/${workload.name}`;
    const known = byName.get(key) ?? [];
    known.push(workload);
    byName.set(key, known);
  }
  return byName;
}

function* missingPorts(object: Manifest, workloads: readonly Workload[]): Iterable<Finding> {
  for (const [i, { targetPort }] of servicePorts(object).entries()) {
    const [workload] = workloads;
    const hasNone = workloads.every((one) => podPort(targetPort, one) === undefined);
    if (typeof targetPort === 'string' && workload && hasNone) {
      const known = mapsIn(containersOf(workload).flatMap(({ ports }) => ports)).map(([, { name }]) =>
        textOf(name),
      );
      const names = firstFew(new Set(known.filter(Boolean)));
      const text = IST9218.texts.targetPort(targetPort, objectName(workload.manifest), names);
      yield { type: IST9218, object, field: ['spec', 'ports', i, 'targetPort'], text };
    }
  }
}
