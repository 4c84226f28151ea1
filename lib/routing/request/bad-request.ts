import { HTTP_METHODS } from '../../istiod/http-methods';

/** Why Envoy answers a request with 400 before it looks for a route. */
export interface BadRequest {
  readonly because: string;
  /** Whether a port that detects its protocol takes the request for HTTP. It looks only at the first line. (W14) */
  readonly isSeenAsHttp: boolean;
}

const ENCODED_NUL = '%00';
const NOT_ASCII = /[^\0-\x7f]/;
/** The characters of a Host header, with a port or user information. */
const AUTHORITY = /^[\w.~%!$&'()*+,;=:@[\]-]*$/;

/** The first line and the Host header of a request, as the client sends them. */
interface RequestHead {
  readonly method: string;
  readonly path: string;
  readonly query: string | undefined;
  readonly authority: string;
}

/**
 * Why Envoy refuses to read a request; undefined where it reads it. (W13, W14)
 *
 * @param isNormalized whether the mesh normalises paths
 */
export function badRequest(
  { method, path, query, authority }: RequestHead,
  isNormalized: boolean,
): BadRequest | undefined {
  if (!HTTP_METHODS.has(method)) {
    const because = `Envoy does not accept the method ${JSON.stringify(method)} over HTTP/1.1`;
    return { because, isSeenAsHttp: method === 'CONNECT' };
  }
  if (NOT_ASCII.test(path) || (query !== undefined && NOT_ASCII.test(query))) {
    const because = 'the URL has characters outside ASCII, which the client has to encode, such as "%C3%A9"';
    return { because, isSeenAsHttp: false };
  }
  if (isNormalized && path.includes(ENCODED_NUL)) {
    return { because: `the path has "${ENCODED_NUL}", which Envoy does not accept`, isSeenAsHttp: true };
  }
  return AUTHORITY.test(authority)
    ? undefined
    : { because: `${JSON.stringify(authority)} is not a valid Host header`, isSeenAsHttp: true };
}
