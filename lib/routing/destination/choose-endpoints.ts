import { hasSidecar as hasSidecarOf } from '../../istiod/injection/injection';
import type { MeshIndex } from '../../istiod/mesh-index';
import type { MeshPort, MeshService } from '../../istiod/registry/mesh-service';
import { podPort } from '../../istiod/workloads/pod-ports';
import { carries, type Labels, type Workload, workloadsOf } from '../../istiod/workloads/workloads';
import { type Fields, fieldsOf, numberOf, objectsIn, optionalFields, textOf } from '../../manifests/fields';
import { WORKLOAD_ENTRY } from '../../manifests/kinds';
import { type Manifest, texts } from '../../manifests/manifest';
import { refTo } from '../../manifests/object-ref';
import type { Endpoint, ObjectRef } from '../result';

/** What carries the requests to a destination. */
export interface ChosenEndpoint {
  readonly endpoint: Endpoint;
  /** Absent for an address. */
  readonly workload?: Workload;
  /** Whether proxies believe that it speaks mutual TLS of the mesh. (G11) */
  readonly speaksMeshTls: boolean;
}

export type EndpointChoice =
  | { readonly is: 'endpoints'; readonly endpoints: readonly ChosenEndpoint[] }
  /** Envoy has the destination, and nobody to send to. */
  | { readonly is: 'none'; readonly because: string }
  /** Envoy does not even have the destination. */
  | { readonly is: 'no cluster'; readonly because: string }
  | { readonly is: 'unmodelled'; readonly object: ObjectRef; readonly because: string };

const TLS_MODE = 'security.istio.io/tlsMode';

interface Candidate {
  readonly labels: Labels;
  /** How many of it there are. */
  readonly count: number;
  readonly port: number;
  readonly address?: string;
  readonly workload?: Workload;
  readonly object?: ObjectRef;
  readonly hasSidecar: boolean;
  readonly speaksMeshTls: boolean;
}

/** Who is behind a port of a Service, of all or of a subset. (G6, G7) */
export function chooseEndpoints(
  index: MeshIndex,
  service: MeshService,
  port: MeshPort,
  labels: Labels,
  client: 'gateway' | 'sidecar' | 'no proxy',
): EndpointChoice {
  if (service.isKubernetes && !service.selector) {
    const because = 'it has no selector, so its endpoints are written elsewhere';
    return { is: 'unmodelled', object: refTo(service.manifest), because };
  }
  const isDns = service.resolution.includes('DNS');
  const found = service.isKubernetes
    ? podsOf(index, service.selector ?? {}, service.namespace, port.targetPort)
    : entryCandidates(index, service, port, client);
  const chosen = found.filter((candidate) => carries(candidate.labels, labels));
  const total = chosen.reduce((sum, { count }) => sum + count, 0);
  if (total > 0) {
    return { is: 'endpoints', endpoints: chosen.filter(({ count }) => count > 0).map(endpointOf(total)) };
  }
  const is = isDns ? 'no cluster' : 'none';
  if (found.length === 0) {
    return { is, because: whyNone(index, service, port) };
  }
  const because =
    chosen.length > 0
      ? 'its workloads have no replicas'
      : 'none of its endpoints carries the labels of the subset';
  return { is, because };
}

function endpointOf(total: number): (candidate: Candidate) => ChosenEndpoint {
  return ({ workload, object, address, port, count, hasSidecar, speaksMeshTls }) => ({
    endpoint: {
      ...(object ? { workload: refTo(object) } : {}),
      ...(address === undefined ? {} : { address }),
      port,
      share: count / total,
      hasSidecar,
    },
    ...(workload ? { workload } : {}),
    speaksMeshTls,
  });
}

