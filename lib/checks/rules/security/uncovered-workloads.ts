import type { MessageType } from '../../../catalogue/message-type';
import { fullName } from '../../../catalogue/words';
import { isGateway } from '../../../istiod/gateways/gateway-workloads';
import { hasSidecar } from '../../../istiod/injection/injection';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { isAttached, policySelector } from '../../../istiod/policies/policy';
import { authorizationPoliciesFor } from '../../../istiod/policies/policy-scope';
import { selectingServices } from '../../../istiod/registry/selecting-services';
import { hasLabels } from '../../../istiod/workloads/selectors';
import { type Workload, workloadsOf } from '../../../istiod/workloads/workloads';
import { fieldsOf, objectsIn, textOrEmpty } from '../../../manifests/fields';
import { AUTHORIZATION_POLICY } from '../../../manifests/kinds';
import type { Manifest } from '../../../manifests/manifest';
import type { Rule } from '../../rule';

export const IST9275 = {
  code: 'IST9275',
  name: 'WorkloadDeniedToAll',
  kiali: ['KIA1301'],
  level: 'Info',
  summary:
    'An AuthorizationPolicy denies all requests by default, and none allows any request to a workload.',
  texts: {
    denied: (policy: string) =>
      `no AuthorizationPolicy allows a request to these pods, and by "${policy}" everything else is denied; add a policy for the requests that they should get`,
  },
} as const satisfies MessageType;

export const IST9281 = {
  code: 'IST9281',
  name: 'WorkloadWithoutPolicy',
  kiali: ['KIA1301'],
  level: 'Info',
  summary: 'No AuthorizationPolicy is for a workload, although other namespaces deny requests by default.',
  texts: {
    open: (policy: string) =>
      `no AuthorizationPolicy is for these pods, so they accept every request, and other namespaces deny what is not allowed, such as by "${policy}"; add a policy, or move that one to the root namespace`,
  },
} as const satisfies MessageType;

/** An ALLOW policy without rules allows nothing, and a workload without any policy accepts everything. (H4) */
export const uncoveredWorkloads: Rule = {
  name: 'uncovered-workloads',
  reports: [IST9275, IST9281],
  *check(index) {
    const denying = index.all(AUTHORIZATION_POLICY).filter(deniesByDefault);
    const [first] = denying;
    if (!first) {
      return;
    }
    const policies = index.view(authorizationPoliciesFor);
    const ofNamespace = denying.find((policy) => policy.namespace !== index.mesh.rootNamespace);
    for (const workload of index.view(workloadsOf).all.filter((one) => isServer(index, one))) {
      const applying = policies.of(workload).map(({ manifest }) => manifest);
      const [denies] = applying.filter(deniesByDefault);
      const object = workload.manifest;
      if (denies && !applying.some(allowsSomething)) {
        yield { type: IST9275, object, text: IST9275.texts.denied(fullName(denies)) };
      } else if (ofNamespace && applying.length === 0) {
        yield { type: IST9281, object, text: IST9281.texts.open(fullName(ofNamespace)) };
      }
    }
  },
};

/** Whether an application with a sidecar gets requests by a Service. */
function isServer(index: MeshIndex, workload: Workload): boolean {
  return (
    hasSidecar(index, workload) && !isGateway(workload) && index.view(selectingServices)(workload).length > 0
  );
}

function deniesByDefault(policy: Manifest): boolean {
  return (
    isForAllowed(policy) &&
    !isAttached(policy) &&
    !hasLabels(policySelector(policy)) &&
    objectsIn(fieldsOf(policy.spec).rules).length === 0
  );
}

function allowsSomething(policy: Manifest): boolean {
  return isForAllowed(policy) && objectsIn(fieldsOf(policy.spec).rules).length > 0;
}

function isForAllowed({ spec }: Manifest): boolean {
  const action = textOrEmpty(fieldsOf(spec).action);
  return action === '' || action === 'ALLOW';
}
