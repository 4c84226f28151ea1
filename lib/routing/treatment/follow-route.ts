import { deliver, toDestinations } from '../destination/deliver';
import type { RoutingClient } from '../destination/routing-client';
import { after, portionOf } from '../endings';
import type { HttpRequest } from '../request/request';
import type { HeaderOperation, Outcome, Trace, TreatmentHop } from '../result';
import type { HttpRoute } from '../route/build-routes';
import type { CorsVerdict } from './cors';
import type { Fault } from './fault';
import { withHeaders } from './header-plan';
import type { Forward, RoutePlan, Target } from './plan-route';
import { toSameUrl } from './redirect';
import type { RoutePlans } from './route-plans';

/** A request that takes a route. */
export interface RoutedRequest {
  readonly route: HttpRoute;
  readonly request: HttpRequest;
  /** The address of the client's pod, if it is known. */
  readonly sourceIp?: string | undefined;
}

/** The requests that no fault aborts. */
interface Passage extends RoutedRequest {
  readonly client: RoutingClient;
  readonly plan: RoutePlan;
  /** Their share of all requests, from 0 to 1. */
  readonly share: number;
}

/** What a proxy does with a request that takes a route: faults, then CORS, then the action of the route. (O 7, 8) */
export function followRoute(plans: RoutePlans, { route, request, sourceIp }: RoutedRequest): Trace {
  const { client } = plans;
  const plan = plans.of(route);
  const { abort } = plan.fault;
  if (!abort) {
    return withoutFault({ client, plan, route, request, sourceIp, share: 1 });
  }
  const aborted = abortedBy(abort, route);
  const share = 1 - aborted.probability;
  if (share <= 0) {
    return { hops: [faultHop(plan)], outcomes: [aborted] };
  }
  const { hops, outcomes } = withoutFault({ client, plan, route, request, sourceIp, share });
  return { hops, outcomes: [aborted, ...outcomes] };
}

function abortedBy(
  { status, grpcStatus, percentage }: NonNullable<Fault['abort']>,
  { ref }: HttpRoute,
): Outcome {
  return {
    probability: percentage / 100,
    is: 'responded',
    status,
    ...(grpcStatus === undefined ? {} : { grpcStatus }),
    by: 'fault',
    route: ref,
  };
}

function withoutFault(passage: Passage): Trace {
  const { plan, route, request, share } = passage;
  const { action } = plan;
  const { isAnswered, responseHeaders } = plan.cors?.(request) ?? NO_CORS;
  const treatment = withResponseHeaders(isAnswered ? faultHop(plan) : plan.treatment, responseHeaders);
  if (isAnswered) {
    const outcome = { is: 'responded', status: 200, by: 'CORS preflight', route: route.ref } as const;
    return { hops: [treatment], outcomes: portionOf(outcome, share) };
  }
  switch (action.is) {
    case 'redirect': {
      const { status } = action.redirect;
      const location = action.redirect.location(request);
      const hop: TreatmentHop = { ...treatment, redirect: { status, location } };
      const outcome = { is: 'redirected', status, location, by: route.ref } as const;
      return { hops: [hop], outcomes: portionOf(outcome, share) };
    }
    case 'response': {
      const { is: _, ...response } = action;
      if (isRedirect(response.status)) {
        const { status } = response;
        const outcome = { is: 'redirected', status, location: toSameUrl(request), by: route.ref } as const;
        return { hops: [treatment], outcomes: portionOf(outcome, share) };
      }
      const outcome = { is: 'responded', ...response, by: 'direct response', route: route.ref } as const;
      return { hops: [treatment], outcomes: portionOf(outcome, share) };
    }
    case 'unusable': {
      const { because } = action;
      const outcome = { is: 'unmodelled', object: route.virtualService.ref, because } as const;
      return { hops: [], outcomes: portionOf(outcome, share) };
    }
    case 'forward':
      return forwarded(passage, action, treatment);
  }
}

const NO_CORS: CorsVerdict = { isAnswered: false, responseHeaders: [] };

/** What a route does to requests that get no further: its other measures are for responses of destinations. (F8, F9) */
function faultHop({ treatment: { hop, delay, abort } }: RoutePlan): TreatmentHop {
  return { hop, ...(delay ? { delay } : {}), ...(abort ? { abort } : {}) };
}

function withResponseHeaders(hop: TreatmentHop, more: readonly HeaderOperation[]): TreatmentHop {
  return more.length > 0 ? { ...hop, responseHeaders: [...(hop.responseHeaders ?? []), ...more] } : hop;
}

/** Envoy adds a Location to every answer with such a status. (F5) */
function isRedirect(status: number): boolean {
  return status >= 300 && status < 400;
}

function forwarded(passage: Passage, action: Forward, treatment: TreatmentHop): Trace {
  const { client, request, sourceIp, share } = passage;
  const path = action.rewrite ? action.rewrite(request.path) : request.path;
  const deliveries = action.targets.map((target) => {
    const sent = sentTo(target, passage, action, path);
    const delivery = deliver(client, target.cluster, { request: sent, sourceIp }, share * target.share);
    return target.treatment ? after([target.treatment], delivery) : delivery;
  });
  return toDestinations([treatmentOf(treatment, action, path)], action.targets, deliveries);
}

function treatmentOf(treatment: TreatmentHop, { rewrite, authority }: Forward, path: string): TreatmentHop {
  return rewrite ? { ...treatment, rewrite: authority ? { path, authority } : { path } } : treatment;
}

/** The request as it leaves the proxy for a destination. (F6, F8) */
function sentTo(target: Target, { plan, request }: Passage, action: Forward, path: string): HttpRequest {
  const ofRoute = plan.headers.request;
  const ofTarget = target.headers.request;
  const authority = action.authority ?? (target.headers.authority || undefined);
  if (ofRoute.length + ofTarget.length === 0 && authority === undefined && path === request.path) {
    return request;
  }
  return {
    ...request,
    path,
    authority: authority ?? request.authority,
    headers:
      action.targets.length === 1
        ? // Istio puts the operations of both into one list, in which those that remove come first.
          withHeaders(request.headers, [...ofRoute, ...ofTarget])
        : withHeaders(withHeaders(request.headers, ofTarget), ofRoute),
  };
}
