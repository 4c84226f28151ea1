import type { Finding } from '../../../catalogue/finding';
import type { MessageType } from '../../../catalogue/message-type';
import { fullName, objectName } from '../../../catalogue/words';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { hiddenByOlder } from '../../../istiod/policies/hidden-by-older';
import {
  type PeerAuthentications,
  peerAuthenticationsOf,
} from '../../../istiod/policies/peer-authentication';
import { policyWorkloads } from '../../../istiod/policies/policy-scope';
import type { Rule } from '../../rule';

export const IST9214 = {
  code: 'IST9214',
  name: 'PeerAuthenticationsInConflict',
  kiali: ['KIA0002', 'KIA0003'],
  level: 'Warning',
  summary: 'Two PeerAuthentications are for the same workloads, and only the older one has an effect.',
  texts: {
    namespace: (other: string) =>
      `PeerAuthentication "${other}" is for the whole namespace too, and only the older one has an effect; keep one of them`,
    mesh: (other: string) =>
      `PeerAuthentication "${other}" is for the whole mesh too, and only the older one has an effect; keep one of them`,
    workload: (other: string, workload: string) =>
      `PeerAuthentication "${other}" selects ${workload} too, and only the older one has an effect there; keep one of them, or narrow the selectors`,
  },
} as const satisfies MessageType;

/** Of several PeerAuthentications for one scope, only the oldest has an effect. (H1) */
export const conflictingPeerAuthentications: Rule = {
  name: 'conflicting-peer-authentications',
  reports: [IST9214],
  *check(index) {
    const policies = index.view(peerAuthenticationsOf);
    yield* ofNamespaces(policies, index.mesh.rootNamespace);
    yield* ofWorkloads(index, policies);
  },
};

function* ofNamespaces(policies: PeerAuthentications, rootNamespace: string): Iterable<Finding> {
  for (const policy of policies.withoutSelector) {
    const older = policies.forNamespace(policy.namespace);
    if (older && older !== policy) {
      const { mesh, namespace } = IST9214.texts;
      const text = (policy.namespace === rootNamespace ? mesh : namespace)(fullName(older));
      yield { type: IST9214, object: policy.manifest, text };
    }
  }
}

function* ofWorkloads(index: MeshIndex, policies: PeerAuthentications): Iterable<Finding> {
  const workloadsOf = index.view(policyWorkloads);
  for (const { hidden, older, shared } of hiddenByOlder(policies, ({ manifest }) => workloadsOf(manifest))) {
    const text = IST9214.texts.workload(fullName(older), objectName(shared.manifest));
    yield { type: IST9214, object: hidden.manifest, field: ['spec', 'selector'], text };
  }
}
