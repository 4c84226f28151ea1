import type { MessageType } from '../../../catalogue/message-type';
import { firstFew, listed, objectName } from '../../../catalogue/words';
import { isGateway } from '../../../istiod/gateways/gateway-workloads';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { servicePorts, serviceSelector } from '../../../istiod/registry/kubernetes-service';
import { declaredPorts } from '../../../istiod/workloads/pod-ports';
import { selectorText } from '../../../istiod/workloads/selectors';
import { type Labels, type Workload, workloadsOf } from '../../../istiod/workloads/workloads';
import { memoized } from '../../../manifests/collections';
import { SERVICE } from '../../../manifests/kinds';
import type { Rule } from '../../rule';

export const IST9280 = {
  code: 'IST9280',
  name: 'UndeclaredTargetPort',
  kiali: ['KIA0701'],
  level: 'Info',
  summary: 'A Service leads to ports that no container of its pods declares, although they declare others.',
  texts: {
    port: (port: number | string, workload: string, declared: readonly number[]) =>
      `leads to port ${port}, which no container of ${workload} declares, so requests get 503 unless something listens on it all the same; the containers declare ${listed(declared)}: use one of them as targetPort, or declare the port`,
  },
} as const satisfies MessageType;

/** Containers need not declare their ports, but whoever declares some probably declares those of a Service. (G7) */
export const undeclaredTargetPorts: Rule = {
  name: 'undeclared-target-ports',
  reports: [IST9280],
  *check(index) {
    const declaredBehind = declaredPortsBehind(index);
    for (const object of index.all(SERVICE)) {
      const selector = serviceSelector(object);
      const behind = selector && declaredBehind(object.namespace, selector);
      const ports = behind ? servicePorts(object) : [];
      // Where one of several ports is declared, the Service is for these pods, and the others are probably there, too.
      if (behind && ports.every(({ targetPort }) => isUndeclared(behind, targetPort))) {
        const workload = objectName(behind.workload.manifest);
        for (const { place, targetPort } of ports) {
          const text = IST9280.texts.port(targetPort, workload, firstFew(behind.ports));
          yield { type: IST9280, object, field: ['spec', 'ports', place], text };
        }
      }
    }
  },
};

/** A name that no container has is another mistake. */
function isUndeclared({ ports }: Behind, targetPort: number | string): boolean {
  return typeof targetPort === 'number' && !ports.has(targetPort);
}

interface Behind {
  readonly workload: Workload;
  readonly ports: ReadonlySet<number>;
}

/** The ports that the pods of a selector declare; undefined where some of them declare none. */
function declaredPortsBehind(index: MeshIndex): (namespace: string, selector: Labels) => Behind | undefined {
  return memoized(
    (namespace, selector) => `${namespace} ${selectorText(selector)}`,
    (namespace, selector) => {
      const workloads = index.view(workloadsOf).selectedBy(selector, namespace);
      const declared = workloads.map(declaredPorts);
      const [workload] = workloads;
      const isKnown = declared.every((ports) => ports.length > 0) && !workloads.some(isGateway);
      return workload && isKnown ? { workload, ports: new Set(declared.flat()) } : undefined;
    },
  );
}
