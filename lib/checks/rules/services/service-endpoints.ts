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
  summary: 'A Service, or a port of it, leads to no pod, although its pods seem to be here.',
  texts: {
    selector: (selector: string, workload: string) =>
      `"${selector}" selects no pod of this namespace, so that requests get 503; ${workload} looks as if it were meant: let its pods carry these labels`,
    targetPort: (name: string, workload: string, known: readonly string[]) =>
      `"${name}" is the name of no port of ${workload}, so that requests get 503; ${known.length === 0 ? 'name a port of its containers so, or write the number' : `take ${listed(known)}, or write the number`}`,
  },
} as const satisfies MessageType;

/** Behind a Service are the pods that carry its labels and have its ports; without any, Envoy answers 503. (G7) */
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

/** Pods may come from elsewhere, so that only what is called like the Service is taken to be what it means. */
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
  for (const [i, { targetPort }] of servicePorts(object).entries()) {
    if (typeof targetPort === 'string' && !hasPort(targetPort)) {
      const known = fieldEntries(containersOf(example).flatMap(({ ports }) => ports)).map(([, { name }]) =>
        textOrEmpty(name),
      );
      const names = firstFew(new Set(known.filter(Boolean)));
      const text = IST9218.texts.targetPort(targetPort, objectName(example.manifest), names);
      yield { type: IST9218, object, field: ['spec', 'ports', i, 'targetPort'], text };
    }
  }
}

interface Pods {
  /** Undefined where there are none. */
  readonly example: Workload | undefined;
  /** Whether some of them have a port of this name. */
  readonly hasPort: (name: string) => boolean;
}

/** What a selector finds, looked for once however many Services have it. */
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