function whyNone(index: MeshIndex, service: MeshService, port: MeshPort): string {
  if (!service.isKubernetes) {
    return service.resolution === 'NONE'
      ? 'a gateway has no endpoints of a ServiceEntry with resolution NONE'
      : 'the ServiceEntry has no endpoints';
  }
  const selected = index.view(workloadsOf).selectedBy(service.selector ?? {}, service.namespace);
  return selected.length === 0
    ? 'the selector of the Service selects no workload'
    : `no container of its pods has a port named "${port.targetPort}"`;
}

function podsOf(
  index: MeshIndex,
  selector: Labels,
  namespace: string,
  targetPort: number | string,
): Candidate[] {
  return index
    .view(workloadsOf)
    .selectedBy(selector, namespace)
    .flatMap((workload) => {
      const port = podPort(targetPort, workload);
      if (port === undefined) {
        return [];
      }
      const hasSidecar = hasSidecarOf(index, workload);
      const mode = workload.labels[TLS_MODE] ?? (hasSidecar ? 'istio' : '');
      return [
        {
          labels: workload.labels,
          count: replicasOf(workload),
          port,
          workload,
          object: workload.manifest,
          hasSidecar,
          speaksMeshTls: mode === 'istio',
        },
      ];
    });
}

function replicasOf({ manifest }: Workload): number {
  const replicas = manifest.kind === 'Pod' ? undefined : numberOf(fieldsOf(manifest.spec).replicas);
  return replicas === undefined ? 1 : Math.max(0, replicas);
}

/** What a ServiceEntry lists, selects, or leaves to DNS. (G7) */
function entryCandidates(
  index: MeshIndex,
  service: MeshService,
  port: MeshPort,
  client: 'gateway' | 'sidecar' | 'no proxy',
): Candidate[] {
  const spec = fieldsOf(service.manifest.spec);
  const selector = optionalFields(spec.workloadSelector);
  const listed = objectsIn(spec.endpoints);
  if (service.resolution === 'NONE') {
    // What was called is what is reached.
    return client === 'gateway' ? [] : [{ ...addressOf(service, port, service.host, {}), port: port.number }];
  }
  if (selector) {
    const labels = texts(selector.labels);
    return [
      ...podsOf(index, labels, service.namespace, port.targetPort),
      ...index
        .all(WORKLOAD_ENTRY)
        .filter((entry) => entry.namespace === service.namespace)
        .map((entry) => addressOf(service, port, '', fieldsOf(entry.spec), entry))
        .filter((candidate) => carries(candidate.labels, labels)),
    ];
  }
  if (listed.length > 0) {
    return listed.map((entry) => addressOf(service, port, service.host, entry));
  }
  const isByName = service.resolution.includes('DNS');
  const canResolve = !service.host.startsWith('*') || service.resolution === 'DYNAMIC_DNS';
  return isByName && canResolve ? [addressOf(service, port, service.host, {})] : [];
}

function addressOf(
  service: MeshService,
  port: MeshPort,
  fallback: string,
  entry: Fields,
  object?: Manifest,
): Candidate {
  const labels = texts(entry.labels);
  const own = numberOf(fieldsOf(entry.ports)[port.name]);
  const isMember = labels[TLS_MODE] === 'istio' || Boolean(textOf(entry.serviceAccount));
  return {
    labels,
    count: 1,
    port: own ?? (typeof port.targetPort === 'number' ? port.targetPort : port.number),
    address: textOf(entry.address) ?? fallback,
    ...(object ? { object } : {}),
    ...(!service.isExternal && isMember ? { workload: machineOf(service, labels, entry, object) } : {}),
    hasSidecar: !service.isExternal && isMember,
    speaksMeshTls: !service.isExternal && isMember,
  };
}

/** A machine in the mesh, to which policies apply as to a pod. */
function machineOf(service: MeshService, labels: Labels, entry: Fields, object = service.manifest): Workload {
  const { name, namespace, annotations } = object;
  const pod = { serviceAccountName: entry.serviceAccount };
  return { manifest: object, name, namespace, labels, annotations, pod };
}
