import type { Duration } from 'cdk8s';
import type {
  VirtualServiceSpecHttpCorsPolicy,
  VirtualServiceSpecHttpCorsPolicyUnmatchedPreflights,
} from '../../../imports/networking.istio.io';
import type { HttpMethod } from '../../admission';
import { list, renderDuration } from '../rendering';
import type { StringMatch } from './string-match';

/** What becomes of preflight requests from origins that are not allowed. */
export enum UnmatchedPreflights {
  /** They are sent to the destination. */
  FORWARD = 'FORWARD',
  /** The proxy answers 200 without CORS headers, which browsers take as a refusal. */
  IGNORE = 'IGNORE',
}

/**
 * Which pages of other origins may call, as the proxy tells browsers.
 *
 * Preflight requests have the method OPTIONS: a route that matches another method does not see them.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#CorsPolicy
 */
export interface CorsPolicy {
  /** Origins that may call, such as `StringMatch.exact('https://shop.example.com')`. */
  readonly allowOrigins: readonly StringMatch[];

  /**
   * Methods that they may use; `*` for all.
   *
   * @default those that browsers allow without asking: GET, HEAD and POST
   */
  readonly allowMethods?: readonly (HttpMethod | '*')[];

  /**
   * Request headers that they may send.
   *
   * @default those that browsers allow without asking
   */
  readonly allowHeaders?: readonly string[];

  /**
   * Response headers that they may read.
   *
   * @default those that browsers show without asking
   */
  readonly exposeHeaders?: readonly string[];

  /**
   * How long browsers may remember the answer to a preflight request; in whole seconds.
   *
   * @default as browsers decide
   */
  readonly maxAge?: Duration;

  /**
   * Whether they may send cookies and authorization.
   *
   * @default false
   */
  readonly allowCredentials?: boolean;

  /**
   * What becomes of preflight requests from other origins.
   *
   * @default UnmatchedPreflights.FORWARD
   */
  readonly unmatchedPreflights?: UnmatchedPreflights;
}

/** @internal */
export function renderCorsPolicy(cors: CorsPolicy): VirtualServiceSpecHttpCorsPolicy {
  return {
    allowOrigins: cors.allowOrigins.map((origin) => origin._render()),
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
