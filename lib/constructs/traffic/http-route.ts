import type { Duration } from 'cdk8s';
import type { VirtualServiceSpecHttp } from '../../../imports/networking.istio.io';
import type { FieldPath } from '../../manifests/manifest';
import type { IDelegateVirtualService } from '../references';
import { list, type Rendering, renderDuration } from '../rendering';
import { type CorsPolicy, renderCorsPolicy } from './cors-policy';
import {
  Destination,
  type DestinationReference,
  type RouteDestination,
  renderRouteDestinations,
} from './destination';
import { type HttpHeaders, renderHeaders } from './headers';
import { type HttpFaultInjection, renderFault } from './http-fault';
import { type HttpMatchRequest, renderHttpMatch } from './http-match';
import {
  type HttpDirectResponse,
  type HttpRedirect,
  type HttpRewrite,
  renderDirectResponse,
  renderRedirect,
} from './http-redirect';
import { type HttpRetry, renderRetry } from './http-retry';

/**
 * One of several destinations that share the requests of a route.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination
 */
export interface HttpRouteDestination extends RouteDestination {
  /**
   * Header operations for this destination only.
   *
   * @default only the header operations of the route apply
   */
  readonly headers?: HttpHeaders;
}

/**
 * A destination that receives copies of the requests. The proxy discards its responses.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMirrorPolicy
 */
export interface HttpMirrorPolicy {
  /** The destination of the copies. */
  readonly destination: DestinationReference;

  /**
   * The percentage of requests to copy, from 0 to 100.
   *
   * @default 100
   */
  readonly percentage?: number;
}

/**
 * A route for HTTP requests. Each route has exactly one of `to`, `redirect`, `directResponse` and `delegate`.
 *
 * Routes are tried in order, and the first route that matches applies.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute
 */
export interface HttpRoute {
  /**
   * A name for the route, which access logs show.
   *
   * @default the route has no name
   */
  readonly name?: string;

  /**
   * Matches. The route applies to a request for which at least one of them holds.
   *
   * @default the route matches every request
   */
  readonly match?: readonly HttpMatchRequest[];

  /**
   * The destination of the requests, or several destinations with weights.
   *
   * @default requests are redirected, answered by the proxy, or delegated
   */
  readonly to?: DestinationReference | readonly HttpRouteDestination[];

  /**
   * A redirect that the proxy answers with.
   *
   * @default requests are not redirected
   */
  readonly redirect?: HttpRedirect;

  /**
   * An answer that the proxy gives without asking a destination.
   *
   * @default requests are not answered by the proxy
   */
  readonly directResponse?: HttpDirectResponse;

  /**
   * The VirtualService whose routes apply to these requests. It receives only the requests that this route matches.
   *
   * @default requests are not delegated
   */
  readonly delegate?: IDelegateVirtualService;

  /**
   * A change of the path or the authority before the proxy forwards requests.
   *
   * @default the path and the authority are kept
   */
  readonly rewrite?: HttpRewrite;

  /**
   * The timeout of a request, including all retries; at least 1 ms. When it expires, the client receives 504.
   *
   * @default no timeout
   */
  readonly timeout?: Duration;

  /**
   * When and how often the proxy retries failed requests.
   *
   * @default 2 retries if the connection failed or the destination refused the request
   */
  readonly retries?: HttpRetry;

  /**
   * Faults that the proxy injects on purpose.
   *
   * @default no faults
   */
  readonly fault?: HttpFaultInjection;

  /**
   * Destinations that receive copies of the requests.
   *
   * @default requests are not copied
   */
  readonly mirrors?: readonly HttpMirrorPolicy[];

  /**
   * A destination that receives copies of the requests: the older form of `mirrors`, for routes that have it already. Not
   * together with `mirrors`.
   *
   * @default requests are not copied
   */
  readonly mirror?: HttpMirrorPolicy;

  /**
   * The cross-origin requests that browsers may send.
   *
   * @default the proxy leaves CORS to the destination
   */
  readonly corsPolicy?: CorsPolicy;

  /**
   * Header operations for all destinations of the route.
   *
   * @default headers are kept
   */
  readonly headers?: HttpHeaders;
}

/** @internal */
export function renderHttpRoute(
  route: HttpRoute,
  rendering: Rendering,
  field: FieldPath,
): VirtualServiceSpecHttp {
  const { match, to, redirect, directResponse, delegate, mirror, mirrors, headers } = route;
  return {
    name: route.name,
    match: match?.map((m, i) => renderHttpMatch(m, rendering, [...field, 'match', i])),
    route:
      to &&
      renderRouteDestinations(to, rendering, [...field, 'route'], (destination: HttpRouteDestination) => ({
        headers: destination.headers && renderHeaders(destination.headers),
      })),
    redirect: redirect && renderRedirect(redirect),
    directResponse: directResponse && renderDirectResponse(directResponse),
    delegate: delegate && renderDelegate(delegate, rendering, [...field, 'delegate']),
    rewrite: route.rewrite?._render(),
    timeout: route.timeout && renderDuration(route.timeout),
    retries: route.retries && renderRetry(route.retries),
    fault: route.fault && renderFault(route.fault),
    mirror: mirror && Destination._of(mirror.destination)._render(rendering, [...field, 'mirror']),
    mirrorPercentage: mirror && renderPercentage(mirror.percentage),
    mirrors: list(mirrors)?.map(({ destination, percentage }, i) => ({
      destination: Destination._of(destination)._render(rendering, [...field, 'mirrors', i, 'destination']),
      percentage: renderPercentage(percentage),
    })),
    corsPolicy: route.corsPolicy && renderCorsPolicy(route.corsPolicy),
    headers: headers && renderHeaders(headers),
  };
}

function renderPercentage(percentage: number | undefined): { value: number } | undefined {
  return percentage === undefined ? undefined : { value: percentage };
}

function renderDelegate(
  { virtualServiceName: name, virtualServiceNamespace }: IDelegateVirtualService,
  rendering: Rendering,
  field: FieldPath,
): VirtualServiceSpecHttp['delegate'] {
  const other = { kind: 'VirtualService', name, namespace: virtualServiceNamespace };
  return { name, namespace: rendering.foreignNamespace(field, other) };
}
