import type { Finding } from '../../../catalogue/finding';
import type { MessageType } from '../../../catalogue/message-type';
import { objectName } from '../../../catalogue/words';
import { fullHost } from '../../../istiod/hosts/service-host';
import { DATAPLANE_MODE, hasSidecar, INJECT, NAMESPACE_INJECTION } from '../../../istiod/injection/injection';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { serverTls } from '../../../istiod/policies/peer-authentication';
import { type ServicePort, servicePorts, serviceSelector } from '../../../istiod/registry/kubernetes-service';
import { meshServicesOf } from '../../../istiod/registry/mesh-services';
import { REVISION } from '../../../istiod/revision';
import { visibilityOf } from '../../../istiod/visibility';
import { podPort } from '../../../istiod/workloads/pod-ports';
import { selectorText } from '../../../istiod/workloads/selectors';
import { carries, type Labels, type Workload, workloadsOf } from '../../../istiod/workloads/workloads';
import { memoized } from '../../../manifests/collections';
import { type Fields, fieldEntries, fieldsOf, textOrEmpty } from '../../../manifests/fields';
import { DESTINATION_RULE, NAMESPACE } from '../../../manifests/kinds';
import { type FieldPath, isRecord, type Manifest, texts } from '../../../manifests/manifest';
import type { Rule } from '../../rule';

/** Our own: both sides of a connection are right by themselves, and do not fit together. */
export const IST9213 = {
  code: 'IST9213',
  name: 'TlsModesInConflict',
  level: 'Error',
  summary: 'The TLS that a DestinationRule asks of clients is not what the workloads of its host accept.',
  texts: {
    strict: (mode: string, workload: string, port: number) =>
      `"${mode}" sends no mutual TLS of the mesh, but ${workload} accepts nothing else on port ${port}, so that connections fail; remove this setting, or set "ISTIO_MUTUAL"`,
    noSidecar: (mode: string, workload: string, port: number) =>
      `"${mode}" sends mutual TLS of the mesh, but ${workload} has no sidecar that would take it on port ${port}, so that connections fail; remove this setting, which then follows the workload, or set "DISABLE"`,
    disabled: (mode: string, workload: string, port: number) =>
      `"${mode}" sends mutual TLS of the mesh, but a PeerAuthentication disables it for ${workload} on port ${port}, so that connections fail; remove this setting, or set "DISABLE"`,
  },
} as const satisfies MessageType;

/** What a DestinationRule lets clients send is not always what the sidecar at the other end accepts. (G12) */
export const tlsModes: Rule = {
  name: 'tls-modes',
  reports: [IST9213],
  *check(index) {
    for (const object of index.all(DESTINATION_RULE)) {
      const settings = [...tlsSettings(object)];
      const service = settings.length > 0 && isFollowed(index, object) ? serviceOf(index, object) : undefined;
      for (const setting of service ? settings : []) {
        yield* conflictOf(index, object, service as Manifest, setting);
      }
    }
  },
};

/** A `tls` in a DestinationRule. */
interface TlsSetting {
  readonly field: FieldPath;
  /** DISABLE where none is written. (G11) */
  readonly mode: string;
  /** Of the pods that it is for. */
  readonly labels: Labels;
  readonly isFor: (port: number) => boolean;
}

function* tlsSettings({ spec }: Manifest): Iterable<TlsSetting> {
  const { trafficPolicy, subsets } = fieldsOf(spec);
  const policy = fieldsOf(trafficPolicy);
  yield* settingsIn(policy, ['spec', 'trafficPolicy'], {});
  for (const [i, subset] of fieldEntries(subsets)) {
    const field = ['spec', 'subsets', i, 'trafficPolicy'];
    yield* settingsIn(fieldsOf(subset.trafficPolicy), field, texts(subset.labels));
  }
}

/** Settings for a port replace all others for it, even where they have no `tls`. (G8) */
function* settingsIn(policy: Fields, field: FieldPath, labels: Labels): Iterable<TlsSetting> {
  const ofPorts = fieldEntries(policy.portLevelSettings);
  const ports = new Set(ofPorts.map(([, { port }]) => fieldsOf(port).number));
  if (isRecord(policy.tls)) {
    const isFor = (port: number) => !ports.has(port);
    yield { field: [...field, 'tls'], mode: modeOf(policy.tls), labels, isFor };
  }
  for (const [i, { port, tls }] of ofPorts) {
    if (isRecord(tls)) {
      const isFor = (one: number) => one === fieldsOf(port).number;
      yield { field: [...field, 'portLevelSettings', i, 'tls'], mode: modeOf(tls), labels, isFor };
    }
  }
}

function modeOf(tls: Fields): string {
  return textOrEmpty(tls.mode) || 'DISABLE';
}

