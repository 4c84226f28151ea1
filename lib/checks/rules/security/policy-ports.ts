import type { MessageType } from '../../../catalogue/message-type';
import { objectName } from '../../../catalogue/words';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { isAttached, policySelector } from '../../../istiod/policies/policy';
import { policyWorkloads } from '../../../istiod/policies/policy-scope';
import { podPorts } from '../../../istiod/workloads/pod-ports';
import { selectorText } from '../../../istiod/workloads/selectors';
import type { Workload } from '../../../istiod/workloads/workloads';
import { memoized } from '../../../manifests/collections';
import { fieldEntries, fieldsOf, textEntries } from '../../../manifests/fields';
import { AUTHORIZATION_POLICY, PEER_AUTHENTICATION } from '../../../manifests/kinds';
import type { FieldPath, Manifest } from '../../../manifests/manifest';
import type { Rule } from '../../rule';

export const IST9215 = {
  code: 'IST9215',
  name: 'PolicyForServicePort',
  level: 'Warning',
  summary: 'A policy names the port of a Service instead of the port that the pods listen on.',
  texts: {
    port: (port: number | string, workload: string, target: number) =>
      `${port} is a port of the Service, but policies compare the port that ${workload} listens on for it, ${target}, so this never matches; write ${target}`,
  },
} as const satisfies MessageType;

/** Policies compare the port that a pod listens on, which may differ from the port of the Service. (H1, H7) */
export const policyPorts: Rule = {
  name: 'policy-ports',
  reports: [IST9215],
  *check(index) {
    const ports = [...namedPorts(index)];
    // Most policies name no ports, and the ports of all pods take time to compute.
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

/** A port of a Service for which all workloads of a policy listen on another port. */
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
