import type { Finding } from '../../../catalogue/finding';
import type { MessageType } from '../../../catalogue/message-type';
import { fullName, listed, objectName } from '../../../catalogue/words';
import { destinationRulesOf, ELSEWHERE } from '../../../istiod/destination-rules/destination-rules';
import type { DestinationRule } from '../../../istiod/destination-rules/merge-rules';
import { portPolicy } from '../../../istiod/destination-rules/port-policy';
import { isGateway } from '../../../istiod/gateways/gateway-workloads';
import { hasSidecar } from '../../../istiod/injection/injection';
import { isAmbient, isSurelyWithoutSidecar } from '../../../istiod/injection/mesh-membership';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { serverTls } from '../../../istiod/policies/peer-authentication';
import { isAttached, policySelector } from '../../../istiod/policies/policy';
import { policyWorkloads } from '../../../istiod/policies/policy-scope';
import { trustDomainsOf } from '../../../istiod/policies/trust-domains';
import { selectingServices } from '../../../istiod/registry/selecting-services';
import { serviceTargets } from '../../../istiod/workloads/pod-ports';
import { selectorText } from '../../../istiod/workloads/selectors';
import { serviceAccountOf, type Workload, workloadsOf } from '../../../istiod/workloads/workloads';
import { memoized } from '../../../manifests/collections';
import { optionalFields } from '../../../manifests/fields';
import { AUTHORIZATION_POLICY } from '../../../manifests/kinds';
import type { Manifest } from '../../../manifests/manifest';
import { type PeerIdentity, peerIdentities } from '../../common/peer-identities';
import type { Rule } from '../../rule';

export const IST9234 = {
  code: 'IST9234',
  name: 'IdentityNeverProven',
  kiali: ['KIA0105'],
  level: 'Warning',
  summary: 'An AuthorizationPolicy asks for the identity of clients that never send mutual TLS of the mesh.',
  texts: {
    noSidecar: (identity: string, workload: string) =>
      `"${identity}" is an identity that no client proves: only a sidecar sends mutual TLS, and ${workload} has none; give it a sidecar, or do not ask for its identity`,
    plaintext: (identity: string, workload: string, rule: string) =>
      `"${identity}" is an identity that no client of ${workload} proves, because DestinationRule "${rule}" makes them send no mutual TLS of the mesh; set tls mode ISTIO_MUTUAL there, or remove tls`,
    disabled: (identity: string, workload: string, policy: string) =>
      `"${identity}" is an identity that no client of ${workload} proves, because PeerAuthentication "${policy}" disables mutual TLS there; set mode PERMISSIVE or STRICT`,
  },
} as const satisfies MessageType;

export const IST9235 = {
  code: 'IST9235',
  name: 'ForeignTrustDomain',
  kiali: ['KIA0108'],
  level: 'Warning',
  summary: 'An AuthorizationPolicy asks for clients of a trust domain that the mesh does not have.',
  texts: {
    trustDomain: (trustDomain: string, known: readonly string[]) =>
      `"${trustDomain}" is not a trust domain of this mesh, which has ${listed(known)}, so this matches no client; write one of these, or, if the mesh has another configuration, pass it as --mesh-config`,
  },
} as const satisfies MessageType;

/** Only a client with a certificate of the mesh has an identity. (H7) */
export const unprovenIdentities: Rule = {
  name: 'unproven-identities',
  reports: [IST9234, IST9235],
  *check(index) {
    const unmeshed = unmeshedClients(index);
    for (const object of index.all(AUTHORIZATION_POLICY)) {
      // One identity is enough to say that nobody proves any.
      let maySendNone = !isAttached(object);
      for (const identity of peerIdentities(object)) {
        const ofClient = foreignTrustDomain(index, object, identity) ?? unmeshed(object, identity);
        const ofServer = ofClient || !maySendNone ? undefined : unencrypted(index, object, identity);
        maySendNone &&= !ofServer;
        const finding = ofClient ?? ofServer;
        if (finding) {
          yield finding;
        }
      }
    }
  },
};

function foreignTrustDomain(
  { mesh }: MeshIndex,
  object: Manifest,
  { trustDomain = '*', field, isNegated }: PeerIdentity,
): Finding | undefined {
  const known = trustDomainsOf(mesh);
  // Istio takes this name for the trust domain of the mesh, whatever that is.
  const isLocal = trustDomain === 'cluster.local' && field.at(-2) !== 'trustDomains';
  return isNegated || isLocal || trustDomain.includes('*') || known.includes(trustDomain)
    ? undefined
    : { type: IST9235, object, field, text: IST9235.texts.trustDomain(trustDomain, known) };
}

