import type { DestinationRule } from '../../istiod/destination-rules/destination-rules';
import { extensionFor } from '../../istiod/extensions';
import { isGateway } from '../../istiod/gateways/gateway-workloads';
import type { MeshIndex } from '../../istiod/mesh-index';
import type { MeshPort, MeshService } from '../../istiod/registry/mesh-service';
import { isHttp } from '../../istiod/registry/protocol';
import type { Workload } from '../../istiod/workloads/workloads';
import { textOf } from '../../manifests/fields';
import { refTo } from '../../manifests/object-ref';
import {
  appliedAuthorization,
  type ClientTls,
  clientTls,
  handshake,
  hasRequestAuthentication,
  identityOf,
  serverTls,
} from '../policies';
import type { PeerIdentity } from '../request/request';
import type { ArrivalHop, DestinationRef, OutcomeKind } from '../result';
import { unmodelledBy } from '../unmodelled';
import type { ChosenEndpoint } from './choose-endpoints';
import type { Client } from './client';
import { inboundProtocol } from './inbound-protocol';
import type { PortPolicy } from './traffic-policy';

/** How requests come to an endpoint, as far as it is the same for all of them. */
export interface Arrival {
  readonly hop: ArrivalHop;
  /** What every request there comes to. */
  readonly failure?: OutcomeKind;
  /** Whose sidecar has policies to ask; absent where nobody asks. */
  readonly guard?: Workload;
  /** Whom the sidecar takes the client for. */
  readonly peer?: PeerIdentity;
  /** The name that mutual TLS of the mesh calls it by, whatever the client of the proxy called. (G11) */
  readonly sni?: string;
  /** Whether the sidecar sees requests, rather than bytes. */
  readonly seesHttp: boolean;
}

/** What is known of a destination once its endpoints are. */
export interface ArrivalContext {
  readonly client: Client;
  readonly ref: DestinationRef;
  readonly service: MeshService;
  readonly port: MeshPort;
  readonly rule: DestinationRule | undefined;
  readonly policy: PortPolicy | undefined;
  readonly endpoints: readonly ChosenEndpoint[];
}

/** Whether a client and an endpoint understand each other, and how. (G11, G12) */
export function arrivalAt(chosen: ChosenEndpoint, context: ArrivalContext): Arrival {
  const { client, ref } = context;
  const { endpoint, workload } = chosen;
  const tls = tlsTo(chosen, context);
  const mode = tls.sends === 'tls' ? textOf(context.policy?.tls?.mode) : undefined;
  const transport =
    tls.sends === 'mtls'
      ? 'mutual TLS of the mesh'
      : tls.sends === 'plaintext'
        ? 'plaintext'
        : mode === 'MUTUAL'
          ? 'mutual TLS'
          : 'TLS';
  const hop = (isAccepted: boolean, because: string): ArrivalHop => ({
    hop: 'arrival',
    endpoint,
    transport,
    because,
    isAccepted,
  });
  if (!workload) {
    const fails = tls.sends === 'mtls';
    const because = `${tls.because}, and the endpoint speaks none`;
    return fails
      ? { hop: hop(false, because), failure: broken(ref, because), seesHttp: false }
      : { hop: hop(true, tls.because), seesHttp: false };
  }
  if (isGateway(workload)) {
    const because = `the gateway "${workload.namespace}/${workload.name}" takes it from there, which is a trace of its own`;
    const failure = { is: 'unmodelled', object: refTo(workload.manifest), because } as const;
    return { hop: hop(true, tls.because), failure, seesHttp: false };
  }
  const { index } = client;
  const server = endpoint.hasSidecar ? serverTls(index, workload, endpoint.port) : undefined;
  const declared = inboundProtocol(index, workload, endpoint.port);
  const protocol = declared === undefined ? 'undeclared' : isHttp(declared) ? 'http' : 'tcp';
  const greeting = handshake(client.role, tls.sends, server?.mode, protocol);
  const arrival: ArrivalHop = {
    ...hop(greeting.is !== 'failed', greeting.is === 'ok' ? tls.because : greeting.because),
    ...(server
      ? { peerAuthentication: { mode: server.mode, ...(server.by ? { policy: server.by } : {}) } }
      : {}),
  };
  if (greeting.is === 'unmodelled') {
    const failure = {
      is: 'unmodelled',
      object: refTo(workload.manifest),
      because: greeting.because,
    } as const;
    return { hop: arrival, failure, seesHttp: false };
  }
  if (greeting.is === 'failed') {
    const { answer, because } = greeting;
    const failure =
      answer === 'closed' ? ({ is: 'closed', because, destination: ref } as const) : broken(ref, because);
    return { hop: arrival, failure, seesHttp: false };
  }
  const extension = endpoint.hasSidecar ? extensionFor(index, workload, 'SIDECAR_INBOUND') : undefined;
  if (extension) {
    return { hop: arrival, failure: unmodelledBy(extension), seesHttp: false };
  }
  return {
    hop: arrival,
    seesHttp: protocol !== 'tcp' && greeting.carries === 'requests',
    ...(endpoint.hasSidecar && hasPolicies(index, workload) ? { guard: workload } : {}),
    ...(tls.sends === 'mtls' ? { peer: identityOf(index, client.workload), sni: sniOf(ref) } : {}),
  };
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
      ? { passthrough: { allHaveSidecars: endpoints.every((one) => one.speaksMeshTls) } }
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

export function hasPolicies(index: MeshIndex, workload: Workload): boolean {
  const { custom, deny, allow } = appliedAuthorization(index, workload);
  return custom.length + deny.length + allow.length > 0 || hasRequestAuthentication(index, workload);
}

function sniOf({ host, port, subset = '' }: DestinationRef): string {
  return `outbound_.${port}_.${subset}_.${host}`;
}

/** A connection that breaks at once is the caller's 503. (F14) */
function broken(destination: DestinationRef, because: string): OutcomeKind {
  return { is: 'failed', status: 503, flag: 'UC', because, destination };
}
