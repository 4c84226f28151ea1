import { type EgressListener, listenerFor } from '../istiod/sidecar-scope';
import { refTo } from '../manifests/object-ref';
import { calledService } from './destination/called-service';
import type { Client } from './destination/client';
import { deliver, toDestinations } from './destination/deliver';
import { passThrough } from './destination/pass-through';
import type { Payload } from './destination/payload';
import type { RoutingClient } from './destination/routing-client';
import { after, type Explained, stopped, unmodelledBy } from './endings';
import { type ListenedPort, type OutboundListeners, outboundListeners } from './listener/outbound-listeners';
import type { SidecarProxy } from './listener/sidecar';
import { passedOnHeaders } from './request/proxy-headers';
import type { Call } from './request/read-request';
import type { HttpRequest } from './request/request';
import type { EntranceHop, Hop, Trace } from './result';
import { chooseRoute, whyNoRoute } from './route/choose-route';
import { chooseVirtualHost } from './route/choose-virtual-host';
import { meshTcpRoute } from './route/mesh-tcp-routes';
import type { MeshVirtualHost } from './route/mesh-virtual-hosts';
import { chooseSniChain } from './route/sni-chains';
import { followRoute } from './treatment/follow-route';
import { followTcpRoute } from './treatment/follow-tcp-route';
import { retriesOf } from './treatment/retry-policy';

/** The way of a request that an application sends, from its own sidecar on. (I) */
export function traceFromSidecar(sidecar: SidecarProxy, call: Call): Trace {
  const entrance = entranceOf(sidecar.client, call);
  return after(
    [entrance],
    sidecar.extension ? stopped(unmodelledBy(sidecar.extension)) : throughSidecar(sidecar, call),
  );
}

/** The way of a request from a pod without a sidecar. No route and no DestinationRule applies to it. (I7) */
export function traceWithoutProxy(client: RoutingClient, call: Call): Trace {
  const entrance = entranceOf(client, call);
  const { host, port } = call;
  const service = calledService(client, host);
  return after(
    [entrance],
    service?.isKubernetes
      ? toService(client, service.host, port, payloadOf(call))
      : passThrough(client, call, payloadOf(call), 'the client has no proxy'),
  );
}

function entranceOf({ role, workload }: Client, { port }: Call): EntranceHop {
  return { hop: 'entrance', by: role, workload: refTo(workload.manifest), port, listenerPort: port };
}

/** The listener that takes a connection: that of a Service's address, or the port's for every other address. (I2, W17) */
function throughSidecar(sidecar: SidecarProxy, call: Call): Trace {
  const { client, scope } = sidecar;
  const listener = listenerFor(scope, call.port);
  if (!listener) {
    return toUnknownHost(sidecar, call, 'bytes');
  }
  const listeners = client.index.view(outboundListeners)(listener, call.port);
  const called = calledService(client, call.host);
  const own = called && listeners.at(called);
  const isPlainHttp = call.isHttp && !call.isTls;
  if (own) {
    const virtualHost =
      own.protocol === undefined && isSeenAsHttp(call)
        ? sidecar.routeTable(call.port)?.byService.get(own.service.host)
        : undefined;
    return virtualHost
      ? throughVirtualHost(sidecar, virtualHost, call)
      : forwardBytes(sidecar, listener, own, call);
  }
  if (isPlainHttp && listeners.readsHttp) {
    const table = sidecar.routeTable(call.port);
    const virtualHost = table && chooseVirtualHost(table.byDomain, call.request.authority);
    return virtualHost
      ? throughVirtualHost(sidecar, virtualHost, call)
      : toUnknownHost(sidecar, call, 'requests');
  }
  return bytesToAnyAddress(sidecar, listener, listeners, call);
}

/** Whether a port that detects its protocol takes what the client sends for HTTP. (K2) */
function isSeenAsHttp({ isHttp: sendsHttp, isTls, bad }: Call): boolean {
  return sendsHttp && !isTls && bad?.isSeenAsHttp !== false;
}

/** Where no Service has the address, TLS goes by its SNI, and everything else to the ServiceEntry that takes any address. (W17) */
function bytesToAnyAddress(
  sidecar: SidecarProxy,
  listener: EgressListener,
  { bySni, withTlsRoutes: routed, forAnyAddress, readsHttp }: OutboundListeners,
  call: Call,
): Trace {
  const { client } = sidecar;
  const virtualServices = sidecar.virtualServicesAt(listener);
  const scope = { workload: client.workload, virtualServices, bySni, routed };
  const chain = call.isTls ? chooseSniChain(scope, call.sni) : undefined;
  switch (chain?.is) {
    case 'route':
      return followTcpRoute(client, chain.route, bytesOf(call));
    case 'service': {
      const { service, port } = chain.listened;
      return toService(client, service.host, port.number, bytesOf(call));
    }
    default:
      return forAnyAddress
        ? forwardBytes(sidecar, listener, forAnyAddress, call)
        : toUnknownHost(sidecar, call, 'bytes', whyNotTaken(readsHttp, call));
  }
}

