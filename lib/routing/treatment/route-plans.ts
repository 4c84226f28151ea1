import type { RoutingClient } from '../destination/routing-client';
import type { HttpRoute } from '../route/build-routes';
import { planRoute, type RoutePlan } from './plan-route';

/** The plans of a client's routes. Each is made when a request first takes the route. */
export class RoutePlans {
  private readonly plans = new Map<HttpRoute, RoutePlan>();

  constructor(readonly client: RoutingClient) {}

  of(route: HttpRoute): RoutePlan {
    let plan = this.plans.get(route);
    if (!plan) {
      plan = planRoute(this.client, route);
      this.plans.set(route, plan);
    }
    return plan;
  }
}
