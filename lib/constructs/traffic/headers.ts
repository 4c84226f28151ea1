import type { VirtualServiceSpecHttpHeaders } from '../../../imports/networking.istio.io';
import { list } from '../rendering';

/**
 * Operations on headers. The proxy first removes, then sets, then adds.
 *
 * Values may contain Envoy's command operators, such as `%DOWNSTREAM_REMOTE_ADDRESS%`. Write `%%` for a percent sign.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Headers-HeaderOperations
 */
export interface HeaderOperations {
  /**
   * Headers to overwrite, or to add if they are absent. On a request, `Host` rewrites the authority.
   *
   * @default none
   */
  readonly set?: Readonly<Record<string, string>>;

  /**
   * Headers to append a value to.
   *
   * @default none
   */
  readonly add?: Readonly<Record<string, string>>;

  /**
   * The names of the headers to remove.
   *
   * @default none
   */
  readonly remove?: readonly string[];
}

/**
 * Operations on the headers of requests and of their responses.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Headers
 */
export interface HttpHeaders {
  /**
   * Operations before the proxy sends the request to the destination.
   *
   * @default request headers are kept
   */
  readonly request?: HeaderOperations;

  /**
   * Operations before the proxy sends the response to the client.
   *
   * @default response headers are kept
   */
  readonly response?: HeaderOperations;
}

/** @internal */
export function renderHeaders({ request, response }: HttpHeaders): VirtualServiceSpecHttpHeaders {
  return { request: request && renderOperations(request), response: response && renderOperations(response) };
}

function renderOperations({ set, add, remove }: HeaderOperations) {
  return { set, add, remove: list(remove) };
}
