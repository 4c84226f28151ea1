import { IST9215 } from '../../../catalogue/catalogue';
import { objectName } from '../../../catalogue/words';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { hasTargets, policySelector, policyWorkloads } from '../../../istiod/policies/policies';
import { podPorts } from '../../../istiod/workloads/pod-ports';
import { selectorText } from '../../../istiod/workloads/selectors';
import type { Workload } from '../../../istiod/workloads/workloads';
import { memoized } from '../../../manifests/collections';
import { fieldEntries, fieldsOf, textEntries } from '../../../manifests/fields';
import { AUTHORIZATION_POLICY, PEER_AUTHENTICATION } from '../../../manifests/kinds';
import type { FieldPath, Manifest } from '../../../manifests/manifest';
import type { Rule } from '../../rule';

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
    for (const [i, { to, when }] of hasTargets(object) ? [] : fieldEntries(fieldsOf(object.spec).rules)) {
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
