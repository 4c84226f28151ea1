import type { MessageType } from '../../../catalogue/message-type';
import { objectName } from '../../../catalogue/words';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { isAttached, policySelector, policyWorkloads } from '../../../istiod/policies/policy-scope';
import { podPorts } from '../../../istiod/workloads/pod-ports';
import { selectorText } from '../../../istiod/workloads/selectors';
import type { Workload } from '../../../istiod/workloads/workloads';
import { memoized } from '../../../manifests/collections';
import { fieldEntries, fieldsOf, textEntries } from '../../../manifests/fields';
import { AUTHORIZATION_POLICY, PEER_AUTHENTICATION } from '../../../manifests/kinds';
import type { FieldPath, Manifest } from '../../../manifests/manifest';
import type { Rule } from '../../rule';

/** Our own: policies see the port that the pod listens on, not that of the Service. */
export const IST9215 = {
  code: 'IST9215',
  name: 'PolicyForServicePort',
  level: 'Warning',
  summary: 'A policy names the port of a Service, where that of the pod is meant.',
  texts: {
    port: (port: number | string, workload: string, target: number) =>
      `${port} is a port of the Service, but ${workload} listens on ${target} for it, and that is what policies look at, so that this never holds; write ${target}`,
  },
} as const satisfies MessageType;

/** Policies look at the port that a pod listens on, which a Service may have translated. (H1, H7) */
export const policyPorts: Rule = {
  name: 'policy-ports',
  reports: [IST9215],
  *check(index) {
    const ports = [...namedPorts(index)];
    // Most meshes name none, and where those of pods are is long to tell.
    const translated = ports.length > 0 ? translations(index) : () => undefined;
    for (const [object, port, field] of ports) {
      const found = translated(object, Number(port));
      if (found) {
        const text = IST9215.texts.port(port, objectName(found.workload.manifest), found.target);
        yield { type: IST9215, object, field, text };
      }
    }
  },
};

function* namedPorts(index: MeshIndex): Iterable<[object: Manifest, port: string, field: FieldPath]> {
  for (const object of index.all(PEER_AUTHENTICATION)) {
    for (const port of Object.keys(fieldsOf(fieldsOf(object.spec).portLevelMtls))) {
      yield [object, port, ['spec', 'portLevelMtls', port]];
    }
  }
  for (const object of index.all(AUTHORIZATION_POLICY)) {
    for (const [i, { to, when }] of isAttached(object) ? [] : fieldEntries(fieldsOf(object.spec).rules)) {
      for (const [j, { operation }] of fieldEntries(to)) {
        for (const [k, port] of textEntries(fieldsOf(operation).ports)) {
          yield [object, port, ['spec', 'rules', i, 'to', j, 'operation', 'ports', k]];
        }
      }
      for (const [j, { key, values }] of fieldEntries(when)) {
        for (const [k, port] of key === 'destination.port' ? textEntries(values) : []) {
          yield [object, port, ['spec', 'rules', i, 'when', j, 'values', k]];
        }
      }
    }
  }
}

/** Where all that a policy is for listens on something else than the port that a Service has for it. */
interface Translation {
  readonly workload: Workload;
  readonly target: number;
}

function translations(index: MeshIndex): (policy: Manifest, port: number) => Translation | undefined {
  const workloadsOf = index.view(policyWorkloads);
  const portsOf = index.view(podPorts);
  return memoized(
    (policy, port) => `${policy.namespace} ${port} ${selectorText(policySelector(policy))}`,
    (policy, port) => {
      const workloads = workloadsOf(policy);
      const [workload] = workloads;
      const target = workload && portsOf(workload).targets.get(port);
      const isTranslated = (one: Workload) => {
        const { targets, listening } = portsOf(one);
        return targets.has(port) && !listening.has(port);
      };
      return workload && target !== undefined && workloads.every(isTranslated)
        ? { workload, target }
        : undefined;
    },
  );
}
