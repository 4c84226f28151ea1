import { fieldsOf } from '../../manifests/fields';
import type { Carried } from '../../routing/connection/content';
import type { Cluster } from '../../routing/destination/choose-cluster';
import type { RoutingClient } from '../../routing/destination/routing-client';
import type { HttpRoute } from '../../routing/route/build-routes';
import type { TcpRoute } from '../../routing/route/gateway-tcp-routes';
import { weighted } from '../../routing/route/weighted';
import type { RoutePlans } from '../../routing/treatment/route-plans';
import type { Destinations } from './destinations';
import type { MapBuilder } from './map-builder';
import { routeId } from './node-ids';

/** A proxy that routes. */
interface RoutingProxy {
  readonly plans: RoutePlans;
  /** The cluster that other proxies have for the same destination, if this one has none. */
  readonly reaching?: (cluster: Cluster) => Cluster;
}

/** Where an HTTP route sends requests and copies. */
export function addForwarding(
  destinations: Destinations,
  builder: MapBuilder,
  { plans, reaching = (cluster) => cluster }: RoutingProxy,
  route: HttpRoute,
): void {
  const id = routeId(route.ref);
  const { action, treatment } = plans.of(route);
  const node = builder.nodes.get(id);
  if (node && route.refused !== undefined) {
    node.marks.broken ??= route.refused;
  }
  if (node && action.is === 'unusable') {
    node.marks.broken ??= action.because;
  }
  for (const { cluster, share } of action.is === 'forward' ? action.targets : []) {
    destinations.add(id, reaching(cluster), 'requests', { share });
  }
  const { clusters } = plans.client;
  for (const { destination, percentage } of treatment.mirrors ?? []) {
    const { host, port = 0, subset = '' } = destination;
    const cluster = reaching(clusters.cluster(host, port, subset));
    destinations.add(id, cluster, 'requests', { mirrors: percentage / 100 });
  }
}

/** Where a route sends bytes. */
export function addTcpForwarding(
  destinations: Destinations,
  { clusters }: RoutingClient,
  { ref, destinations: written, port }: TcpRoute,
  carried: Carried,
): void {
  for (const { fields, share } of weighted(written)) {
    const cluster = clusters.forTcpRoute(fieldsOf(fields.destination), port);
    destinations.add(routeId(ref), cluster, carried, { share });
  }
}
