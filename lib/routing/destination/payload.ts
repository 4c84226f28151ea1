import type { Carried } from '../connection/content';
import type { HttpRequest } from '../request/request';

/** What a client sends to a destination. */
export interface Payload {
  /** Absent for bytes that the client's proxy does not read. */
  readonly request?: HttpRequest;
  /** The request within such bytes, which only the endpoint's sidecar may read. */
  readonly inside?: HttpRequest;
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
export function carriedIn({ request, inside, isTls }: Payload): Carried {
  if (request) {
    return request.headers.get('content-type')?.startsWith('application/grpc') ? 'gRPC requests' : 'requests';
  }
  return inside ? 'plaintext HTTP/1.1' : isTls ? 'TLS' : 'bytes';
}
