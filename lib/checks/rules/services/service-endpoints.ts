import type { Finding } from '../../../catalogue/finding';
import type { MessageType } from '../../../catalogue/message-type';
import { firstFew, listed, objectName } from '../../../catalogue/words';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { servicePorts, serviceSelector } from '../../../istiod/registry/kubernetes-service';
import { podPort } from '../../../istiod/workloads/pod-ports';
import { selectorText } from '../../../istiod/workloads/selectors';
import { containersOf, type Labels, type Workload, workloadsOf } from '../../../istiod/workloads/workloads';
import { groupedBy, memoized } from '../../../manifests/collections';
import { fieldEntries, textOrEmpty } from '../../../manifests/fields';
import { SERVICE } from '../../../manifests/kinds';
import type { Manifest } from '../../../manifests/manifest';
import type { Rule } from '../../rule';

export const IST9218 = {
  code: 'IST9218',
  name: 'ServiceWithoutEndpoints',
  level: 'Warning',
  summary:
    'A Service, or one of its ports, leads to no pod, although its pods seem to be among the manifests.',
  texts: {
    selector: (selector: string, workload: string) =>
      `"${selector}" does not select any pod in this namespace, so requests get 503; ${workload} has the name of the Service: let its pods carry these labels`,
    targetPort: (name: string, workload: string, known: readonly string[]) =>
      `${workload} has no port named "${name}", so requests get 503; ${known.length === 0 ? 'name a port of its containers so' : `use ${listed(known)}`}, or write the number`,
  },
} as const satisfies MessageType;

/** The endpoints of a Service are the pods with its labels and its ports; without an endpoint, Envoy answers 503. (G7) */
export const serviceEndpoints: Rule = {
  name: 'service-endpoints',
  reports: [IST9218],
  *check(index) {
    const behind = podsBehind(index);
    for (const object of index.all(SERVICE)) {
      const selector = serviceSelector(object);
      const pods = selector && behind(object.namespace, selector);
      if (pods?.example) {
        yield* missingPorts(object, pods.example, pods.hasPort);
      } else if (selector) {
        yield* missingPods(index, object, selector);
      }
    }
  },
};

/** The pods may be elsewhere, so only a workload with the name of the Service is taken for the one that it means. */
function* missingPods(index: MeshIndex, object: Manifest, selector: Labels): Iterable<Finding> {
  const namesake = index
    .view(workloadsByName)
    .get(`${object.namespace}/${object.name}`)
    ?.find(({ labels }) => Object.keys(selector).some((key) => key in labels));
  if (namesake) {
    const text = IST9218.texts.selector(selectorText(selector), objectName(namesake.manifest));
    yield { type: IST9218, object, field: ['spec', 'selector'], text };
  }
}

function workloadsByName(index: MeshIndex): ReadonlyMap<string, readonly Workload[]> {
  return groupedBy(index.view(workloadsOf).all, ({ namespace, name }) => `${namespace}/${name}`);
}

function* missingPorts(
  object: Manifest,
  example: Workload,
  hasPort: (name: string) => boolean,
): Iterable<Finding> {
  for (const { place, targetPort } of servicePorts(object)) {
    if (typeof targetPort === 'string' && !hasPort(targetPort)) {
      const known = fieldEntries(containersOf(example).flatMap(({ ports }) => ports)).map(([, { name }]) =>
        textOrEmpty(name),
      );
      const names = firstFew(new Set(known.filter(Boolean)));
      const text = IST9218.texts.targetPort(targetPort, objectName(example.manifest), names);
      yield { type: IST9218, object, field: ['spec', 'ports', place, 'targetPort'], text };
    }
  }
}

interface Pods {
  /** Undefined where the selector finds no pods. */
  readonly example: Workload | undefined;
  /** Whether some of them have a port of this name. */
  readonly hasPort: (name: string) => boolean;
}

/** The pods that a selector finds, looked for once however many Services have it. */
function podsBehind(index: MeshIndex): (namespace: string, selector: Labels) => Pods {
  const workloads = index.view(workloadsOf);
  return memoized(
    (namespace, selector) => `${namespace} ${selectorText(selector)}`,
    (namespace, selector) => {
      const found = workloads.selectedBy(selector, namespace);
      const hasPort = memoized(
        (name: string) => name,
        (name) => found.some((one) => podPort(name, one) !== undefined),
      );
      return { example: found[0], hasPort };
    },
  );
}
