import { deliver } from '../destination/deliver';
import type { RoutingClient } from '../destination/routing-client';
import { end, type Journey } from '../journey';
import type { HttpRequest } from '../request/request';
import type { Branch, TreatmentHop } from '../result';
import type { HttpRoute } from '../route/build-routes';
import type { HeaderPlan } from './headers';
import { withHeaders } from './headers';
import type { Forward, RoutePlan, Target } from './plan-route';
import type { RoutePlans } from './route-plans';

/**
 * What a proxy does with a request that takes a route: faults, then CORS, then the route's own action. (O 7, 8)
 *
 * @param sourceIp the address of the proxy's own pod, where it is known
 */
export function followRoute(
  plans: RoutePlans,
  route: HttpRoute,
  request: HttpRequest,
  sourceIp: string | undefined,
  journey: Journey,
): void {
  const plan = plans.of(route);
  const { fault, cors, action } = plan;
  const aborted = fault.abort ? fault.abort.percentage / 100 : 0;
  if (fault.abort) {
    const { status, grpcStatus } = fault.abort;
    const words = grpcStatus === undefined ? {} : { grpcStatus };
    end(journey, { is: 'responded', status, ...words, by: 'fault', route: route.ref }, aborted);
  }
  const rest = 1 - aborted;
  if (rest <= 0) {
    pushTreatment(plan, journey);
    return;
  }
  if (cors && cors(request) !== 'forwarded') {
    pushTreatment(plan, journey);
    end(journey, { is: 'responded', status: 200, by: 'CORS preflight', route: route.ref }, rest);
    return;
  }
  switch (action.is) {
    case 'redirect': {
      const { status, location } = { ...action.redirect, location: action.redirect.location(request) };
      pushTreatment(plan, journey, { redirect: { status, location } });
      end(journey, { is: 'redirected', status, location, by: route.ref }, rest);
      return;
    }
    case 'response': {
      const { status, body } = action;
      const words = body === undefined ? {} : { body };
      pushTreatment(plan, journey);
      end(journey, { is: 'responded', status, ...words, by: 'direct response', route: route.ref }, rest);
      return;
    }
    case 'unusable':
      end(journey, { is: 'unmodelled', object: route.virtualService.ref, because: action.because }, rest);
      return;
    case 'forward':
      forward(plans.client, plan, action, request, sourceIp, rest, journey);
  }
}

function forward(
  client: RoutingClient,
  plan: RoutePlan,
  action: Forward,
  request: HttpRequest,
  sourceIp: string | undefined,
  probability: number,
  journey: Journey,
): void {
  const path = action.rewrite ? action.rewrite(request.path) : request.path;
  pushTreatment(
    plan,
    journey,
    action.rewrite
      ? { rewrite: { path, ...(action.authority ? { authority: action.authority } : {}) } }
      : undefined,
  );
  const branches = action.targets.map((target): Branch => {
    const sent = forwarded(plan.headers, action, target, request, path);
    const payload = { request: sent, ...(sourceIp === undefined ? {} : { sourceIp }) };
    const hops = deliver(client, target.cluster, payload, probability * target.share, journey);
    return { destination: target.cluster.ref, share: target.share, hops };
  });
  journey.hops.push({ hop: 'destinations', branches });
}

/** The request as it leaves the proxy. (F6, F8) */
function forwarded(
  ofRoute: HeaderPlan,
  { targets, authority }: Forward,
  target: Target,
  request: HttpRequest,
  path: string,
): HttpRequest {
  const ofTarget = target.headers;
  const newAuthority = authority ?? target.authority;
  const hasOperations = ofRoute.request.length + ofTarget.request.length > 0;
  if (!hasOperations && newAuthority === undefined && path === request.path) {
    return request;
  }
  return {
    ...request,
    path,
    authority: newAuthority ?? request.authority,
    headers:
      targets.length === 1
        ? // One list, in which all that is removed goes first.
          withHeaders(request.headers, [...ofRoute.request, ...ofTarget.request])
        : withHeaders(withHeaders(request.headers, ofTarget.request), ofRoute.request),
  };
}

function pushTreatment({ treatment }: RoutePlan, { hops }: Journey, more?: Partial<TreatmentHop>): void {
  if (treatment || more) {
    hops.push(more ? { hop: 'treatment', ...treatment, ...more } : (treatment as TreatmentHop));
  }
}
