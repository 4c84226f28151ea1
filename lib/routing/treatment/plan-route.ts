import { type Fields, fieldsOf, numberOf, objectsIn, optionalFields, textOf } from '../../manifests/fields';
import type { Cluster } from '../destination/choose-cluster';
import type { RoutingClient } from '../destination/routing-client';
import { NO_WEIGHTS } from '../endings';
import { onTheWire } from '../request/on-the-wire';
import type { TreatmentHop } from '../result';
import type { HttpRoute } from '../route/build-routes';
import { weighted } from '../route/weighted';
import { type CorsPlan, corsPlan } from './cors';
import { type Fault, faultOf } from './fault';
import { type HeaderPlan, headerPlan } from './header-plan';
import { mirrorsOf } from './mirrors';
import { type Redirect, redirectOf } from './redirect';
import { retriesOf } from './retry-policy';
import { type PathRewrite, pathRewrite } from './rewrite';

/** What a proxy does with requests that take a route, as far as it is the same for all of them. (F) */
export interface RoutePlan {
  readonly fault: Fault;
  readonly cors: CorsPlan | undefined;
  readonly headers: HeaderPlan;
  readonly treatment: TreatmentHop;
  readonly action: RouteAction;
}

/** How a route answers or forwards requests. */
export type RouteAction =
  | { readonly is: 'redirect'; readonly redirect: Redirect }
  | { readonly is: 'response'; readonly status: number; readonly body?: string }
  | Forward
  /** Envoy rejects the route, or istiod drops it. */
  | { readonly is: 'unusable'; readonly because: string };

/** The route forwards requests to its destinations. */
export interface Forward {
  readonly is: 'forward';
  readonly rewrite: PathRewrite | undefined;
  /** The authority that replaces the client's. */
  readonly authority: string | undefined;
  readonly targets: readonly Target[];
}

/** A destination of a route. */
export interface Target {
  /** From 0 to 1. */
  readonly share: number;
  readonly cluster: Cluster;
  readonly headers: HeaderPlan;
  /** What its own `headers` do; undefined if they do nothing. */
  readonly treatment: TreatmentHop | undefined;
}

/** The plan of a route, for requests of a client. */
export function planRoute(client: RoutingClient, route: HttpRoute): RoutePlan {
  const fields = route.entry.route;
  const fault = faultOf(fields.fault);
  const headers = headerPlan(fields.headers);
  const action = actionOf(client, route, headers);
  const cors = optionalFields(fields.corsPolicy);
  const treatment = treatmentHop(fault, headers, action);
  if (action.is === 'forward') {
    addForwarding(treatment, client, route);
  }
  return { fault, cors: cors && corsPlan(cors), headers, treatment, action };
}

/** A redirect precedes a direct response, and that precedes destinations. (F2) */
function actionOf(client: RoutingClient, route: HttpRoute, headers: HeaderPlan): RouteAction {
  const fields = route.entry.route;
  const redirect = optionalFields(fields.redirect);
  if (redirect) {
    const planned = redirectOf(redirect, route, client.index.istio);
    return planned
      ? { is: 'redirect', redirect: planned }
      : { is: 'unusable', because: `Istio makes no route with redirectCode ${redirect.redirectCode}` };
  }
  const response = optionalFields(fields.directResponse);
  if (response) {
    const { string, bytes } = fieldsOf(response.body);
    const body = textOf(string) ?? textOf(bytes);
    const status = numberOf(response.status) ?? 0;
    return body === undefined ? { is: 'response', status } : { is: 'response', status, body };
  }
  const rewrite = fieldsOf(fields.rewrite);
  // A rewrite precedes a header operation of the route, and that precedes one of a destination. (F6)
  const authority = onTheWire(textOf(rewrite.authority) ?? '') || headers.authority || undefined;
  const targets = weighted(objectsIn(fields.route)).map(({ fields: destination, share }): Target => {
    const cluster = clusterOf(fieldsOf(destination.destination), client, route);
    const own = headerPlan(destination.headers);
    return { share, cluster, headers: own, treatment: destinationTreatment(own, authority) };
  });
  if (targets.length === 0) {
    return { is: 'unusable', because: NO_WEIGHTS };
  }
  return { is: 'forward', rewrite: pathRewrite(rewrite, route.match), authority, targets };
}

function clusterOf(destination: Fields, { clusters }: RoutingClient, route: HttpRoute): Cluster {
  return clusters.forHttpRoute(destination, route.virtualService.namespace, route.scope.port);
}

/** @param ofRoute the authority that the route sets, which precedes the destination's */
function destinationTreatment(
  { request, response, authority }: HeaderPlan,
  ofRoute: string | undefined,
): TreatmentHop | undefined {
  const rewrites = authority !== undefined && ofRoute === undefined;
  if (request.length + response.length === 0 && !rewrites) {
    return undefined;
  }
  return {
    hop: 'treatment',
    ...(rewrites ? { rewrite: { authority } } : {}),
    ...(request.length > 0 ? { requestHeaders: request } : {}),
    ...(response.length > 0 ? { responseHeaders: response } : {}),
  };
}

/** A hop has a field only for what happens. */
type OpenTreatment = { -readonly [Field in keyof TreatmentHop]: TreatmentHop[Field] };

function treatmentHop({ delay, abort }: Fault, headers: HeaderPlan, action: RouteAction): OpenTreatment {
  const hop: OpenTreatment = { hop: 'treatment' };
  if (delay) {
    hop.delay = delay;
  }
  if (abort) {
    hop.abort = { status: abort.grpcStatus ?? abort.status, percentage: abort.percentage };
  }
  if (action.is === 'response') {
    const { is: _, ...directResponse } = action;
    hop.directResponse = directResponse;
  }
  if (action.is === 'forward' && action.authority) {
    hop.rewrite = { authority: action.authority };
  }
  if (action.is === 'forward' && headers.request.length > 0) {
    hop.requestHeaders = headers.request;
  }
  if (headers.response.length > 0) {
    hop.responseHeaders = headers.response;
  }
  return hop;
}

function addForwarding(hop: OpenTreatment, client: RoutingClient, route: HttpRoute): void {
  const fields = route.entry.route;
  const timeout = textOf(fields.timeout);
  const retries = retriesOf(client.index.mesh, fields.retries);
  const mirrors = mirrorsOf(fields).map(({ destination, percentage }) => {
    const cluster = clusterOf(destination, client, route);
    const arrivals = cluster.failure ? [] : cluster.arriving('requests').arrivals;
    return {
      destination: cluster.ref,
      percentage,
      endpoints: arrivals.map(({ hop: { endpoint } }) => endpoint),
    };
  });
  if (timeout) {
    hop.timeout = timeout;
  }
  if (retries) {
    hop.retries = retries;
  }
  if (mirrors.length > 0) {
    hop.mirrors = mirrors;
  }
}
