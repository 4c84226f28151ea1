import { IST0166 } from '../../../catalogue/istio-workload-codes';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { isAttached, policySelector } from '../../../istiod/policies/policy';
import { selectorText } from '../../../istiod/workloads/selectors';
import { carries, type Labels, type Workload, workloadsOf } from '../../../istiod/workloads/workloads';
import { groupedBy } from '../../../manifests/collections';
import { fieldsOf, optionalFields } from '../../../manifests/fields';
import {
  AUTHORIZATION_POLICY,
  REQUEST_AUTHENTICATION,
  TELEMETRY,
  WASM_PLUGIN,
} from '../../../manifests/kinds';
import type { Rule } from '../../rule';

/** The label with the name of the Gateway for which a pod runs. */
const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';

const POLICIES = [AUTHORIZATION_POLICY, REQUEST_AUTHENTICATION, TELEMETRY, WASM_PLUGIN];

/** The pods of a Gateway of the Kubernetes Gateway API apply policies that target it, and do not look at selectors. */
export const gatewayApiSelectors: Rule = {
  name: 'gateway-api-selectors',
  reports: [IST0166],
  *check(index) {
    const pods = index.view(podsOfGateways);
    for (const kind of pods.size > 0 ? POLICIES : []) {
      for (const object of index.all(kind)) {
        const selector = optionalFields(fieldsOf(object.spec).selector);
        const labels = policySelector(object);
        const names =
          selector && !isAttached(object) ? namesOf(pods.get(object.namespace) ?? [], labels) : [];
        if (names.length > 0) {
          const text = IST0166.texts.gateway(selectorText(labels), names);
          yield { type: IST0166, object, field: ['spec', 'selector'], text };
        }
      }
    }
  },
};

function podsOfGateways(index: MeshIndex): ReadonlyMap<string, readonly Workload[]> {
  const pods = index.view(workloadsOf).all.filter(({ labels }) => labels[GATEWAY_NAME] !== undefined);
  return groupedBy(pods, ({ namespace }) => namespace);
}

/** The names of the Gateways whose pods carry some labels. */
function namesOf(pods: readonly Workload[], selector: Labels): string[] {
  const selected = pods.filter(({ labels }) => carries(labels, selector));
  return [...new Set(selected.flatMap(({ labels }) => labels[GATEWAY_NAME] ?? []))];
}
