import { type MeshPort, type MeshService, portOf } from '../../istiod/registry/mesh-service';
import { refTo } from '../../manifests/object-ref';
import { pathWithQuery } from '../request/header-of';
import type { DestinationRef, Hop, OutcomeKind, Trace } from '../result';
import { calledService } from './called-service';
import { arrivalsAt } from './choose-cluster';
import { type ChosenEndpoint, chooseEndpoints } from './choose-endpoints';
import type { Client } from './client';
import { arrive, toDestinations } from './deliver';
import { carriedIn, type Payload } from './payload';

/** Where a client's connection goes that its proxy does not know, or a client without a proxy. */
export interface CalledAddress {
  readonly host: string;
  readonly port: number;
}

/**
 * The way of a connection that the client's proxy passes through to the address that the application called, in plaintext
 * and without an identity. If the address belongs to a Service, it comes to the sidecars of its pods. (I5, W17)
 */
export function passThrough(client: Client, called: CalledAddress, payload: Payload, because: string): Trace {
  const hop: Hop = { hop: 'pass-through', because };
  const service = calledService(client, called.host);
  const landing = service?.isKubernetes ? landingAt(client, service, called) : undefined;
  const { endpoints, port, hops } = landing ?? outside(called, service);
  const ref: DestinationRef = { host: called.host, port: called.port };
  const context = {
    client,
    ref: undefined,
    service,
    port,
    rule: undefined,
    policy: undefined,
    endpoints,
    carried: carriedIn(payload),
    calledHost: landing ? undefined : called.host,
  };
  const arrivals = arrivalsAt(endpoints, context, hops);
  const isKnown = landing !== undefined;
  const warning = whyNotForwarded(service, called.port);
  const way = arrive(arrivals, {
    client,
    payload,
    share: 1,
    outcomeAt: (reached, what) => ({
      ...passed(called, payload),
      ...(isKnown ? { endpoints: reached } : {}),
      ...what,
      ...(warning === undefined ? {} : { warning }),
    }),
  });
  const isPlain = !isKnown && way.outcomes.every(({ is }) => is === 'passed through');
  return isPlain
    ? { hops: [hop], outcomes: way.outcomes }
    : toDestinations([hop], [{ cluster: { ref }, share: 1 }], [way]);
}

/** Why a connection to the address of a Service probably fails behind the client's proxy, which does not look at its ports. */
function whyNotForwarded(service: MeshService | undefined, port: number): string | undefined {
  const ofService = service && portOf(service, port);
  if (!service?.isKubernetes || service.isHeadless || (ofService && ofService.protocol !== 'UDP')) {
    return undefined;
  }
  const ofTcp = service.ports.filter(({ protocol }) => protocol !== 'UDP');
  const known = ofTcp.map(({ number }) => number).join(', ') || 'none';
  return `the connection fails there: Service "${service.namespace}/${service.manifest.name}" has no TCP port ${port}, and Kubernetes forwards only the ports of a Service; it has ${known}`;
}

function passed({ host, port }: CalledAddress, { request }: Payload): OutcomeKind {
  return {
    is: 'passed through',
    host,
    port,
    ...(request ? { authority: request.authority, path: pathWithQuery(request) } : {}),
  };
}

interface Landing {
  readonly endpoints: readonly ChosenEndpoint[];
  readonly port: MeshPort | undefined;
  readonly hops: readonly Hop[];
}

/** The pods behind an address; undefined if the manifests do not show them. DNS gives the pods of a headless Service themselves. */
function landingAt(
  client: Client,
  service: MeshService,
  { port: number }: CalledAddress,
): Landing | undefined {
  const ofService = portOf(service, number);
  const port = service.isHeadless
    ? { name: '', number, targetPort: number, protocol: undefined }
    : ofService && ofService.protocol !== 'UDP'
      ? ofService
      : undefined;
  if (!port) {
    return undefined;
  }
  const choice = chooseEndpoints(client, service, port, {});
  if (choice.is !== 'endpoints') {
    return undefined;
  }
  const { name: portName, targetPort } = port;
  const hop: Hop = { hop: 'service', service: refTo(service.manifest), port: number, portName, targetPort };
  return { endpoints: choice.endpoints, port: service.isHeadless ? undefined : port, hops: [hop] };
}

function outside({ host, port: number }: CalledAddress, service: MeshService | undefined): Landing {
  const endpoint = { address: host, port: number, share: 1, hasSidecar: false };
  return {
    endpoints: [{ endpoint, workload: undefined, speaksMeshTls: false }],
    port: service && portOf(service, number),
    hops: [],
  };
}
