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
  handshake,
  hasPolicies,
  identityOf,
  type ServerProtocol,
  serverTls,
} from '../policies';
import type { PeerIdentity } from '../request/request';
import type { ArrivalHop, DestinationRef, OutcomeKind } from '../result';
import type { ChosenEndpoint } from './choose-endpoints';
import type { Client } from './client';
import { inboundProtocol } from './inbound-protocol';

/** How requests arrive at an endpoint, as far as it is the same for all of them. */
export interface Arrival {
  readonly hop: ArrivalHop;
  /** What becomes of every request at the endpoint. */
  readonly failure?: OutcomeKind;
  /** The workload whose sidecar enforces policies; absent if there are none. */
  readonly guard?: Workload;
  /** The identity that the client proves to the sidecar. */
  readonly peer?: PeerIdentity;
  /** The SNI of mutual TLS of the mesh, which does not depend on what the client called. (G11) */
  readonly sni?: string;
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

/** Whether a client and an endpoint understand each other, and how. (G11, G12) */
export function arrivalAt(chosen: ChosenEndpoint, context: ArrivalContext): Arrival {
  const { endpoint, workload } = chosen;
  const tls = tlsTo(chosen, context);
  const hop: ArrivalHop = {
    hop: 'arrival',
    endpoint,
    transport: transportOf(tls, context),
    because: tls.because,
    isAccepted: true,
  };
  if (!workload) {
    return atAddress(hop, tls, context);
  }
  return isGateway(workload) ? atGateway(hop, workload) : atPod(hop, workload, tls, context);
}

function atAddress(hop: ArrivalHop, tls: ClientTls, { ref }: ArrivalContext): Arrival {
  if (tls.sends !== 'mtls') {
    return { hop, seesHttp: false };
  }
  const because = `${tls.because}, and the endpoint does not speak it`;
  return { hop: { ...hop, because, isAccepted: false }, failure: broken(ref, because), seesHttp: false };
}

function atGateway(hop: ArrivalHop, workload: Workload): Arrival {
  const { namespace, name } = workload;
  const because = `the gateway "${namespace}/${name}" routes the request from there; trace that as a request of its own`;
  const failure: OutcomeKind = { is: 'unmodelled', object: refTo(workload.manifest), because };
  return { hop, failure, seesHttp: false };
}

function atPod(before: ArrivalHop, workload: Workload, tls: ClientTls, context: ArrivalContext): Arrival {
  const { endpoint } = before;
  const { client, ref } = context;
  const { index } = client;
  const server = endpoint.hasSidecar ? serverTls(index, workload, endpoint.port) : undefined;
  const protocol = serverProtocol(context, workload, endpoint.port);
  const agreement = handshake(client.role, tls.sends, server?.mode, protocol);
  const hop: ArrivalHop = {
    ...before,
    ...(agreement.is === 'ok' ? {} : { because: agreement.because }),
    isAccepted: agreement.is !== 'failed',
    ...(server
      ? { peerAuthentication: { mode: server.mode, ...(server.by ? { policy: server.by } : {}) } }
      : {}),
  };
  if (agreement.is === 'unmodelled') {
    const { because } = agreement;
    return {
      hop,
      failure: { is: 'unmodelled', object: refTo(workload.manifest), because },
      seesHttp: false,
    };
  }
  if (agreement.is === 'failed') {
    const { because, answer } = agreement;
    const failure: OutcomeKind =
      answer === 'closed' ? { is: 'closed', because, destination: ref } : broken(ref, because);
    return { hop, failure, seesHttp: false };
  }
  const extension = endpoint.hasSidecar ? extensionFor(index, workload, 'SIDECAR_INBOUND') : undefined;
  if (extension) {
    return { hop, failure: unmodelledBy(extension), seesHttp: false };
  }
  return {
    hop,
    seesHttp: protocol !== 'tcp' && agreement.carries === 'requests',
    ...(endpoint.hasSidecar && hasPolicies(index, workload) ? { guard: workload } : {}),
    ...(tls.sends === 'mtls' ? { peer: identityOf(index, client.workload), sni: sniOf(ref) } : {}),
  };
}

function serverProtocol({ client }: ArrivalContext, workload: Workload, port: number): ServerProtocol {
  const protocol = inboundProtocol(client.index, workload, port);
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
    ...(workload ? { endpoint: { workload, port: endpoint.port, hasSidecar: speaksMeshTls } } : {}),
    ...(isPassthrough
      ? { passthrough: { allHaveSidecars: endpoints.every((other) => other.speaksMeshTls) } }
      : {}),
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
