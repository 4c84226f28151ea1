import type { Finding } from '../../../catalogue/finding';
import type { MessageType } from '../../../catalogue/message-type';
import { fullName, objectName } from '../../../catalogue/words';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { oldestFirst } from '../../../istiod/oldest-first';
import { policySelector, policyWorkloads } from '../../../istiod/policies/policies';
import type { Workload } from '../../../istiod/workloads/workloads';
import { groupedBy } from '../../../manifests/collections';
import { PEER_AUTHENTICATION } from '../../../manifests/kinds';
import type { Manifest } from '../../../manifests/manifest';
import type { Rule } from '../../rule';

export const IST9214 = {
  code: 'IST9214',
  name: 'PeerAuthenticationsInConflict',
  level: 'Warning',
  summary: 'Two PeerAuthentications are for the same workloads, where only the older one counts.',
  texts: {
    namespace: (other: string) =>
      `PeerAuthentication "${other}" is for all of the namespace too, and only the older of the two counts; keep one of them`,
    mesh: (other: string) =>
      `PeerAuthentication "${other}" is for all of the mesh too, and only the older of the two counts; keep one of them`,
    workload: (other: string, workload: string) =>
      `PeerAuthentication "${other}" selects ${workload} too, and only the older of the two counts there; keep one of them, or narrow the selectors`,
  },
} as const satisfies MessageType;

/** Of several PeerAuthentications of one scope the oldest counts alone, as a whole. (H1) */
export const conflictingPeerAuthentications: Rule = {
  name: 'conflicting-peer-authentications',
  reports: [IST9214],
  *check(index) {
    const policies = oldestFirst(index.all(PEER_AUTHENTICATION)) as readonly Manifest[];
    yield* ofNamespaces(
      policies.filter((policy) => !hasSelector(policy)),
      index.mesh.rootNamespace,
    );
    yield* ofWorkloads(index, policies.filter(hasSelector));
  },
};

function hasSelector(policy: Manifest): boolean {
  return Object.keys(policySelector(policy)).length > 0;
}

function* ofNamespaces(policies: readonly Manifest[], rootNamespace: string): Iterable<Finding> {
  for (const [namespace, [first, ...others]] of groupedBy(policies, (policy) => policy.namespace)) {
    const { mesh, namespace: ofNamespace } = IST9214.texts;
    const text = (namespace === rootNamespace ? mesh : ofNamespace)(fullName(first));
    yield* others.map((object) => ({ type: IST9214, object, text }));
  }
}

function* ofWorkloads(index: MeshIndex, policies: readonly Manifest[]): Iterable<Finding> {
  if (policies.length < 2) {
    return;
  }
  const workloadsOf = index.view(policyWorkloads);
  const owners = new Map<Workload, Manifest>();
  for (const object of policies) {
    // In the root namespace one with a selector has no effect at all.
    const workloads = object.namespace === index.mesh.rootNamespace ? [] : workloadsOf(object);
    const shared = workloads.find((workload) => owners.has(workload));
    const other = shared && owners.get(shared);
    if (other) {
      const text = IST9214.texts.workload(fullName(other), objectName(shared.manifest));
      yield { type: IST9214, object, field: ['spec', 'selector'], text };
    }
    for (const workload of other ? [] : workloads) {
      owners.set(workload, object);
    }
  }
}
