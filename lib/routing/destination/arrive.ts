import type { DestinationRule } from '../../istiod/destination-rules/merge-rules';
import type { PortPolicy } from '../../istiod/destination-rules/port-policy';
import { extensionFor } from '../../istiod/extensions';
import { isGateway } from '../../istiod/gateways/gateway-workloads';
import type { MeshService } from '../../istiod/registry/mesh-service';
import { isHttp } from '../../istiod/registry/protocol';
import type { Workload } from '../../istiod/workloads/workloads';
import { textOf } from '../../manifests/fields';
import { refTo } from '../../manifests/object-ref';
import { unmodelledBy } from '../endings';
import {
  type ClientTls,
  clientTls,
  type Handshake,
  handshake,
  hasPolicies,
  type ServerProtocol,
  type ServerTls,
  serverTls,
} from '../policies';
import type { PeerIdentity } from '../request/request';
import type { ArrivalHop, DestinationRef, Endpoint, OutcomeKind } from '../result';
import type { ChosenEndpoint } from './choose-endpoints';
import type { Client } from './client';
import { inboundProtocol } from './inbound-protocol';

/** How requests arrive at an endpoint, as far as it is the same for all of them. */
export interface Arrival {
  readonly hop: ArrivalHop;
  /** What becomes of every request at the endpoint. */
  readonly failure?: OutcomeKind | undefined;
  /** The workload whose sidecar enforces policies; undefined if there are none. */
  readonly guard?: Workload | undefined;
  /** The identity that the client proves to the sidecar. */
  readonly peer?: PeerIdentity | undefined;
  /** The SNI of mutual TLS of the mesh, which does not depend on what the client called. (G11) */
  readonly sni?: string | undefined;
  /** Whether the sidecar reads requests, rather than bytes. */
  readonly seesHttp: boolean;
}

/** What an arrival depends on besides its endpoint. */
export interface ArrivalContext {
  readonly client: Client;
  readonly ref: DestinationRef;
  readonly service: MeshService;
  readonly rule: DestinationRule | undefined;
  readonly policy: PortPolicy | undefined;
  /** All endpoints of the destination. */
  readonly endpoints: readonly ChosenEndpoint[];
}

/** What a client sends to an endpoint. */
interface Sending {
  readonly endpoint: Endpoint;
  readonly tls: ClientTls;
  readonly transport: ArrivalHop['transport'];
}

/** Whether a client and an endpoint understand each other, and how. (G11, G12) */
export function arrivalAt(chosen: ChosenEndpoint, context: ArrivalContext): Arrival {
  const { endpoint, workload } = chosen;
  const tls = tlsTo(chosen, context);
  const sending: Sending = { endpoint, tls, transport: transportOf(tls, context) };
  if (!workload) {
    return atAddress(sending, context);
  }
  return isGateway(workload) ? atGateway(sending, workload) : atPod(sending, workload, context);
}

function atAddress({ endpoint, tls, transport }: Sending, { ref }: ArrivalContext): Arrival {
  if (tls.sends !== 'mtls') {
    const { because } = tls;
    return { hop: { hop: 'arrival', endpoint, transport, because, isAccepted: true }, seesHttp: false };
  }
  const because = `${tls.because}, and the endpoint does not speak it`;
  const hop: ArrivalHop = { hop: 'arrival', endpoint, transport, because, isAccepted: false };
  return { hop, failure: broken(ref, because), seesHttp: false };
}

function atGateway({ endpoint, tls, transport }: Sending, workload: Workload): Arrival {
  const { namespace, name } = workload;
  const because = `the gateway "${namespace}/${name}" routes the request from there; trace that as a request of its own`;
  return {
    hop: { hop: 'arrival', endpoint, transport, because: tls.because, isAccepted: true },
    failure: { is: 'unmodelled', object: refTo(workload.manifest), because },
    seesHttp: false,
  };
}

