import type { MessageType } from '../../../catalogue/message-type';
import { fullName, objectName } from '../../../catalogue/words';
import { destinationRulesOf, ELSEWHERE } from '../../../istiod/destination-rules/destination-rules';
import type { DestinationRule } from '../../../istiod/destination-rules/merge-rules';
import { portPolicy } from '../../../istiod/destination-rules/port-policy';
import { isSubsetOf, isWildcard } from '../../../istiod/hosts/host-matching';
import { fullHost } from '../../../istiod/hosts/service-host';
import { hasSidecar } from '../../../istiod/injection/injection';
import { isSurelyWithoutSidecar } from '../../../istiod/injection/mesh-membership';
import type { MeshIndex } from '../../../istiod/mesh-index';
import {
  type PeerAuthentication,
  peerAuthenticationsOf,
  serverTls,
} from '../../../istiod/policies/peer-authentication';
import type { MeshPort, MeshService } from '../../../istiod/registry/mesh-service';
import { serviceRegistryOf } from '../../../istiod/registry/service-registry';
import { sidecarClients } from '../../../istiod/sidecar-clients';
import { podPort } from '../../../istiod/workloads/pod-ports';
import { selectorText } from '../../../istiod/workloads/selectors';
import { carries, type Labels, type Workload, workloadsOf } from '../../../istiod/workloads/workloads';
import { memoized } from '../../../manifests/collections';
import { type Fields, fieldEntries, fieldsOf, textOrEmpty, textsIn } from '../../../manifests/fields';
import { DESTINATION_RULE } from '../../../manifests/kinds';
import { type FieldPath, isRecord, type Manifest, texts } from '../../../manifests/manifest';
import { hasUnusualInbound } from '../../common/bypassed-sidecars';
import type { Rule } from '../../rule';

/** Our own: both sides of a connection are correct by themselves, but do not fit together. */
export const IST9213 = {
  code: 'IST9213',
  name: 'TlsModesInConflict',
  kiali: ['KIA0207', 'KIA0208', 'KIA0505', 'KIA0506'],
  level: 'Error',
  summary: 'A DestinationRule makes clients send what the workloads of its host do not accept.',
  texts: {
    strict: (mode: string, workload: string, port: number) =>
      `"${mode}" does not send mutual TLS of the mesh, but ${workload} accepts nothing else on port ${port}, so connections fail; remove this setting, or set "ISTIO_MUTUAL"`,
    noSidecar: (mode: string, workload: string, port: number) =>
      `"${mode}" sends mutual TLS of the mesh, but ${workload} has no sidecar that accepts it on port ${port}, so connections fail; remove this setting, so that clients send what the workload accepts, or set "DISABLE"`,
    disabled: (mode: string, workload: string, port: number) =>
      `"${mode}" sends mutual TLS of the mesh, but a PeerAuthentication disables it for ${workload} on port ${port}, so connections fail; remove this setting, or set "DISABLE"`,
    strictScope: (mode: string, policy: string) =>
      `"${mode}" does not send mutual TLS of the mesh, but by PeerAuthentication "${policy}" the workloads of these hosts accept nothing else, so connections fail; remove this setting, or set "ISTIO_MUTUAL"`,
    disabledScope: (mode: string, policy: string) =>
      `"${mode}" sends mutual TLS of the mesh, but PeerAuthentication "${policy}" disables it for the workloads of these hosts, so connections fail; remove this setting, or set "DISABLE"`,
  },
} as const satisfies MessageType;

/** A DestinationRule decides what clients send, and PeerAuthentications decide what the sidecar at the other end accepts. (G12) */
export const tlsModes: Rule = {
  name: 'tls-modes',
  reports: [IST9213],
  *check(index) {
    for (const object of index.all(DESTINATION_RULE)) {
      const settings = [...tlsSettings(object)];
      const services = settings.length > 0 ? firstServices(index, object) : [];
      for (const setting of settings) {
        const conflict = firstConflict(index, object, setting, services);
        if (conflict) {
          yield { type: IST9213, object, field: setting.field, text: conflict };
        }
      }
    }
  },
};

