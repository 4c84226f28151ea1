import { fieldsOf } from '../../manifests/fields';
import { deliver, toDestinations } from '../destination/deliver';
import type { Payload } from '../destination/payload';
import type { RoutingClient } from '../destination/routing-client';
import { after, NO_WEIGHTS, stopped } from '../endings';
import type { RouteHop, Trace } from '../result';
import type { TcpRoute } from '../route/gateway-tcp-routes';
import { weighted } from '../route/weighted';

/** What a proxy does with bytes that take a route: it forwards them to the destinations. (A10, I6) */
export function followTcpRoute(client: RoutingClient, route: TcpRoute, payload: Payload): Trace {
  const { ref, because, destinations, port, virtualService } = route;
  const hop: RouteHop = { hop: 'route', route: ref, because, passedOver: [] };
  const targets = weighted(destinations).map(({ fields, share }) => {
    return { cluster: client.clusters.forTcpRoute(fieldsOf(fields.destination), port), share };
  });
  if (targets.length === 0) {
    return after([hop], stopped({ is: 'unmodelled', object: virtualService.ref, because: NO_WEIGHTS }));
  }
  const deliveries = targets.map(({ cluster, share }) => deliver(client, cluster, payload, share));
  return toDestinations([hop], targets, deliveries);
}
