import { fieldsOf, numberOf, objectsIn, optionalFields, textOf } from '../../manifests/fields';
import type { Cluster } from '../destination/choose-cluster';
import type { RoutingClient } from '../destination/routing-client';
import { NO_WEIGHTS } from '../endings';
import type { TreatmentHop } from '../result';
import type { HttpRoute } from '../route/build-routes';
import { weighted } from '../route/weighted';
import { type CorsPlan, corsPlan } from './cors';
import { type Fault, faultOf } from './fault';
import { type HeaderPlan, headerPlan } from './headers';
import { mirrorsOf } from './mirrors';
import { type Redirect, redirectOf } from './redirect';
import { retriesOf } from './retries';
import { type PathRewrite, pathRewrite } from './rewrite';

/** What a proxy does with requests that take a route, as far as it is the same for all of them. (F) */
export interface RoutePlan {
  readonly fault: Fault;
  readonly cors?: CorsPlan;
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
  readonly rewrite?: PathRewrite;
  readonly authority?: string;
  readonly targets: readonly Target[];
}

/** A destination of a route. */
export interface Target {
  /** From 0 to 1. */
  readonly share: number;
  readonly cluster: Cluster;
  readonly headers: HeaderPlan;
}

/** The plan of a route, for requests of a client. */
export function planRoute(client: RoutingClient, route: HttpRoute): RoutePlan {
  const fields = route.entry.route;
  const fault = faultOf(fields.fault);
  const headers = headerPlan(fields.headers);
  const action = actionOf(client, route, headers);
  const cors = optionalFields(fields.corsPolicy);
  return {
    fault,
    ...(cors ? { cors: corsPlan(cors) } : {}),
    headers,
    treatment: {
      hop: 'treatment',
      ...faultTreatment(fault),
      ...(action.is === 'response' ? responseTreatment(action) : {}),
      ...(action.is === 'forward' ? forwardTreatment(client, route, action, headers) : {}),
      ...(headers.response.length > 0 ? { responseHeaders: headers.response } : {}),
    },
    action,
  };
}

/** A redirect precedes a direct response, and that precedes destinations. (F2) */
function actionOf(
  client: RoutingClient,
  { entry, scope, virtualService, match }: HttpRoute,
  headers: HeaderPlan,
): RouteAction {
  const fields = entry.route;
  const redirect = optionalFields(fields.redirect);
  if (redirect) {
    const planned = redirectOf(redirect, scope);
    return planned
      ? { is: 'redirect', redirect: planned }
      : { is: 'unusable', because: `Istio makes no route with redirectCode ${redirect.redirectCode}` };
  }
  const response = optionalFields(fields.directResponse);
  if (response) {
    const { string, bytes } = fieldsOf(response.body);
    const body = textOf(string) ?? textOf(bytes);
    return {
      is: 'response',
      status: numberOf(response.status) ?? 0,
      ...(body === undefined ? {} : { body }),
    };
  }
  const targets = weighted(objectsIn(fields.route)).map((destination): Target => {
    const { namespace } = virtualService;
    const cluster = client.clusters.forHttpRoute(
      fieldsOf(destination.fields.destination),
      namespace,
      scope.port,
    );
    return { share: destination.share, cluster, headers: headerPlan(destination.fields.headers) };
  });
  if (targets.length === 0) {
    return { is: 'unusable', because: NO_WEIGHTS };
  }
  const rewrite = fieldsOf(fields.rewrite);
  const path = pathRewrite(rewrite, match);
  // A rewrite precedes a header operation of the route, and that precedes one of a destination. (F6)
  const authority = textOf(rewrite.authority) || headers.authority;
  return { is: 'forward', ...(path ? { rewrite: path } : {}), ...(authority ? { authority } : {}), targets };
}

function faultTreatment({ delay, abort }: Fault): Partial<TreatmentHop> {
  return {
    ...(delay ? { delay } : {}),
    ...(abort ? { abort: { status: abort.grpcStatus ?? abort.status, percentage: abort.percentage } } : {}),
  };
}

function responseTreatment({ status, body }: RouteAction & { is: 'response' }): Partial<TreatmentHop> {
  return { directResponse: { status, ...(body === undefined ? {} : { body }) } };
}

function forwardTreatment(
  client: RoutingClient,
  { entry, virtualService, scope }: HttpRoute,
  { authority }: Forward,
  headers: HeaderPlan,
): Partial<TreatmentHop> {
  const { route } = entry;
  const timeout = textOf(route.timeout);
  const retries = retriesOf(client.index.mesh, route.retries);
  const mirrors = mirrorsOf(route).map(({ destination, percentage }) => ({
    destination: client.clusters.forHttpRoute(destination, virtualService.namespace, scope.port).ref,
    percentage,
  }));
  return {
    ...(authority ? { rewrite: { authority } } : {}),
    ...(headers.request.length > 0 ? { requestHeaders: headers.request } : {}),
    ...(timeout ? { timeout } : {}),
    ...(retries ? { retries } : {}),
    ...(mirrors.length > 0 ? { mirrors } : {}),
  };
}