/** To hold a rule for the whole mesh to every Service takes too long, and one conflict is enough. */
const MOST_SERVICES = 200;

function firstServices(index: MeshIndex, object: Manifest): readonly MeshService[] {
  const services: MeshService[] = [];
  for (const service of servicesOf(index, object)) {
    services.push(service);
    if (services.length === MOST_SERVICES) {
      break;
    }
  }
  return services;
}

function firstConflict(
  index: MeshIndex,
  object: Manifest,
  setting: TlsSetting,
  services: readonly MeshService[],
): string | undefined {
  for (const service of services) {
    const followed = followedRules(index, object, service);
    const conflict = followed.length > 0 ? conflictOf(index, service, setting, followed) : undefined;
    if (conflict !== undefined) {
      return conflict;
    }
  }
  return services.length === 0 ? wideConflict(index, object, setting) : undefined;
}

/** A `tls` in a DestinationRule. */
interface TlsSetting {
  readonly field: FieldPath;
  readonly tls: Fields;
  /** The subset that it is written in. */
  readonly subset: Fields | undefined;
}

function* tlsSettings({ spec }: Manifest): Iterable<TlsSetting> {
  const { trafficPolicy, subsets } = fieldsOf(spec);
  yield* settingsIn(trafficPolicy, ['spec', 'trafficPolicy'], undefined);
  for (const [i, subset] of fieldEntries(subsets)) {
    yield* settingsIn(subset.trafficPolicy, ['spec', 'subsets', i, 'trafficPolicy'], subset);
  }
}

function* settingsIn(policy: unknown, field: FieldPath, subset: Fields | undefined): Iterable<TlsSetting> {
  const { tls, portLevelSettings } = fieldsOf(policy);
  if (isRecord(tls)) {
    yield { field: [...field, 'tls'], tls, subset };
  }
  for (const [i, { tls: ofPort }] of fieldEntries(portLevelSettings)) {
    if (isRecord(ofPort)) {
      yield { field: [...field, 'portLevelSettings', i, 'tls'], tls: ofPort, subset };
    }
  }
}

/**
 * The Services that a DestinationRule is for, where nothing else defines their hosts. A wildcard is hardly meant for Istio's own,
 * which proxies call by other ways.
 */
function* servicesOf(index: MeshIndex, { namespace, spec }: Manifest): Iterable<MeshService> {
  const host = fullHost(textOrEmpty(fieldsOf(spec).host), namespace);
  const registry = index.view(serviceRegistryOf);
  for (const [service, ...others] of isWildcard(host) ? registry.under(host) : [registry.named(host)]) {
    const isAlone = others.length === 0 && service?.aliasOf === undefined;
    const isOfIstio = isWildcard(host) && service?.namespace === index.mesh.rootNamespace;
    if (service?.isKubernetes && service.selector && isAlone && !isOfIstio) {
      yield service;
    }
  }
}

/**
 * Why the workloads under a wildcard refuse what the setting makes clients send, where the manifests show none of their Services:
 * a PeerAuthentication for the whole namespace, or for the mesh, decides. (H1)
 */
function wideConflict(index: MeshIndex, { spec }: Manifest, { tls, field }: TlsSetting): string | undefined {
  const host = textOrEmpty(fieldsOf(spec).host);
  const [, namespace] = /^\*\.([^.]+)\.svc\.cluster\.local$/.exec(host) ?? [];
  const isForMesh = isWildcard(host) && isSubsetOf('*.svc.cluster.local', host);
  // Settings of a port or a subset are for some of the connections only.
  if ((namespace === undefined && !isForMesh) || field.length > 3) {
    return undefined;
  }
  const policies = index.view(peerAuthenticationsOf);
  const scope = namespace ?? index.mesh.rootNamespace;
  const decides = policies.decidingFor(scope);
  const isInScope = (policy: PeerAuthentication) => isForMesh || policy.namespace === scope;
  const others = [...policies.withSelector, ...policies.withoutSelector].filter(isInScope);
  if (!decides || others.some((policy) => policy !== decides.by)) {
    return undefined;
  }
  const mode = textOrEmpty(tls.mode) || 'DISABLE';
  if (decides.mode === 'STRICT' && (mode === 'DISABLE' || mode === 'SIMPLE')) {
    return IST9213.texts.strictScope(mode, fullName(decides.by));
  }
  return decides.mode === 'DISABLE' && mode === 'ISTIO_MUTUAL'
    ? IST9213.texts.disabledScope(mode, fullName(decides.by))
    : undefined;
}