type Finder = (object: Manifest, identity: PeerIdentity) => Finding | undefined;

/** Finds identities of which all workloads that have it are shown, and none has a sidecar. */
function unmeshedClients(index: MeshIndex): Finder {
  const workloads = index.view(workloadsOf);
  const isUnmeshed = (workload: Workload) =>
    !hasSidecar(index, workload) &&
    !isGateway(workload) &&
    !isAmbient(index, workload) &&
    isSurelyWithoutSidecar(index, workload);
  return (object, { namespace = '*', account = '*', field, written }) => {
    if (namespace.includes('*') || namespace === index.mesh.rootNamespace) {
      return undefined;
    }
    const clients = workloads
      .in(namespace)
      .filter((workload) => account.includes('*') || serviceAccountOf(workload) === account);
    const [first] = clients;
    const text = first && IST9234.texts.noSidecar(written, objectName(first.manifest));
    return text && clients.every(isUnmeshed) ? { type: IST9234, object, field, text } : undefined;
  };
}

/** The case that nobody can send mutual TLS to a workload of the policy. */
function unencrypted(
  index: MeshIndex,
  object: Manifest,
  { namespace = '*', field, written }: PeerIdentity,
): Finding | undefined {
  const client = namespace.includes('*') ? ELSEWHERE : namespace;
  const found = index.view(plainWorkloads)(object, client);
  if (!found) {
    return undefined;
  }
  const { plaintext, disabled } = IST9234.texts;
  const text = (found.is === 'plaintext' ? plaintext : disabled)(written, found.workload, found.by);
  return { type: IST9234, object, field, text };
}

/** A workload to which clients send no mutual TLS, and the object that says so. */
interface PlainWorkload {
  readonly is: 'plaintext' | 'disabled';
  readonly workload: string;
  readonly by: string;
}

/** The first such workload of a policy, for clients in a namespace; ask by `index.view(plainWorkloads)`. */
function plainWorkloads(index: MeshIndex): (policy: Manifest, client: string) => PlainWorkload | undefined {
  const workloadsFor = index.view(policyWorkloads);
  return memoized(
    (policy, client) => `${policy.namespace} ${client} ${selectorText(policySelector(policy))}`,
    (policy, client) => {
      for (const workload of workloadsFor(policy)) {
        if (isGateway(workload) || !hasSidecar(index, workload)) {
          continue;
        }
        const name = objectName(workload.manifest);
        const disabling = disablingPolicy(index, workload);
        if (disabling !== undefined) {
          return { is: 'disabled', workload: name, by: disabling };
        }
        const rule = disablingRule(index, workload, client);
        if (rule) {
          return { is: 'plaintext', workload: name, by: fullName(rule) };
        }
      }
      return undefined;
    },
  );
}

/** The PeerAuthentication that disables mutual TLS on every port that Services have. */
function disablingPolicy(index: MeshIndex, workload: Workload): string | undefined {
  const modes = index
    .view(serviceTargets)(workload)
    .map(({ targetPort }) => serverTls(index, workload, targetPort));
  const [first] = modes;
  return first?.by && modes.every(({ mode }) => mode === 'DISABLE') ? fullName(first.by) : undefined;
}

/** The DestinationRule by which clients in a namespace send no mutual TLS to any port of any Service of a workload. */
function disablingRule(index: MeshIndex, workload: Workload, client: string): Manifest | undefined {
  const rules = index.view(destinationRulesOf);
  const services = index.view(selectingServices)(workload);
  const followed = services.map((service) => ({ service, rules: rules.followedIn(client, service) }));
  const areAllPlain = followed.every(
    (one) =>
      one.rules.length > 0 &&
      one.rules.every((rule) => one.service.ports.every(({ number }) => sendsPlaintext(rule, number))),
  );
  return areAllPlain ? followed[0]?.rules[0]?.from[0] : undefined;
}

/** Whether clients send no mutual TLS of the mesh to a port, whichever subset they go to. */
function sendsPlaintext(rule: DestinationRule, port: number): boolean {
  const { tls } = portPolicy(rule, port, undefined);
  const isSetInSubset = [...rule.subsets.values()].some((subset) => optionalFields(subset.trafficPolicy));
  return tls !== undefined && tls.mode !== 'ISTIO_MUTUAL' && tls.mode !== 'MUTUAL' && !isSetInSubset;
}
