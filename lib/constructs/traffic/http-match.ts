import type { VirtualServiceSpecHttpMatch } from '../../../imports/networking.istio.io';
import type { HttpMethod } from '../../admission';
import type { FieldPath } from '../../manifests/manifest';
import { type IGateway, renderGateways } from '../gateway/gateway-reference';
import { namespaceName } from '../kubernetes/namespace';
import type { NamespaceLike } from '../references';
import { mapValues, type Rendering } from '../rendering';
import { renderSelector, type WorkloadSelector } from '../workload-selector';
import type { PathMatch } from './path-match';
import { renderStringMatch, type StringMatchLike } from './string-match';

/**
 * Conditions that matches of HTTP, TLS and TCP routes have in common: the port, the source, and the gateway.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#L4MatchAttributes
 */
export interface SourceMatch {
  /**
   * The port that the client called: at a gateway, the port of the gateway's server; in the mesh, the port of the
   * Service.
   *
   * @default any port
   */
  readonly port?: number;

  /**
   * Labels of the calling pod, or the workload to which it belongs. They apply in the mesh only, and not together with
   * `gateways`.
   *
   * @default any pod
   */
  readonly sourceLabels?: WorkloadSelector;

  /**
   * The namespace of the calling pod. It applies in the mesh only, and not together with `gateways`.
   *
   * @default any namespace
   */
  readonly sourceNamespace?: NamespaceLike;

  /**
   * The gateways of the VirtualService to which the match applies; `Gateway.MESH` for sidecars.
   *
   * @default all gateways of the VirtualService
   */
  readonly gateways?: readonly IGateway[];
}

/**
 * Conditions on a request, all of which must hold. A plain string as a condition means this value and no other.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest
 */
export interface HttpMatchRequest extends SourceMatch {
  /**
   * A name for the match, which access logs show after the name of the route.
   *
   * @default access logs show the name of the route alone
   */
  readonly name?: string;

  /**
   * The path of the request, without its query.
   *
   * @default any path
   */
  readonly path?: PathMatch;

  /**
   * The method of the request.
   *
   * @default any method
   */
  readonly method?: HttpMethod | StringMatchLike;

  /**
   * The scheme of the request, `http` or `https`.
   *
   * @default any scheme
   */
  readonly scheme?: StringMatchLike;

  /**
   * The Host header as the client sent it, which may end in a port.
   *
   * @default any authority that matches a host of the VirtualService
   */
  readonly authority?: StringMatchLike;

  /**
   * Conditions on headers, by case-insensitive name. An absent header does not match. At a gateway,
   * `@request.auth.claims.NAME` is a condition on a claim of the request's token.
   *
   * @default any headers
   */
  readonly headers?: Readonly<Record<string, StringMatchLike>>;

  /**
   * Conditions on headers that must not hold. `{ 'x-debug': StringMatch.present() }` means that the header must be
   * absent.
   *
   * @default none
   */
  readonly withoutHeaders?: Readonly<Record<string, StringMatchLike>>;

  /**
   * Conditions on query parameters, by name. Values are compared as they are in the URL, without decoding.
   *
   * @default any query
   */
  readonly queryParams?: Readonly<Record<string, StringMatchLike>>;

  /**
   * A prefix for the names of Envoy's statistics about this route.
   *
   * @default Envoy keeps no statistics for this route alone
   */
  readonly statPrefix?: string;
}

/** @internal */
export function renderHttpMatch(
  match: HttpMatchRequest,
  rendering: Rendering,
  field: FieldPath,
): VirtualServiceSpecHttpMatch {
  const { path, method, scheme, authority, headers, withoutHeaders, queryParams, name, statPrefix } = match;
  return {
    name,
    ...path?._render(),
    method: optionalMatch(method),
    scheme: optionalMatch(scheme),
    authority: optionalMatch(authority),
    headers: mapValues(headers, renderStringMatch),
    withoutHeaders: mapValues(withoutHeaders, renderStringMatch),
    queryParams: mapValues(queryParams, renderStringMatch),
    ...renderSourceMatch(match, rendering, field),
    statPrefix,
  };
}

function optionalMatch(match: StringMatchLike | undefined) {
  return match === undefined ? undefined : renderStringMatch(match);
}

/** @internal */
export function renderSourceMatch(match: SourceMatch, rendering: Rendering, field: FieldPath) {
  const { port, sourceLabels, sourceNamespace, gateways } = match;
  return {
    port,
    sourceLabels:
      sourceLabels &&
      renderSelector(sourceLabels, rendering, [...field, 'sourceLabels'], { anyNamespace: true }),
    sourceNamespace:
      sourceNamespace && namespaceName(sourceNamespace, rendering, [...field, 'sourceNamespace']),
    gateways: gateways && renderGateways(gateways, rendering, [...field, 'gateways']),
  };
}