/** Whether it is where any client looks: with the host, in the root namespace, or beside workloads of its own. (G4) */
function isFollowed(index: MeshIndex, { namespace, spec }: Manifest): boolean {
  const host = fullHost(textOrEmpty(fieldsOf(spec).host), namespace);
  if (namespace === index.mesh.rootNamespace) {
    return !index.view(hostsWithRulesAtHome).has(host);
  }
  return (
    host.endsWith(`.${namespace}.svc.cluster.local`) ||
    index
      .view(workloadsOf)
      .in(namespace)
      .some((workload) => hasSidecar(index, workload))
  );
}

/** The hosts for which a rule beside them, for clients everywhere, comes before those of the root namespace. (G4) */
function hostsWithRulesAtHome(index: MeshIndex): ReadonlySet<string> {
  return new Set(
    index.all(DESTINATION_RULE).flatMap(({ namespace, spec }) => {
      const { host: name, exportTo, workloadSelector } = fieldsOf(spec);
      const host = fullHost(textOrEmpty(name), namespace);
      const isForAll =
        workloadSelector === undefined &&
        visibilityOf(exportTo, namespace, index.mesh.defaultDestinationRuleExportTo).isPublic;
      return isForAll && host.endsWith(`.${namespace}.svc.cluster.local`) ? [host] : [];
    }),
  );
}

/** The Service that it is for, where that is the only one of its name and selects pods. */
function serviceOf(index: MeshIndex, { namespace, spec }: Manifest): Manifest | undefined {
  const host = fullHost(textOrEmpty(fieldsOf(spec).host), namespace);
  const [service, ...others] = index.view(meshServicesOf).named(host);
  return service?.isKubernetes && others.length === 0 && service.aliasOf === undefined
    ? service.manifest
    : undefined;
}

function* conflictOf(
  index: MeshIndex,
  object: Manifest,
  service: Manifest,
  { mode, labels, field, isFor }: TlsSetting,
): Iterable<Finding> {
  const refused = index.view(refusals);
  for (const port of servicePorts(service).filter(({ number }) => isFor(number))) {
    const refusal = refused(service, port, mode, labels);
    if (refusal) {
      const name = objectName(refusal.workload.manifest);
      const text = IST9213.texts[refusal.because](mode, name, port.number);
      yield { type: IST9213, object, field, text };
      return;
    }
  }
}

type Reason = keyof typeof IST9213.texts;
type Refusals = (
  service: Manifest,
  port: ServicePort,
  mode: string,
  labels: Labels,
) => { readonly because: Reason; readonly workload: Workload } | undefined;

/** Why all pods of a Service that carry some labels refuse what clients send; undefined where not all do. */
function refusals(index: MeshIndex): Refusals {
  const workloadsBehind = memoized(
    (service: Manifest) => service,
    (service) => {
      const selector = serviceSelector(service);
      return selector ? index.view(workloadsOf).selectedBy(selector, service.namespace) : [];
    },
  );
  return memoized(
    ({ namespace, name }, { number, targetPort }, mode, labels) =>
      `${namespace}/${name} ${number} ${targetPort} ${mode} ${selectorText(labels)}`,
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
  { targetPort }: ServicePort,
  mode: string,
): Reason | undefined {
  const port = podPort(targetPort, workload);
  if (port === undefined || isSpecial(workload)) {
    return undefined;
  }
  const isMutual = mode === 'ISTIO_MUTUAL';
  if (!hasSidecar(index, workload)) {
    return isMutual && surelyHasNoSidecar(index, workload) ? 'noSidecar' : undefined;
  }
  const { mode: accepted } = serverTls(index, workload, port);
  if (isMutual) {
    return accepted === 'DISABLE' ? 'disabled' : undefined;
  }
  // MUTUAL may send the certificates of the mesh, for all we know.
  return (mode === 'DISABLE' || mode === 'SIMPLE') && accepted === 'STRICT' ? 'strict' : undefined;
}

/** Gateways, proxyless gRPC and what bypasses the sidecar follow rules of their own. */
function isSpecial({ annotations, pod }: Workload): boolean {
  const { containers } = pod;
  const isProxyAlone =
    Array.isArray(containers) && containers.length === 1 && containers[0]?.name === 'istio-proxy';
  return (
    isProxyAlone ||
    Object.keys(annotations).some(
      (key) => key === 'inject.istio.io/templates' || key.startsWith('traffic.sidecar.istio.io/'),
    )
  );
}

const MESH_LABELS = [NAMESPACE_INJECTION, REVISION, DATAPLANE_MODE];

/** Whether nothing else than the default revision may have taken it into the mesh. */
function surelyHasNoSidecar(index: MeshIndex, { namespace, labels, pod }: Workload): boolean {
  if (labels[INJECT] === 'false' || pod.hostNetwork === true) {
    return labels[DATAPLANE_MODE] === undefined;
  }
  const known = index.get(NAMESPACE, '', namespace);
  return (
    known !== undefined &&
    (known.labels[NAMESPACE_INJECTION] === 'disabled' ||
      !MESH_LABELS.some((label) => label in known.labels)) &&
    !MESH_LABELS.some((label) => label in labels)
  );
}
