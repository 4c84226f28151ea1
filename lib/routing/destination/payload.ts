import type { Carried } from '../connection/content';
import type { BadRequest } from '../request/bad-request';
import type { HttpRequest } from '../request/request';

/** What a client sends to a destination. */
export interface Payload {
  /** Absent for bytes that the client's proxy does not read. */
  readonly request?: HttpRequest;
  /** The request within such bytes, which only the endpoint's sidecar may read. */
  readonly inside?: HttpRequest;
  /** Why Envoy answers 400 to the request wherever it reads HTTP; absent if Envoy accepts it. */
  readonly bad?: BadRequest;
  /** The address of the client's pod, if it is known. */
  readonly sourceIp?: string | undefined;
  /** Whether the bytes are TLS that no proxy on the way terminates. */
  readonly isTls?: boolean;
  /** The SNI of that TLS. */
  readonly sni?: string;
  /** The host that the client called, for destinations without addresses of their own. */
  readonly calledHost?: string;
}

/** What the client's side carries. */
export function carriedIn({ request, inside, bad, isTls }: Payload): Carried {
  if (bad) {
    return bad.isSeenAsHttp ? 'bad requests' : 'bad requests, taken for bytes';
  }
  if (request) {
    return request.headers.get('content-type')?.startsWith('application/grpc') ? 'gRPC requests' : 'requests';
  }
  return inside ? 'plaintext HTTP/1.1' : isTls ? 'TLS' : 'bytes';
}
