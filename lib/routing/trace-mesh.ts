import { namesOf } from '../istiod/hosts/service-host';
import { type MeshPort, type MeshService, portOf } from '../istiod/registry/mesh-service';
import { meshServicesOf } from '../istiod/registry/mesh-services';
import { isHttp } from '../istiod/registry/protocol';
import { type EgressListener, listenerFor } from '../istiod/sidecar-scope';
import { refTo } from '../manifests/object-ref';
import { deliver, type Payload } from './destination/deliver';
import type { RoutingClient } from './destination/routing-client';
import { end, type Journey, startJourney, stop } from './journey';
import type { SidecarProxy } from './listener/sidecar';
import type { Call } from './request/read-request';
import type { Branch, Trace } from './result';
import type { HttpRoute } from './route/build-routes';
import { chooseRoute, whyNoRoute } from './route/choose-route';
import { chooseVirtualHost } from './route/choose-virtual-host';
import { l4Targets } from './route/gateway-tcp-routes';
import { l4MeshRoute } from './route/mesh-tcp-routes';
import type { MeshVirtualHost } from './route/mesh-virtual-hosts';
import { followRoute } from './treatment/follow-route';
import { retriesOf } from './treatment/plan-route';
import type { RoutePlans } from './treatment/route-plans';
import { unmodelledBy } from './unmodelled';

/** The way of a request that an application sends, from its own sidecar on. (I) */
export function traceFromSidecar(sidecar: SidecarProxy, call: Call): Trace {
  const { client, scope } = sidecar;
  const { port, isTls: opensTls } = call;
  const journey = entered(client, port);
  if (sidecar.extension) {
    return stop(journey, unmodelledBy(sidecar.extension));
  }
  const listener = listenerFor(scope, port);
  const called = calledService(client, call);
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
export function traceWithoutProxy(client: RoutingClient, call: Call): Trace {
  const journey = entered(client, call.port);
  const called = calledService(client, call);
  if (!called?.isKubernetes) {
    const { host, port } = call;
    end(journey, { is: 'passed through', host, port });
    return journey;
  }
  const service = called.aliasOf ?? called.host;
  return sent(client, service, call.port, payloadOf(call), journey);
}

function entered({ role, workload }: RoutingClient, port: number): Journey {
  const journey = startJourney();
  const client = refTo(workload.manifest);
  journey.hops.push({ hop: 'entrance', by: role, workload: client, port, listenerPort: port });
  return journey;
}

/** The Service that the name or address in the URL leads to, as the DNS of the client's namespace has it. */
function calledService(
  { index, workload: { namespace } }: RoutingClient,
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
  { client, plans }: SidecarProxy,
  { hop, routes, service }: MeshVirtualHost,
  call: Call,
  journey: Journey,
): Trace {
  journey.hops.push(hop);
  if (!routes) {
    const retries = retriesOf(client, undefined);
    if (retries) {
      journey.hops.push({ hop: 'treatment', retries });
    }
    return sent(client, service?.host ?? '', call.port, payloadOf(call), journey);
  }
  // Nobody verifies claims here. (E9)
  const { claims: _, ...seen } = call.request;
  const { route, passedOver } = chooseRoute(routes, seen);
  if (!route) {
    const because = whyNoRoute(hop.domain, passedOver);
    return stop(journey, { is: 'failed', status: 404, flag: 'NR', because }, { routes: passedOver });
  }
  return taken(plans, route, passedOver, call, journey);
}

function taken(
  plans: RoutePlans,
  route: HttpRoute,
  passedOver: ReturnType<typeof chooseRoute>['passedOver'],
  { request, clientIp }: Call,
  journey: Journey,
): Trace {
  journey.hops.push({ hop: 'route', route: route.ref, because: route.because, passedOver });
  followRoute(plans, route, request, clientIp, journey);
  return journey;
}

/** What is not HTTP goes by `tls` or `tcp` routes, or straight to the Service. (I6) */
function throughBytes(
  { client }: SidecarProxy,
  listener: EgressListener,
  service: MeshService,
  port: MeshPort,
  call: Call,
  journey: Journey,
): Trace {
  const route = l4MeshRoute(client.workload, listener, service, port, call.sni);
  const { request, ...bytes } = payloadOf(call);
  const payload = { ...bytes, ...(request ? { inside: request } : {}) };
  switch (route.is) {
    case 'none':
      return stop(journey, { is: 'closed', because: route.because });
    case 'default':
      return sent(client, service.aliasOf ?? service.host, port.number, payload, journey);
    case 'route': {
      journey.hops.push({
        hop: 'route',
        route: route.ref,
        because: 'it is the first that fits',
        passedOver: [],
      });
      const targets = l4Targets(client, route.destinations, port.number);
      if (targets.length === 0) {
        const because = 'the route has no destination of any weight, which Envoy refuses';
        return stop(journey, { is: 'unmodelled', object: route.virtualService.ref, because });
      }
      const branches = targets.map(({ cluster, share }): Branch => {
        return { destination: cluster.ref, share, hops: deliver(client, cluster, payload, share, journey) };
      });
      journey.hops.push({ hop: 'destinations', branches });
      return journey;
    }
  }
}

/** All of it to one Service. (I4) */
function sent(client: RoutingClient, host: string, port: number, payload: Payload, journey: Journey): Trace {
  const cluster = client.clusters.cluster(host, port, '');
  const hops = deliver(client, cluster, payload, 1, journey);
  journey.hops.push({ hop: 'destinations', branches: [{ destination: cluster.ref, share: 1, hops }] });
  return journey;
}

function payloadOf({ request, isHttp: saysHttp, isTls: encrypts, sni, clientIp }: Call): Payload {
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
