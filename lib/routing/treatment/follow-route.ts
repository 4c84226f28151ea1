import { deliver } from '../destination/deliver';
import { portionOf } from '../endings';
import type { HttpRequest } from '../request/request';
import type { Branch, Outcome, Trace, TreatmentHop } from '../result';
import type { HttpRoute } from '../route/build-routes';
import type { Fault } from './fault';
import { withHeaders } from './headers';
import type { Forward, RoutePlan, Target } from './plan-route';
import type { RoutePlans } from './route-plans';

/** The requests that take a route. */
export interface RoutedRequest {
  readonly route: HttpRoute;
  readonly request: HttpRequest;
  /** The address of the client's pod, if it is known. */
  readonly sourceIp?: string | undefined;
}

/** What a proxy does with a request that takes a route: faults, then CORS, then the action of the route. (O 7, 8) */
export function followRoute(plans: RoutePlans, routed: RoutedRequest): Trace {
  const plan = plans.of(routed.route);
  const { abort } = plan.fault;
  if (!abort) {
    return withoutFault(plans, plan, routed, 1);
  }
  const aborted = abortedBy(abort, routed.route);
  const share = 1 - aborted.probability;
  if (share <= 0) {
    return { hops: [plan.treatment], outcomes: [aborted] };
  }
  const { hops, outcomes } = withoutFault(plans, plan, routed, share);
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

/** The way of the share of the requests that no fault aborts. */
function withoutFault(plans: RoutePlans, plan: RoutePlan, routed: RoutedRequest, share: number): Trace {
  const { cors, action, treatment } = plan;
  const { route, request } = routed;
  if (cors && cors(request) !== 'forwarded') {
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
      const outcome = { is: 'responded', ...response, by: 'direct response', route: route.ref } as const;
      return { hops: [treatment], outcomes: portionOf(outcome, share) };
    }
    case 'unusable': {
      const { because } = action;
      const outcome = { is: 'unmodelled', object: route.virtualService.ref, because } as const;
      return { hops: [], outcomes: portionOf(outcome, share) };
    }
    case 'forward':
      return forwarded(plans, plan, action, { ...routed, share });
  }
}

/** A request on its way to the destinations of a route. */
interface ForwardedRequest {
  readonly plan: RoutePlan;
  readonly action: Forward;
  readonly request: HttpRequest;
  /** The path after a rewrite. */
  readonly path: string;
}

function forwarded(
  { client }: RoutePlans,
  plan: RoutePlan,
  action: Forward,
  { request, sourceIp, share }: RoutedRequest & { readonly share: number },
): Trace {
  const path = action.rewrite ? action.rewrite(request.path) : request.path;
  const passing: ForwardedRequest = { plan, action, request, path };
  const branches: Branch[] = [];
  const outcomes: Outcome[] = [];
  for (const target of action.targets) {
    const sent = sentTo(target, passing);
    const payload = sourceIp === undefined ? { request: sent } : { request: sent, sourceIp };
    const delivery = deliver(client, target.cluster, payload, share * target.share);
    branches.push({ destination: target.cluster.ref, share: target.share, hops: delivery.hops });
    outcomes.push(...delivery.outcomes);
  }
  return { hops: [treatmentOf(passing), { hop: 'destinations', branches }], outcomes };
}

function treatmentOf({ plan, action, path }: ForwardedRequest): TreatmentHop {
  const { authority } = action;
  return action.rewrite
    ? { ...plan.treatment, rewrite: authority ? { path, authority } : { path } }
    : plan.treatment;
}

/** The request as it leaves the proxy for a destination. (F6, F8) */
function sentTo(target: Target, { plan, action, request, path }: ForwardedRequest): HttpRequest {
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
