import type { DestinationRule } from '../../istiod/destination-rules/merge-rules';
import type { PortPolicy } from '../../istiod/destination-rules/port-policy';
import { extensionFor } from '../../istiod/extensions';
import { isGateway } from '../../istiod/gateways/gateway-workloads';
import type { MeshPort, MeshService } from '../../istiod/registry/mesh-service';
import { selectorText } from '../../istiod/workloads/selectors';
import type { Workload } from '../../istiod/workloads/workloads';
import { fieldsOf, textsIn } from '../../manifests/fields';
import { type Carried, isBad, isReadAsHttp } from '../connection/content';
import { type FailedMeeting, type InboundSidecar, type Meeting, meetingOf } from '../connection/meeting';
import { type Sending, sendingOf } from '../connection/sending';
import { type Server, serverAt } from '../connection/server';
import { unmodelledBy } from '../endings';
import { type ClientTls, clientTls, hasPolicies, serverTls } from '../policies';
import type { PeerIdentity } from '../request/request';
import type { ArrivalHop, DestinationRef, Endpoint, OutcomeKind } from '../result';
import type { ChosenEndpoint } from './choose-endpoints';
import type { Client } from './client';
import { inboundProtocol } from './inbound-protocol';

/** How connections arrive at an endpoint, as far as it is the same for all that carry the same. */
export interface Arrival {
  readonly hop: ArrivalHop;
  readonly sending: Sending;
  /** What becomes of every request before policies of the endpoint see it. */
  readonly failure?: OutcomeKind | undefined;
  /** What becomes of every request that policies let in. */
  readonly refusal?: OutcomeKind | undefined;
  /** The workload whose sidecar enforces policies; undefined if there are none. */
  readonly guard?: Workload | undefined;
  /** The gateway that routes the request on. */
  readonly gateway?: Workload | undefined;
  /** The identity that the client proves to the sidecar. */
  readonly peer?: PeerIdentity | undefined;
  /** Whether the sidecar reads requests, rather than bytes. */
  readonly seesHttp: boolean;
  /** Why the program at the endpoint probably does not understand what it gets. */
  readonly mismatch?: string | undefined;
}

/** What an arrival depends on besides its endpoint. */
export interface ArrivalContext {
  readonly client: Client;
  /** Absent for a connection that is passed through. */
  readonly ref: DestinationRef | undefined;
  /** The Service or ServiceEntry that the client's proxy sends to, or that has the address that it passes through to. */
  readonly service: MeshService | undefined;
  readonly port: MeshPort | undefined;
  readonly rule: DestinationRule | undefined;
  readonly policy: PortPolicy | undefined;
  /** All endpoints of the destination. */
  readonly endpoints: readonly ChosenEndpoint[];
  readonly carried: Carried;
  /** The host that the client called, if the connection goes to its address. */
  readonly calledHost?: string | undefined;
}

/** Whether a client and an endpoint understand each other, and how. (G11, G12, W16) */
export function arrivalAt(chosen: ChosenEndpoint, context: ArrivalContext): Arrival {
  const { client, ref, service, port, policy, carried } = context;
  const { role, index } = client;
  const sending = sendingOf(tlsTo(chosen, context), carried, {
    role,
    mesh: index.mesh,
    ref,
    protocol: port?.protocol,
    policy,
    serverNames: textsIn(fieldsOf(service?.manifest.spec).subjectAltNames),
  });
  const { workload, endpoint } = chosen;
  if (endpoint.isUnknown) {
    return atUnknownPods(sending, endpoint);
  }
  return workload && isGateway(workload) && !chosen.endpoint.address
    ? atGateway(sending, chosen, workload)
    : atServer(sending, chosen, context);
}

/** The destination is known, and what its pods accept is not. */
function atUnknownPods(sending: Sending, endpoint: Endpoint): Arrival {
  const because =
    'the manifests do not show the pods; if they have sidecars, they get mutual TLS, and their policies apply';
  return { hop: accepted(sending, endpoint, because), sending, seesHttp: false };
}

function atGateway(sending: Sending, { endpoint }: ChosenEndpoint, gateway: Workload): Arrival {
  return { hop: accepted(sending, endpoint, sending.because), sending, gateway, seesHttp: false };
}

function accepted(sending: Sending, endpoint: Endpoint, because: string): ArrivalHop {
  const { transport, content: carries } = sending;
  return {
    hop: 'arrival',
    endpoint,
    transport,
    carries,
    ...tlsSettings(sending),
    because,
    isAccepted: true,
  };
}

function atServer(sending: Sending, chosen: ChosenEndpoint, context: ArrivalContext): Arrival {
  const { workload, endpoint } = chosen;
  const { client } = context;
  const server = serverOf(chosen, context, sending);
  const sidecar = sidecarOf(chosen, context, server);
  const met = meetingOf(sending, sidecar, server);
  const failed = met.failure ?? misnamed(chosen, context, sending);
  const meeting = failed ? { ...met, failure: failed } : met;
  const extension =
    workload && sidecar && !failed ? extensionFor(client.index, workload, 'SIDECAR_INBOUND') : undefined;
  return {
    hop: hopOf(sending, endpoint, sidecar, {
      ...meeting,
      warning: meeting.warning ?? whyOtherPort(endpoint, context) ?? whyUncertain(chosen),
    }),
    sending,
    failure: extension ? unmodelledBy(extension) : outcomeOf(failed, context, false),
    refusal: outcomeOf(meeting.refusal, context, meeting.readsRequests),
    guard: workload && sidecar && hasPolicies(client.index, workload) ? workload : undefined,
    peer: meeting.knowsPeer ? client.identity : undefined,
    seesHttp: meeting.readsRequests,
    mismatch: meeting.warning,
  };
}