/** The rules that clients of a Service follow: clients elsewhere, those that a rule is exported to, and those beside it. */
function followedRules(
  index: MeshIndex,
  { namespace, spec }: Manifest,
  service: MeshService,
): readonly DestinationRule[] {
  const rules = index.view(destinationRulesOf);
  const exportedTo = textsIn(fieldsOf(spec).exportTo).filter((to) => to !== '.' && to !== '*');
  const own = index.view(sidecarClients).has(namespace) ? [namespace] : [];
  return [ELSEWHERE, ...exportedTo, ...own].flatMap((client) => rules.followedIn(client, service));
}

/** Why pods of the Service refuse what the setting makes clients send; undefined where they accept it. */
function conflictOf(
  index: MeshIndex,
  service: MeshService,
  { tls, subset }: TlsSetting,
  followed: readonly DestinationRule[],
): string | undefined {
  const refused = index.view(refusals);
  const rules = subset
    ? followed.filter(({ subsets }) => subsets.get(textOrEmpty(subset.name)) === subset)
    : followed;
  const isForPort = ({ number, protocol }: MeshPort) =>
    protocol !== 'UDP' && rules.some((rule) => portPolicy(rule, number, subset).tls === tls);
  // DISABLE where none is written. (G11)
  const mode = textOrEmpty(tls.mode) || 'DISABLE';
  for (const port of service.ports.filter(isForPort)) {
    const refusal = refused(service, port, mode, texts(subset?.labels));
    if (refusal) {
      const name = objectName(refusal.workload.manifest);
      return IST9213.texts[refusal.because](mode, name, port.number);
    }
  }
  return undefined;
}

type Reason = 'strict' | 'noSidecar' | 'disabled';
type Refusals = (
  service: MeshService,
  port: MeshPort,
  mode: string,
  labels: Labels,
) => { readonly because: Reason; readonly workload: Workload } | undefined;

/** Why all pods of a Service that carry some labels refuse what clients send; undefined where some pod accepts it. */
function refusals(index: MeshIndex): Refusals {
  const workloadsBehind = memoized(
    (service: MeshService) => service,
    ({ selector, namespace }) => (selector ? index.view(workloadsOf).selectedBy(selector, namespace) : []),
  );
  return memoized(
    ({ host }, { number, targetPort }, mode, labels) =>
      `${host} ${number} ${targetPort} ${mode} ${selectorText(labels)}`,
    (service, port, mode, labels) => {
      const workloads = workloadsBehind(service).filter((workload) => carries(workload.labels, labels));
      const [workload] = workloads;
      const because = workload && refusalOf(index, workload, port, mode);
      const doAllRefuse = because && workloads.every((one) => refusalOf(index, one, port, mode));
      return doAllRefuse ? { because, workload } : undefined;
    },
  );
}

function refusalOf(
  index: MeshIndex,
  workload: Workload,
  { targetPort }: MeshPort,
  mode: string,
): Reason | undefined {
  const port = podPort(targetPort, workload);
  if (port === undefined || hasUnusualInbound(workload)) {
    return undefined;
  }
  const isMutual = mode === 'ISTIO_MUTUAL';
  if (!hasSidecar(index, workload)) {
    return isMutual && isSurelyWithoutSidecar(index, workload) ? 'noSidecar' : undefined;
  }
  const { mode: accepted } = serverTls(index, workload, port);
  if (isMutual) {
    return accepted === 'DISABLE' ? 'disabled' : undefined;
  }
  // With MUTUAL, clients may send the certificates of the mesh: what is in the files is not known.
  return (mode === 'DISABLE' || mode === 'SIMPLE') && accepted === 'STRICT' ? 'strict' : undefined;
}
