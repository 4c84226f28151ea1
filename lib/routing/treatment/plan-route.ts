import { type Fields, fieldsOf, numberOf, objectsIn, optionalFields, textOf } from '../../manifests/fields';
import type { Cluster } from '../destination/choose-cluster';
import type { RoutingClient } from '../destination/routing-client';
import type { TreatmentHop } from '../result';
import type { HttpRoute } from '../route/build-routes';
import { type CorsPlan, corsPlan } from './cors';
import { type Fault, faultOf, percentageOf } from './fault';
import { type HeaderPlan, headerPlan } from './headers';
import { type Redirect, redirectOf } from './redirect';
import { type PathRewrite, pathRewrite } from './rewrite';

/** What a proxy does with requests of a route, worked out once. (F) */
export interface RoutePlan {
  readonly fault: Fault;
  readonly cors?: CorsPlan;
  readonly headers: HeaderPlan;
  /** What is the same for every request. */
  readonly treatment: TreatmentHop | undefined;
  readonly action: RouteAction;
}

export type RouteAction =
  | { readonly is: 'redirect'; readonly redirect: Redirect }
  | { readonly is: 'response'; readonly status: number; readonly body?: string }
  | Forward
  | { readonly is: 'unusable'; readonly because: string };

export interface Forward {
  readonly is: 'forward';
  readonly rewrite?: PathRewrite;
  readonly authority?: string;
  readonly targets: readonly Target[];
}

/** One of the destinations of a route. */
export interface Target {
  readonly share: number;
  readonly cluster: Cluster;
  readonly headers: HeaderPlan;
  readonly authority?: string;
}

/** What istiod tells Envoy to do when the mesh says nothing. (F12) */
const DEFAULT_RETRIES = {
  attempts: 2,
  retryOn: 'connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes',
};

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
    treatment: treatmentOf(client, route, fault, headers, action),
    action,
  };
}

/** A redirect goes before a direct response, and that before destinations. (F2) */
function actionOf(client: RoutingClient, route: HttpRoute, headers: HeaderPlan): RouteAction {
  const fields = route.entry.route;
  const redirect = optionalFields(fields.redirect);
  if (redirect) {
    const planned = redirectOf(redirect, route.scope);
    return planned
      ? { is: 'redirect', redirect: planned }
      : { is: 'unusable', because: `Istio makes no route of redirectCode ${redirect.redirectCode}` };
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
  const targets = targetsOf(client, route);
  if (targets.length === 0) {
    return { is: 'unusable', because: 'the route has no destination of any weight, which Envoy refuses' };
  }
  const rewrite = fieldsOf(fields.rewrite);
  const path = pathRewrite(rewrite, route.match);
  // A rewrite of the whole goes before a header operation of the route, and that before one of a destination. (F6)
  const authority = textOf(rewrite.authority) || headers.authority;
  return {
    is: 'forward',
    ...(path ? { rewrite: path } : {}),
    ...(authority ? { authority } : {}),
    targets,
  };
}

/** The weight of a single destination does not count; among several those without weight are dropped. (F7) */
function targetsOf(client: RoutingClient, { entry, virtualService, scope }: HttpRoute): Target[] {
  const all = objectsIn(entry.route.route);
  const weighted = all.length === 1 ? all : all.filter(({ weight }) => (numberOf(weight) ?? 0) > 0);
  const weightOf = ({ weight }: Fields) => (all.length === 1 ? 1 : (numberOf(weight) ?? 0));
  const total = weighted.reduce((sum, one) => sum + weightOf(one), 0);
  return weighted.map((one) => {
    const headers = headerPlan(one.headers);
    return {
      share: weightOf(one) / total,
      cluster: client.clusters.ofHttpRoute(fieldsOf(one.destination), virtualService.namespace, scope.port),
      headers,
      ...(headers.authority ? { authority: headers.authority } : {}),
    };
  });
}

function treatmentOf(
  client: RoutingClient,
  { entry: { route }, virtualService, scope }: HttpRoute,
  { delay, abort }: Fault,
  headers: HeaderPlan,
  action: RouteAction,
): TreatmentHop | undefined {
  const isForward = action.is === 'forward';
  const timeout = textOf(route.timeout);
  const mirrors = isForward
    ? mirrorsOf(route).map(({ destination, percentage }) => ({
        destination: client.clusters.ofHttpRoute(destination, virtualService.namespace, scope.port).ref,
        percentage,
      }))
    : [];
  const retries = isForward ? retriesOf(client, route.retries) : undefined;
  return {
    hop: 'treatment',
    ...(delay ? { delay } : {}),
    ...(abort ? { abort: { status: abort.grpcStatus ?? abort.status, percentage: abort.percentage } } : {}),
    ...(action.is === 'response'
      ? { directResponse: { status: action.status, ...bodyOf(action.body) } }
      : {}),
    ...(isForward && action.authority ? { rewrite: { authority: action.authority } } : {}),
    ...(isForward && headers.request.length > 0 ? { requestHeaders: headers.request } : {}),
    ...(headers.response.length > 0 ? { responseHeaders: headers.response } : {}),
    ...(isForward && timeout ? { timeout } : {}),
    ...(retries ? { retries } : {}),
    ...(mirrors.length > 0 ? { mirrors } : {}),
  };
}

function bodyOf(body: string | undefined): { body?: string } {
  return body === undefined ? {} : { body };
}

/** Without a percentage all requests are mirrored; told to mirror none, none is. (F10) */
function mirrorsOf(route: Fields): { destination: Fields; percentage: number }[] {
  const mirror = optionalFields(route.mirror);
  const share = optionalFields(route.mirrorPercentage)
    ? percentageOf(route.mirrorPercentage)
    : (numberOf(route.mirrorPercent) ?? 100);
  return [
    ...(mirror ? [{ destination: mirror, percentage: share }] : []),
    ...objectsIn(route.mirrors).flatMap(({ destination, percentage }) => {
      const own = optionalFields(destination);
      const part = optionalFields(percentage) ? percentageOf(percentage) : 100;
      return own ? [{ destination: own, percentage: part }] : [];
    }),
  ].filter(({ percentage }) => percentage > 0);
}

/** Undefined where they are switched off. (F12) */
export function retriesOf({ index }: RoutingClient, written: unknown): TreatmentHop['retries'] {
  const policy = optionalFields(written) ?? optionalFields(index.mesh.defaultHttpRetryPolicy);
  if (!policy) {
    return DEFAULT_RETRIES;
  }
  const attempts = numberOf(policy.attempts) ?? 0;
  const perTryTimeout = textOf(policy.perTryTimeout);
  return attempts <= 0
    ? undefined
    : {
        attempts,
        retryOn: textOf(policy.retryOn) || DEFAULT_RETRIES.retryOn,
        ...(perTryTimeout ? { perTryTimeout } : {}),
      };
}
