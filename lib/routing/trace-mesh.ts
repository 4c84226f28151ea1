import { namesOf } from '../istiod/registry/domains';
import { type MeshPort, type MeshService, meshServicesOf, portOf } from '../istiod/registry/mesh-services';
import { isHttp } from '../istiod/registry/protocol';
import { type EgressListener, listenerFor } from '../istiod/sidecar-scope';
import { refTo } from '../manifests/object-ref';
import { deliver, type Shipment } from './destination/deliver';
import { end, type Journey, startJourney, stop } from './journey';
import type { RoutingProxy } from './listener/proxy';
import type { SidecarProxy } from './listener/sidecar';
import type { Call } from './request/read-request';
import type { Branch, Trace } from './result';
import type { HttpRoute } from './route/build-routes';
import { chooseRoute, whyNoRoute } from './route/choose-route';
import { chooseVirtualHost } from './route/choose-virtual-host';
import { l4MeshRoute } from './route/l4-mesh-routes';
import { l4Targets } from './route/l4-routes';
import type { MeshVirtualHost } from './route/mesh-virtual-hosts';
import { followRoute } from './treatment/follow-route';
import { retriesOf } from './treatment/plan-route';
import { unmodelledBy } from './unmodelled';

/** The way of a request that an application sends, from its own sidecar on. (I) */
export function traceFromSidecar(sidecar: SidecarProxy, call: Call): Trace {
  const { proxy, scope } = sidecar;
  const { port, isTls: opensTls } = call;
  const journey = entered(proxy, port);
  if (sidecar.extension) {
    return stop(journey, unmodelledBy(sidecar.extension));
  }
  const listener = listenerFor(scope, port);
  const called = calledService(proxy, call);
  const known = called && listener?.services.get(called.host);
  const meshPort = known && portOf(known, port);
  const protocol = listener?.protocol ?? meshPort?.protocol;

  if (listener && known && meshPort && protocol !== 'UDP' && !speaksHttpThere(call, protocol)) {
    return throughBytes(sidecar, listener, known, meshPort, call, journey);
  }
  if (opensTls) {
    return unknownHost(sidecar, call, journey);
  }
  // A sniffed port belongs to one Service, whatever the Host says; of others the Host decides. (I2, I6)
  const table = call.isHttp ? sidecar.tableFor(port) : undefined;
  const isSniffed = meshPort !== undefined && protocol === undefined;
  const host = isSniffed && known ? table?.byService.get(known.host) : undefined;
  const listens = meshPort !== undefined || sidecar.listensForAll(port);
  const byHost = table && listens ? chooseVirtualHost(table.byDomain, call.request.authority) : undefined;
  const found = host ?? byHost;
  return found ? throughRoutes(sidecar, found, call, journey) : unknownHost(sidecar, call, journey);
}

/** The way of a request from a pod without sidecar, which no route and no rule of the mesh has a say in. (I7) */
export function traceWithoutProxy(client: RoutingProxy, call: Call): Trace {
  const journey = entered(client, call.port);
  const called = calledService(client, call);
  if (!called?.isKubernetes) {
    const { host, port } = call;
    end(journey, { is: 'passed through', host, port });
    return journey;
  }
  const service = called.aliasOf ?? called.host;
  return sent(client, service, call.port, shipmentOf(call), journey);
}

function entered({ kind, workload }: RoutingProxy, port: number): Journey {
  const journey = startJourney();
  const client = refTo(workload.manifest);
  journey.hops.push({ hop: 'entrance', by: kind, workload: client, port, listenerPort: port });
  return journey;
}

/** The Service that the name or address in the URL leads to, as the DNS of the client's namespace has it. */
function calledService(
  { index, workload: { namespace } }: RoutingProxy,
  { host }: Call,
): MeshService | undefined {
  const services = index.view(meshServicesOf);
  const name = host.toLowerCase().replace(/\.$/, '');
  const candidates = [
    name,
    `${name}.${namespace}.svc.cluster.local`,
    `${name}.svc.cluster.local`,
    `${name}.cluster.local`,
  ];
  const full = candidates.find((one) => services.named(one).length > 0 && isNameOf(one, name, namespace));
  return full === undefined ? services.at(name) : services.inScopeOfGateway(full, namespace);
}

function isNameOf(full: string, name: string, namespace: string): boolean {
  return namesOf(full, namespace).includes(name);
}