function serverOf(
  { endpoint, workload }: ChosenEndpoint,
  { client, service, port, calledHost }: ArrivalContext,
  { transport, isReadAsHttp: isReadBySidecar }: Sending,
): Server {
  const isPod = workload !== undefined && endpoint.address === undefined;
  const names = [calledHost, endpoint.address, service?.host];
  const told = isPod
    ? client.servers.inWorkload(workload.namespace, workload.name, endpoint.port)
    : client.servers.outside(names, endpoint.port);
  const getsTls = transport === 'TLS' || transport === 'mutual TLS';
  const getsRequestsOfSidecar = isReadBySidecar && client.role === 'sidecar' && !getsTls;
  return serverAt({
    told,
    isOutside: !isPod,
    port: endpoint.port,
    declared: port,
    getsTls,
    getsRequestsOfSidecar,
  });
}

/** The sidecar of a pod or a machine. A server that the model was told of at the address of a machine stands alone there. */
function sidecarOf(
  { endpoint, workload }: ChosenEndpoint,
  { client }: ArrivalContext,
  server: Server,
): InboundSidecar | undefined {
  if (!workload || !endpoint.hasSidecar || (server.isTold && endpoint.address !== undefined)) {
    return undefined;
  }
  const protocol = inboundProtocol(client.index, workload, endpoint.port);
  return { tls: serverTls(client.index, workload, endpoint.port), protocol };
}

/** Why the client's proxy does not accept the certificate of a server outside, which names the host under which it is called. (G11) */
function misnamed(
  { endpoint }: ChosenEndpoint,
  { service, policy }: ArrivalContext,
  { transport }: Sending,
): FailedMeeting | undefined {
  const names = textsIn(policy?.tls?.subjectAltNames);
  const host = endpoint.address;
  const originatesTls = transport === 'TLS' || transport === 'mutual TLS';
  if (
    !originatesTls ||
    !service?.isExternal ||
    host !== service.host ||
    names.length === 0 ||
    names.some((name) => covers(name, host))
  ) {
    return undefined;
  }
  const because = `the DestinationRule accepts only certificates for ${names.map((name) => `"${name}"`).join(' or ')}, and the server's is taken to be for "${host}"`;
  return { answer: 'UF', because };
}

function covers(name: string, host: string): boolean {
  return name === host || name.includes('://') || host.endsWith(`.${name.replace(/^\*\./, '')}`);
}

/** A meeting with a note for the reader. */
type Noted = Omit<Meeting, 'warning'> & { readonly warning: string | undefined };

/** DNS gives clients the pods of a headless Service, where no target port applies. (W17) */
function whyOtherPort({ port }: Endpoint, { service, port: called }: ArrivalContext): string | undefined {
  return service?.isHeadless && called && called.number === port && called.targetPort !== port
    ? `the Service is headless, so clients call its pods on port ${port}, not on target port ${called.targetPort}`
    : undefined;
}

/** The manifests show which pods a controller makes, and not every label that they get. (G6) */
function whyUncertain({ mayCarry }: ChosenEndpoint): string | undefined {
  return (
    mayCarry &&
    `the labels of the subset, ${selectorText(mayCarry)}, include some that pods get only when they run; without such a pod, the answer is 503 UH`
  );
}

function tlsSettings({ settings }: Sending): Pick<ArrivalHop, 'tls'> {
  return settings ? { tls: settings } : {};
}

function hopOf(
  sending: Sending,
  endpoint: Endpoint,
  sidecar: InboundSidecar | undefined,
  { failure, refusal, receives, warning }: Noted,
): ArrivalHop {
  const { transport, because, content } = sending;
  const broken = failure ?? refusal;
  return {
    hop: 'arrival',
    endpoint,
    transport,
    carries: content,
    ...tlsSettings(sending),
    ...(broken ? {} : { receives }),
    because: broken?.because ?? because,
    ...(sidecar ? { peerAuthentication: peerAuthenticationOf(sidecar) } : {}),
    isAccepted: !broken,
    ...(broken || warning === undefined ? {} : { warning }),
  };
}

function peerAuthenticationOf({
  tls: { mode, by },
}: InboundSidecar): NonNullable<ArrivalHop['peerAuthentication']> {
  return by ? { mode, policy: by } : { mode };
}

/** What the client sees of a connection that fails. (F14, W16) */
function outcomeOf(
  failed: FailedMeeting | undefined,
  { ref, client, carried }: ArrivalContext,
  sidecarAnswers: boolean,
): OutcomeKind | undefined {
  if (!failed) {
    return undefined;
  }
  const { because } = failed;
  const destination = ref ? { destination: ref } : {};
  const answers = sidecarAnswers || (isReadAsHttp(carried) && client.role !== 'no proxy');
  const { answer } = failed;
  if (answer === 400 && isBad(carried)) {
    return { is: 'failed', status: 400, because, ...destination };
  }
  if (answer === 400) {
    return { is: 'closed', status: 400, because, ...destination };
  }
  return answer === 'closed' || !answers
    ? { is: 'closed', because, ...destination }
    : { is: 'failed', status: answer === 'UPE' ? 502 : 503, flag: answer, because, ...destination };
}

function tlsTo(
  { endpoint, workload, speaksMeshTls }: ChosenEndpoint,
  { client, ref, service, rule, policy, endpoints }: ArrivalContext,
): ClientTls {
  if (!ref || !service) {
    return { sends: 'plaintext', because: 'the connection is passed through, and no proxy encrypts it' };
  }
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
