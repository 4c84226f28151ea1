import { fieldsOf } from '../../manifests/fields';
import type { Carried } from '../../routing/connection/content';
import type { RoutingClient } from '../../routing/destination/routing-client';
import type { HttpRoute } from '../../routing/route/build-routes';
import type { TcpRoute } from '../../routing/route/gateway-tcp-routes';
import { weighted } from '../../routing/route/weighted';
import type { RoutePlans } from '../../routing/treatment/route-plans';
import type { Destinations } from './destinations';
import type { MapBuilder } from './map-builder';
import { routeId } from './node-ids';

/** Where an HTTP route sends requests and copies. */
export function addForwarding(
  destinations: Destinations,
  builder: MapBuilder,
  plans: RoutePlans,
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
    destinations.add(id, cluster, 'requests', { share });
  }
  const { clusters } = plans.client;
  for (const { destination, percentage } of treatment.mirrors ?? []) {
    const { host, port = 0, subset = '' } = destination;
    destinations.add(id, clusters.cluster(host, port, subset), 'requests', { mirrors: percentage / 100 });
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