function atPod(sending: Sending, workload: Workload, { client, ref }: ArrivalContext): Arrival {
  const { endpoint, tls } = sending;
  const { index } = client;
  const server = endpoint.hasSidecar ? serverTls(index, workload, endpoint.port) : undefined;
  const protocol = serverProtocol(client, workload, endpoint.port);
  const agreement = handshake(client.role, tls.sends, server?.mode, protocol);
  const hop = podHop(sending, server, agreement);
  if (agreement.is !== 'ok') {
    return { hop, failure: failureOf(agreement, workload, ref), seesHttp: false };
  }
  const extension = endpoint.hasSidecar ? extensionFor(index, workload, 'SIDECAR_INBOUND') : undefined;
  if (extension) {
    return { hop, failure: unmodelledBy(extension), seesHttp: false };
  }
  const isMutual = tls.sends === 'mtls';
  return {
    hop,
    failure: undefined,
    guard: endpoint.hasSidecar && hasPolicies(index, workload) ? workload : undefined,
    peer: isMutual ? client.identity : undefined,
    sni: isMutual ? sniOf(ref) : undefined,
    seesHttp: protocol !== 'tcp' && agreement.carries === 'requests',
  };
}

function podHop(
  { endpoint, tls, transport }: Sending,
  server: ServerTls | undefined,
  agreement: Handshake,
): ArrivalHop {
  const because = agreement.is === 'ok' ? tls.because : agreement.because;
  const isAccepted = agreement.is !== 'failed';
  if (!server) {
    return { hop: 'arrival', endpoint, transport, because, isAccepted };
  }
  const { mode, by: policy } = server;
  const peerAuthentication = policy ? { mode, policy } : { mode };
  return { hop: 'arrival', endpoint, transport, because, peerAuthentication, isAccepted };
}

function failureOf(
  agreement: Exclude<Handshake, { is: 'ok' }>,
  workload: Workload,
  destination: DestinationRef,
): OutcomeKind {
  const { because } = agreement;
  if (agreement.is === 'unmodelled') {
    return { is: 'unmodelled', object: refTo(workload.manifest), because };
  }
  return agreement.answer === 'closed'
    ? { is: 'closed', because, destination }
    : broken(destination, because);
}

function serverProtocol({ index }: Client, workload: Workload, port: number): ServerProtocol {
  const protocol = inboundProtocol(index, workload, port);
  return protocol === undefined ? 'undeclared' : isHttp(protocol) ? 'http' : 'tcp';
}

function transportOf({ sends }: ClientTls, { policy }: ArrivalContext): ArrivalHop['transport'] {
  switch (sends) {
    case 'mtls':
      return 'mutual TLS of the mesh';
    case 'plaintext':
      return 'plaintext';
    case 'tls':
      return textOf(policy?.tls?.mode) === 'MUTUAL' ? 'mutual TLS' : 'TLS';
  }
}

function tlsTo(
  { endpoint, workload, speaksMeshTls }: ChosenEndpoint,
  { client, service, rule, policy, endpoints }: ArrivalContext,
): ClientTls {
  const isPassthrough =
    client.role === 'sidecar' && (service.isHeadless || policy?.loadBalancer?.simple === 'PASSTHROUGH');
  const destination = {
    namespace: service.namespace,
    isExternal: service.isExternal,
    endpoint: workload && { workload, port: endpoint.port, hasSidecar: speaksMeshTls },
    passthrough: isPassthrough
      ? { allHaveSidecars: endpoints.every((other) => other.speaksMeshTls) }
      : undefined,
  };
  const settings = policy?.tls;
  return clientTls(
    client.index,
    client.role,
    destination,
    settings && { settings, isForWorkload: rule?.workloadSelector !== undefined },
  );
}

/** The name that Envoy gives to the cluster as an SNI. */
function sniOf({ host, port, subset = '' }: DestinationRef): string {
  return `outbound_.${port}_.${subset}_.${host}`;
}

/** If a connection breaks at once, the caller answers 503. (F14) */
function broken(destination: DestinationRef, because: string): OutcomeKind {
  return { is: 'failed', status: 503, flag: 'UC', because, destination };
}