/** Whether the sidecar reads what the client says, rather than pass it on. */
function speaksHttpThere(
  { isHttp: saysHttp, isTls: encrypts }: Call,
  protocol: MeshPort['protocol'],
): boolean {
  return protocol === undefined ? saysHttp && !encrypts : isHttp(protocol);
}

function throughRoutes(
  { proxy }: SidecarProxy,
  { hop, routes, service }: MeshVirtualHost,
  call: Call,
  journey: Journey,
): Trace {
  journey.hops.push(hop);
  if (!routes) {
    const retries = retriesOf(proxy, undefined);
    if (retries) {
      journey.hops.push({ hop: 'treatment', retries });
    }
    return sent(proxy, service?.host ?? '', call.port, shipmentOf(call), journey);
  }
  // Nobody verifies claims here. (E9)
  const { claims: _, ...seen } = call.request;
  const { route, passedOver } = chooseRoute(routes, seen);
  if (!route) {
    const because = whyNoRoute(hop.domain, passedOver);
    return stop(journey, { is: 'failed', status: 404, flag: 'NR', because }, { routes: passedOver });
  }
  return taken(proxy, route, passedOver, call, journey);
}

function taken(
  proxy: RoutingProxy,
  route: HttpRoute,
  passedOver: ReturnType<typeof chooseRoute>['passedOver'],
  { request, clientIp }: Call,
  journey: Journey,
): Trace {
  journey.hops.push({ hop: 'route', route: route.ref, because: route.because, passedOver });
  followRoute(proxy, route, request, clientIp, journey);
  return journey;
}

/** What is not HTTP goes by `tls` or `tcp` routes, or straight to the Service. (I6) */
function throughBytes(
  { proxy }: SidecarProxy,
  listener: EgressListener,
  service: MeshService,
  port: MeshPort,
  call: Call,
  journey: Journey,
): Trace {
  const route = l4MeshRoute(proxy.workload, listener, service, port, call.sni);
  const { request, ...bytes } = shipmentOf(call);
  const shipment = { ...bytes, ...(request ? { inside: request } : {}) };
  switch (route.is) {
    case 'none':
      return stop(journey, { is: 'closed', because: route.because });
    case 'default':
      return sent(proxy, service.aliasOf ?? service.host, port.number, shipment, journey);
    case 'route': {
      journey.hops.push({
        hop: 'route',
        route: route.ref,
        because: 'it is the first that fits',
        passedOver: [],
      });
      const targets = l4Targets(proxy, route.destinations, port.number);
      if (targets.length === 0) {
        const because = 'the route has no destination of any weight, which Envoy refuses';
        return stop(journey, { is: 'unmodelled', object: route.virtualService.ref, because });
      }
      const branches = targets.map(({ cluster, share }): Branch => {
        return { destination: cluster.ref, share, hops: deliver(proxy, cluster, shipment, share, journey) };
      });
      journey.hops.push({ hop: 'destinations', branches });
      return journey;
    }
  }
}

/** All of it to one Service. (I4) */
function sent(proxy: RoutingProxy, host: string, port: number, shipment: Shipment, journey: Journey): Trace {
  const cluster = proxy.clusters.cluster(host, port, '');
  const hops = deliver(proxy, cluster, shipment, 1, journey);
  journey.hops.push({ hop: 'destinations', branches: [{ destination: cluster.ref, share: 1, hops }] });
  return journey;
}

function shipmentOf({ request, isHttp: saysHttp, isTls: encrypts, sni, clientIp }: Call): Shipment {
  return {
    ...(saysHttp && !encrypts ? { request } : {}),
    ...(clientIp === undefined ? {} : { sourceIp: clientIp }),
    ...(sni === undefined ? {} : { sni }),
  };
}

/** Let through, or not, by the policy of the sidecar. (I5) */
function unknownHost({ scope }: SidecarProxy, call: Call, journey: Journey): Trace {
  const { host, port, isHttp: saysHttp, isTls: encrypts } = call;
  if (scope.allowsAny) {
    end(journey, { is: 'passed through', host, port });
    return journey;
  }
  const because = `"${host}" is not known to the sidecar on port ${port}, and REGISTRY_ONLY lets nothing else through`;
  return saysHttp && !encrypts
    ? stop(journey, { is: 'failed', status: 502, because })
    : stop(journey, { is: 'closed', because });
}
