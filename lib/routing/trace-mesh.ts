import { namesOf } from '../istiod/hosts/service-host';
import { type MeshService, portOf } from '../istiod/registry/mesh-service';
import { isHttp, type Protocol } from '../istiod/registry/protocol';
import { serviceRegistryOf } from '../istiod/registry/service-registry';
import { type EgressListener, listenerFor } from '../istiod/sidecar-scope';
import { refTo } from '../manifests/object-ref';
import type { Client } from './destination/client';
import { deliver, type Payload, toDestinations } from './destination/deliver';
import type { RoutingClient } from './destination/routing-client';
import { after, type Explained, ended, stopped, unmodelledBy } from './endings';
import type { SidecarProxy } from './listener/sidecar';
import type { Call } from './request/read-request';
import type { HttpRequest } from './request/request';
import type { EntranceHop, Hop, Trace } from './result';
import { chooseRoute, whyNoRoute } from './route/choose-route';
import { chooseVirtualHost } from './route/choose-virtual-host';
import { type CalledPort, meshTcpRoute } from './route/mesh-tcp-routes';
import type { MeshVirtualHost } from './route/mesh-virtual-hosts';
import { followRoute } from './treatment/follow-route';
import { followTcpRoute } from './treatment/follow-tcp-route';
import { retriesOf } from './treatment/retries';

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
  const service = calledService(client, call);
  return after(
    [entrance],
    service?.isKubernetes
      ? toService(client, service.aliasOf ?? service.host, port, payloadOf(call))
      : ended({ is: 'passed through', host, port }),
  );
}

function entranceOf({ role, workload }: Client, { port }: Call): EntranceHop {
  return { hop: 'entrance', by: role, workload: refTo(workload.manifest), port, listenerPort: port };
}

/** The Service that the client's DNS finds for the name in the URL, or that has the address in the URL. */
function calledService({ index, workload: { namespace } }: Client, { host }: Call): MeshService | undefined {
  const services = index.view(serviceRegistryOf);
  const name = host.toLowerCase().replace(/\.$/, '');
  const candidates = [
    name,
    `${name}.${namespace}.svc.cluster.local`,
    `${name}.svc.cluster.local`,
    `${name}.cluster.local`,
  ];
  const full = candidates.find(
    (candidate) => services.named(candidate).length > 0 && namesOf(candidate, namespace).includes(name),
  );
  return full === undefined ? services.at(name) : services.inScopeOfGateway(full, namespace);
}

function throughSidecar(sidecar: SidecarProxy, call: Call): Trace {
  const { client, scope } = sidecar;
  const listener = listenerFor(scope, call.port);
  const called = calledService(client, call);
  const service = called && listener?.services.get(called.host);
  const port = service && portOf(service, call.port);
  const protocol = listener?.protocol ?? port?.protocol;
  if (listener && service && port && protocol !== 'UDP' && !readsRequests(protocol, call)) {
    return forwardBytes(sidecar, listener, { workload: client.workload, service, port }, call);
  }
  const virtualHost = virtualHostFor(sidecar, call, service, port && { protocol });
  return virtualHost ? throughVirtualHost(sidecar, virtualHost, call) : toUnknownHost(sidecar, call);
}

/** Whether the sidecar reads requests on a port, rather than forward bytes: it detects a protocol that is not declared. */
function readsRequests(protocol: Protocol | undefined, call: Call): boolean {
  return protocol === undefined ? isSeenAsHttp(call) : isHttp(protocol);
}

/** Whether a port that detects its protocol takes what the client sends for HTTP. (K2) */
function isSeenAsHttp({ isHttp: sendsHttp, isTls, bad }: Call): boolean {
  return sendsHttp && !isTls && bad?.isSeenAsHttp !== false;
}

/** The virtual host for a request; undefined if the sidecar knows none. (I2, I6) */
function virtualHostFor(
  sidecar: SidecarProxy,
  call: Call,
  service: MeshService | undefined,
  port: { readonly protocol: Protocol | undefined } | undefined,
): MeshVirtualHost | undefined {
  const table = call.isHttp && !call.isTls ? sidecar.routeTable(call.port) : undefined;
  if (!table) {
    return undefined;
  }
  // A port whose protocol is detected belongs to one Service, whatever the Host header says.
  const ofService = service && port && !port.protocol ? table.byService.get(service.host) : undefined;
  if (ofService) {
    return ofService;
  }
  const listens = port !== undefined || sidecar.listensForAnyAddress(call.port);
  return listens ? chooseVirtualHost(table.byDomain, call.request.authority) : undefined;
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
  const sent = withForwardedScheme(call.request);
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

/** A sidecar believes the scheme that its application sends in `x-forwarded-proto`. (W5) */
function withForwardedScheme(request: HttpRequest): HttpRequest {
  const scheme = request.headers.get('x-forwarded-proto');
  return (scheme === 'http' || scheme === 'https') && scheme !== request.scheme
    ? { ...request, scheme }
    : request;
}

/** Bytes go by `tls` and `tcp` routes, or to the Service. (I6) */
function forwardBytes(
  sidecar: SidecarProxy,
  listener: EgressListener,
  called: CalledPort,
  call: Call,
): Trace {
  const { client } = sidecar;
  const { service, port } = called;
  const { request: inside, ...bytes } = payloadOf(call);
  const payload: Payload = inside ? { ...bytes, inside } : bytes;
  const choice = meshTcpRoute(sidecar.virtualServicesAt(listener), called, call.sni);
  switch (choice.is) {
    case 'none':
      return stopped({ is: 'closed', because: choice.because });
    case 'default':
      return toService(client, service.aliasOf ?? service.host, port.number, payload);
    case 'route':
      return followTcpRoute(client, choice.route, payload);
  }
}

/** Everything goes to one Service. (I4) */
function toService(client: RoutingClient, host: string, port: number, payload: Payload): Trace {
  const cluster = client.clusters.cluster(host, port, '');
  return toDestinations([], [{ cluster, share: 1 }], [deliver(client, cluster, payload, 1)]);
}

function payloadOf({ request, isHttp: sendsHttp, isTls, sni, clientIp }: Call): Payload {
  return {
    ...(sendsHttp && !isTls ? { request } : {}),
    ...(clientIp === undefined ? {} : { sourceIp: clientIp }),
    ...(sni === undefined ? {} : { sni }),
  };
}

/** The `outboundTrafficPolicy` decides about requests to hosts that the sidecar does not know. (I5) */
function toUnknownHost(sidecar: SidecarProxy, call: Call): Trace {
  const { scope } = sidecar;
  const { host, port, isHttp: sendsHttp, isTls } = call;
  const isRead = sendsHttp && !isTls && sidecar.listensForAnyAddress(port);
  const unrouted = isRead ? whyUnrouted(sidecar, call) : undefined;
  if (unrouted) {
    return stopped(unrouted);
  }
  if (scope.allowsAny) {
    return ended({ is: 'passed through', host, port });
  }
  const because = `the sidecar does not know "${host}" on port ${port}, and its outbound traffic policy is REGISTRY_ONLY`;
  return sendsHttp && !isTls
    ? stopped({ is: 'failed', status: 502, because })
    : stopped({ is: 'closed', because });
}
