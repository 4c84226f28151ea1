import type { Duration } from 'cdk8s';
import type { VirtualServiceSpecHttp } from '../../../imports/networking.istio.io';
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
 * One of several destinations among which requests are divided.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination
 */
export interface HttpRouteDestination extends RouteDestination {
  /**
   * Changes to headers for this destination only.
   *
   * @default none
   */
  readonly headers?: HttpHeaders;
}

/**
 * A destination that gets copies of the requests; its responses are thrown away.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMirrorPolicy
 */
export interface HttpMirrorPolicy {
  /** Where the copies go. */
  readonly destination: DestinationReference;

  /**
   * The share of requests to copy, from 0 to 100.
   *
   * @default 100
   */
  readonly percentage?: number;
}

/**
 * What becomes of the requests that it matches. Of `to`, `redirect`, `directResponse` and `delegate` each route has
 * exactly one.
 *
 * Routes are tried in order, and the first that matches wins.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute
 */
export interface HttpRoute {
  /**
   * A name for access logs.
   *
   * @default none
   */
  readonly name?: string;

  /**
   * Conditions, one of which must hold.
   *
   * @default the route matches every request
   */
  readonly match?: readonly HttpMatchRequest[];

  /**
   * Where requests are sent: one destination, or several with weights.
   *
   * @default requests are redirected, answered or delegated
   */
  readonly to?: DestinationReference | readonly HttpRouteDestination[];

  /**
   * An answer that sends the client elsewhere.
   *
   * @default requests are not redirected
   */
  readonly redirect?: HttpRedirect;

  /**
   * An answer that the proxy gives itself.
   *
   * @default requests are not answered by the proxy
   */
  readonly directResponse?: HttpDirectResponse;

  /**
   * The VirtualService that has the routes for these requests. It sees only what this route matches.
   *
   * @default this route decides
   */
  readonly delegate?: IDelegateVirtualService;

  /**
   * A change of path or authority before requests are sent on.
   *
   * @default path and authority are kept
   */
  readonly rewrite?: HttpRewrite;

  /**
   * How long the whole request may take, all retries included; at least 1 ms. After it the client gets 504.
   *
   * @default no timeout
   */
  readonly timeout?: Duration;

  /**
   * When and how often failed requests are tried again.
   *
   * @default 2 retries where no connection was made or the server refused the request
   */
  readonly retries?: HttpRetry;

  /**
   * Faults made on purpose.
   *
   * @default no faults
   */
  readonly fault?: HttpFaultInjection;

  /**
   * Further destinations that get copies of the requests.
   *
   * @default no copies
   */
  readonly mirrors?: readonly HttpMirrorPolicy[];

  /**
   * Which pages of other origins may call.
   *
   * @default the proxy leaves CORS to the destination
   */
  readonly corsPolicy?: CorsPolicy;

  /**
   * Changes to headers, for all destinations of the route.
   *
   * @default headers are kept
   */
  readonly headers?: HttpHeaders;
}

/** @internal */
export function renderHttpRoute(
  route: HttpRoute,
  rendering: Rendering,
  field: string,
): VirtualServiceSpecHttp {
  const { match, to, redirect, directResponse, delegate, mirrors, headers } = route;
  return {
    name: route.name,
    match: match?.map((m, i) => renderHttpMatch(m, rendering, `${field}.match[${i}]`)),
    route:
      to &&
      renderRouteDestinations(to, rendering, `${field}.route`, (destination: HttpRouteDestination) => ({
        headers: destination.headers && renderHeaders(destination.headers),
      })),
    redirect: redirect && renderRedirect(redirect),
    directResponse: directResponse && renderDirectResponse(directResponse),
    delegate: delegate && renderDelegate(delegate, rendering, `${field}.delegate`),
    rewrite: route.rewrite?._render(),
    timeout: route.timeout && renderDuration(route.timeout),
    retries: route.retries && renderRetry(route.retries),
    fault: route.fault && renderFault(route.fault),
    mirrors: list(mirrors)?.map(({ destination, percentage }, i) => ({
      destination: Destination._of(destination)._render(rendering, `${field}.mirrors[${i}].destination`),
      ...(percentage !== undefined && { percentage: { value: percentage } }),
    })),
    corsPolicy: route.corsPolicy && renderCorsPolicy(route.corsPolicy),
    headers: headers && renderHeaders(headers),
  };
}

function renderDelegate(
  { virtualServiceName: name, virtualServiceNamespace }: IDelegateVirtualService,
  rendering: Rendering,
  field: string,
): VirtualServiceSpecHttp['delegate'] {
  const other = { kind: 'VirtualService', name, namespace: virtualServiceNamespace };
  return { name, namespace: rendering.foreignNamespace(field, other) };
}
