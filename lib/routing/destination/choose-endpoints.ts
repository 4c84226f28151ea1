import type { Candidate } from '../../istiod/endpoints/candidate';
import { selectedBy } from '../../istiod/endpoints/endpoint-candidates';
import { proxyCandidates } from '../../istiod/endpoints/proxy-candidates';
import { TLS_MODE } from '../../istiod/endpoints/tls-mode';
import { isGateway } from '../../istiod/gateways/gateway-workloads';
import { hasSidecar } from '../../istiod/injection/injection';
import type { MeshIndex } from '../../istiod/mesh-index';
import type { MeshPort, MeshService } from '../../istiod/registry/mesh-service';
import { mayCarry } from '../../istiod/workloads/pod-locations';
import { carries, type Labels, type Workload, workloadsOf } from '../../istiod/workloads/workloads';
import { hasUnknownSelector } from '../../manifests/external-object';
import { fieldsOf, optionalFields } from '../../manifests/fields';
import { WORKLOAD_ENTRY } from '../../manifests/kinds';
import type { Manifest } from '../../manifests/manifest';
import { refTo } from '../../manifests/object-ref';
import type { Endpoint, ObjectRef } from '../result';
import type { Client } from './client';

/** An endpoint that requests to a destination go to. */
export interface ChosenEndpoint {
  readonly endpoint: Endpoint;
  /** Undefined for an address outside the mesh. */
  readonly workload: Workload | undefined;
  /** Whether proxies assume that the endpoint speaks mutual TLS of the mesh. (G11) */
  readonly speaksMeshTls: boolean;
  /** The labels of the subset that its pods may come to carry once they run, which the manifests do not show. */
  readonly mayCarry?: Labels;
}

export type EndpointChoice =
  | { readonly is: 'endpoints'; readonly endpoints: readonly ChosenEndpoint[] }
  /** Envoy has the cluster, but no endpoint to send to. */
  | { readonly is: 'no endpoints'; readonly because: string }
  /** Envoy does not have the cluster. */
  | { readonly is: 'no cluster'; readonly because: string }
  | { readonly is: 'unmodelled'; readonly object: ObjectRef; readonly because: string };

/** The endpoints of a port of a Service that carry the labels of a subset. (G6, G7) */
export function chooseEndpoints(
  client: Client,
  service: MeshService,
  port: MeshPort,
  subsetLabels: Labels,
): EndpointChoice {
  if (service.isKubernetes && hasUnknownSelector(service.manifest)) {
    return { is: 'endpoints', endpoints: [unknownEndpoint(port)] };
  }
  if (service.isKubernetes && !service.selector) {
    const because = 'the Service has no selector, so its endpoints are defined elsewhere';
    return { is: 'unmodelled', object: refTo(service.manifest), because };
  }
  const candidates = proxyCandidates(client.index, service, port, client.role === 'gateway');
  const chosen = candidates.filter((candidate) => isInSubset(client.index, candidate, subsetLabels));
  const total = chosen.reduce((sum, { count }) => sum + count, 0);
  if (total > 0) {
    const endpoints = chosen
      .filter(({ count }) => count > 0)
      .map((candidate) => {
        const chosen = chosenEndpoint(client.index, called(candidate, client, service, port), total);
        return carries(candidate.labels, subsetLabels) ? chosen : { ...chosen, mayCarry: subsetLabels };
      });
    return { is: 'endpoints', endpoints };
  }
  const is = service.resolution.includes('DNS') ? 'no cluster' : 'no endpoints';
  if (candidates.length === 0 && mayBeElsewhere(client, service)) {
    return { is: 'endpoints', endpoints: [unknownEndpoint(port)] };
  }
  if (candidates.length === 0) {
    return { is, because: whyNoCandidates(client.index, service, port) };
  }
  const because =
    chosen.length > 0
      ? 'its workloads have no replicas'
      : 'none of its endpoints carries the labels of the subset';
  return { is, because };
}

/** Whether pods carry the labels of a subset, or may come to carry them, because controllers or their nodes add labels. (G6) */
function isInSubset(
  index: MeshIndex,
  { labels, workload, address }: Candidate,
  subsetLabels: Labels,
): boolean {
  const isPod = workload !== undefined && address === undefined;
  return carries(labels, subsetLabels) || (isPod && mayCarry(index, workload, subsetLabels));
}

/**
 * Whether a host selects its workloads, and the manifests leave them out: all workloads of applications but the client's
 * own, as manifests of networking alone do.
 */
function mayBeElsewhere({ index, workload }: Client, { isKubernetes, manifest }: MeshService): boolean {
  const selects = isKubernetes || optionalFields(fieldsOf(manifest.spec).workloadSelector) !== undefined;
  return selects && index.view(applications).every((application) => application === workload);
}

/** The workloads that are not gateways, up to two: ask by `index.view(applications)`. */
function applications(index: MeshIndex): readonly (Workload | Manifest)[] {
  const isApplication = (workload: Workload) =>
    workload.namespace !== index.mesh.rootNamespace && !isGateway(workload);
  const found = [...index.all(WORKLOAD_ENTRY), ...index.view(workloadsOf).all.filter(isApplication)];
  return found.slice(0, 2);
}

/** The pods of a Service that the manifests do not show. */
function unknownEndpoint({ number, targetPort }: MeshPort): ChosenEndpoint {
  const port = typeof targetPort === 'number' ? targetPort : number;
  return {
    endpoint: { port, share: 1, hasSidecar: false, isUnknown: true },
    workload: undefined,
    speaksMeshTls: false,
  };
}

/** DNS gives clients the pods of a headless Service, which they call on the port of the Service. (W17) */
function called(
  candidate: Candidate,
  { role }: Client,
  service: MeshService,
  { number }: MeshPort,
): Candidate {
  return service.isHeadless && role !== 'gateway' ? { ...candidate, port: number } : candidate;
}

function chosenEndpoint(index: MeshIndex, candidate: Candidate, total: number): ChosenEndpoint {
  const { workload, address, port, count } = candidate;
  // A machine is in the mesh by what its entry says, and a pod by its sidecar.
  const isMachine = workload !== undefined && address !== undefined;
  const isInMesh = isMachine || (workload !== undefined && hasSidecar(index, workload));
  // Injection adds the label to pods with a sidecar, and not to gateways.
  const tlsMode = workload?.labels[TLS_MODE] ?? (isInMesh && !isGateway(workload) ? 'istio' : '');
  return {
    endpoint: {
      ...placeOf(candidate),
      port,
      share: count / total,
      hasSidecar: isInMesh,
    },
    workload,
    speaksMeshTls: isMachine || tlsMode === 'istio',
  };
}

function placeOf({ object, address }: Candidate): Pick<Endpoint, 'workload' | 'address'> {
  if (!object) {
    return address === undefined ? {} : { address };
  }
  return address === undefined ? { workload: refTo(object) } : { workload: refTo(object), address };
}

function whyNoCandidates(index: MeshIndex, service: MeshService, port: MeshPort): string {
  if (!service.isKubernetes) {
    return service.resolution === 'NONE'
      ? 'a gateway has no endpoints for a ServiceEntry with resolution NONE'
      : 'the ServiceEntry has no endpoints';
  }
  const { pods, machines } = selectedBy(index, service, service.selector ?? {});
  return pods.length === 0 && machines.length === 0
    ? 'the selector of the Service selects no workload of these manifests'
    : `no container of its pods has a port named "${port.targetPort}"`;
}