/** Why no listener of a sidecar takes bytes; undefined if the sidecar does not know their host. */
function whyNotTaken(readsHttp: boolean, { isHttp: sendsHttp, isTls, host, port }: Call): string | undefined {
  if (!readsHttp || (sendsHttp && !isTls)) {
    return undefined;
  }
  const sent = isTls ? 'TLS' : 'bytes that are not HTTP';
  return `the sidecar takes port ${port} of "${host}" for HTTP, and the application sends ${sent}`;
}

function throughVirtualHost(sidecar: SidecarProxy, virtualHost: MeshVirtualHost, call: Call): Trace {
  const unrouted = whyUnrouted(sidecar, call, virtualHost);
  if (unrouted) {
    return stopped(unrouted);
  }
  const { client, plans } = sidecar;
  const { hop, routes, service } = virtualHost;
  if (!routes) {
    const retries = retriesOf(client.index.mesh, undefined);
    const treatment: readonly Hop[] = retries ? [{ hop: 'treatment', retries }] : [];
    return after([hop, ...treatment], toService(client, service?.host ?? '', call.port, payloadOf(call)));
  }
  // A sidecar verifies no tokens of outbound requests, so routes match no claims. (E9)
  const sent = fromApplication(call.request);
  const { claims: _, ...request } = sent;
  const { route, passedOver } = chooseRoute(routes, request);
  if (!route) {
    const because = whyNoRoute(hop.domain, passedOver);
    return after([hop], stopped({ is: 'failed', status: 404, flag: 'NR', because }, { routes: passedOver }));
  }
  const taken: Hop = { hop: 'route', route: route.ref, because: route.because, passedOver };
  return after([hop, taken], followRoute(plans, { route, request: sent, sourceIp: call.clientIp }));
}

/** Why a sidecar answers a request, whichever host it is for: it cannot read the request, or Envoy refuses its routes. */
function whyUnrouted(
  sidecar: SidecarProxy,
  { bad, port }: Call,
  virtualHost?: MeshVirtualHost,
): Explained | undefined {
  if (bad) {
    return { is: 'failed', status: 400, because: bad.because };
  }
  const because = sidecar.whyRefused(port, virtualHost);
  return because === undefined ? undefined : { is: 'failed', status: 404, flag: 'NR', because };
}

/** A sidecar believes the scheme that its application sends in `x-forwarded-proto`. (W5, W15) */
function fromApplication(request: HttpRequest): HttpRequest {
  const headers = passedOnHeaders(request.headers);
  const forwarded = headers.get('x-forwarded-proto');
  const scheme = forwarded === 'http' || forwarded === 'https' ? forwarded : request.scheme;
  return scheme === request.scheme && headers === request.headers ? request : { ...request, scheme, headers };
}

/** Bytes go by `tls` and `tcp` routes, or to the Service. TLS that no route is for goes on by the outbound policy. (I6, W3) */
function forwardBytes(
  sidecar: SidecarProxy,
  listener: EgressListener,
  { service, port }: ListenedPort,
  call: Call,
): Trace {
  const { client } = sidecar;
  const called = { workload: client.workload, service, port };
  const choice = meshTcpRoute(sidecar.virtualServicesAt(listener), called, call.sni);
  switch (choice.is) {
    case 'none':
      return toUnknownHost(sidecar, call, 'bytes', choice.because);
    case 'default':
      return toService(client, service.host, port.number, bytesOf(call));
    case 'route':
      return followTcpRoute(client, choice.route, bytesOf(call));
  }
}

/** Everything goes to one Service. (I4) */
function toService(client: RoutingClient, host: string, port: number, payload: Payload): Trace {
  const cluster = client.clusters.cluster(host, port, '');
  return toDestinations([], [{ cluster, share: 1 }], [deliver(client, cluster, payload, 1)]);
}

function payloadOf(call: Call): Payload {
  const { request, isHttp: sendsHttp, isTls } = call;
  return sendsHttp && !isTls ? { ...bytesOf(call), request } : bytesOf(call);
}

/** What no proxy of the client reads. */
function bytesOf({ request, bad, isHttp: sendsHttp, isTls, sni, clientIp, host }: Call): Payload {
  return {
    calledHost: host,
    ...(sendsHttp && !isTls ? { inside: request, ...(bad ? { bad } : {}) } : {}),
    ...(isTls ? { isTls } : {}),
    ...(clientIp === undefined ? {} : { sourceIp: clientIp }),
    ...(sni === undefined ? {} : { sni }),
  };
}

/**
 * The `outboundTrafficPolicy` decides about requests to hosts that the sidecar does not know. (I5)
 *
 * @param as what the sidecar takes them for: only for requests can it answer with a status
 */
function toUnknownHost(
  sidecar: SidecarProxy,
  call: Call,
  as: 'requests' | 'bytes',
  why = `the sidecar does not know "${call.host}" on port ${call.port}`,
): Trace {
  const { scope, client } = sidecar;
  const unrouted = as === 'requests' ? whyUnrouted(sidecar, call) : undefined;
  if (unrouted) {
    return stopped(unrouted);
  }
  if (scope.allowsAny) {
    return passThrough(client, call, as === 'requests' ? payloadOf(call) : bytesOf(call), why);
  }
  const because = `${why}, and its outbound traffic policy is REGISTRY_ONLY`;
  return as === 'requests'
    ? stopped({ is: 'failed', status: 502, because })
    : stopped({ is: 'closed', because });
}
