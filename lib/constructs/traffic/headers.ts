import type { VirtualServiceSpecHttpHeaders } from '../../../imports/networking.istio.io';
import { list } from '../rendering';

/**
 * Changes to headers, made in this order: remove, set, add.
 *
 * Values may hold Envoy's commands such as `%DOWNSTREAM_REMOTE_ADDRESS%`; write `%%` for a percent sign.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Headers-HeaderOperations
 */
export interface HeaderOperations {
  /**
   * Headers to overwrite, or to add where they are absent. On a request, `Host` rewrites the authority.
   *
   * @default none
   */
  readonly set?: Readonly<Record<string, string>>;

  /**
   * Headers to which a value is appended.
   *
   * @default none
   */
  readonly add?: Readonly<Record<string, string>>;

  /**
   * Names of headers to remove.
   *
   * @default none
   */
  readonly remove?: readonly string[];
}

/**
 * Changes to the headers of requests and of their responses.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Headers
 */
export interface HttpHeaders {
  /**
   * Changes before the request is sent to its destination.
   *
   * @default none
   */
  readonly request?: HeaderOperations;

  /**
   * Changes before the response is sent to the client.
   *
   * @default none
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
