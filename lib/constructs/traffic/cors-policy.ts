import type { Duration } from 'cdk8s';
import type {
  VirtualServiceSpecHttpCorsPolicy,
  VirtualServiceSpecHttpCorsPolicyUnmatchedPreflights,
} from '../../../imports/networking.istio.io';
import type { HttpMethod } from '../../admission';
import { list, renderDuration } from '../rendering';
import { renderStringMatch, type StringMatchLike } from './string-match';

/**
 * What the proxy does with a preflight request from an origin that is not allowed.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#CorsPolicy-UnmatchedPreflights
 */
export enum UnmatchedPreflights {
  /** The proxy sends the request to the destination. */
  FORWARD = 'FORWARD',
  /** The proxy answers 200 without CORS headers. Browsers treat this answer as a refusal. */
  IGNORE = 'IGNORE',
}

/**
 * The cross-origin requests that browsers may send.
 *
 * A preflight request has the method OPTIONS, so a route that matches another method does not receive it.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#CorsPolicy
 */
export interface CorsPolicy {
  /** The origins that may send requests, such as `https://shop.example.com`, or `StringMatch.regex`. */
  readonly allowOrigins: readonly StringMatchLike[];

  /**
   * The methods that these origins may use; `*` for all methods.
   *
   * @default the methods that browsers allow without a preflight request: GET, HEAD and POST
   */
  readonly allowMethods?: readonly (HttpMethod | '*')[];

  /**
   * The request headers that these origins may send.
   *
   * @default the headers that browsers allow without a preflight request
   */
  readonly allowHeaders?: readonly string[];

  /**
   * The response headers that a page of these origins may read.
   *
   * @default the headers that browsers show to every page
   */
  readonly exposeHeaders?: readonly string[];

  /**
   * How long a browser may cache the answer to a preflight request, in whole seconds.
   *
   * @default the browser decides
   */
  readonly maxAge?: Duration;

  /**
   * Whether these origins may send cookies and authorization headers.
   *
   * @default false
   */
  readonly allowCredentials?: boolean;

  /**
   * What the proxy does with a preflight request from another origin.
   *
   * @default UnmatchedPreflights.FORWARD
   */
  readonly unmatchedPreflights?: UnmatchedPreflights;
}

/** @internal */
export function renderCorsPolicy(cors: CorsPolicy): VirtualServiceSpecHttpCorsPolicy {
  return {
    allowOrigins: cors.allowOrigins.map(renderStringMatch),
    allowMethods: list(cors.allowMethods),
    allowHeaders: list(cors.allowHeaders),
    exposeHeaders: list(cors.exposeHeaders),
    maxAge: cors.maxAge && renderDuration(cors.maxAge),
    allowCredentials: cors.allowCredentials,
    // The raw type has an enum of its own with the same values.
    unmatchedPreflights: cors.unmatchedPreflights as unknown as
      | VirtualServiceSpecHttpCorsPolicyUnmatchedPreflights
      | undefined,
  };
}
