import type { MeshPort } from '../../istiod/registry/mesh-service';
import { isHttp, isHttp2, isTls } from '../../istiod/registry/protocol';

/**
 * What the program at an endpoint speaks: `HTTP` is HTTP/1.1 in plaintext, `HTTP2` is HTTP/2 in plaintext, `TLS` is HTTP
 * inside TLS, `MTLS` is TLS that wants a certificate of the client, and `TCP` is any other protocol in plaintext.
 */
export type SpokenProtocol = 'HTTP' | 'HTTP2' | 'TLS' | 'MTLS' | 'TCP';

/** All of them. */
export const SPOKEN_PROTOCOLS: readonly SpokenProtocol[] = ['HTTP', 'HTTP2', 'TLS', 'MTLS', 'TCP'];

/** The application at an endpoint, or a server outside the mesh. */
export interface Server {
  /** Undefined if nothing says what it speaks. */
  readonly speaks: SpokenProtocol | undefined;
  /** Whether the model was told, rather than that the port says so. */
  readonly isTold: boolean;
  /** How that is known; empty if it is not. */
  readonly because: string;
}

/** A place that a client sends to. */
export interface ServerPlace {
  /** The protocol that the model was told for the place. */
  readonly told: SpokenProtocol | undefined;
  readonly isOutside: boolean;
  /** The port that the program listens on. */
  readonly port: number;
  /** The port of the Service or ServiceEntry that leads there, if there is one. */
  readonly declared: MeshPort | undefined;
  /** Whether a DestinationRule makes the client originate TLS. */
  readonly getsTls: boolean;
  /** Whether a sidecar sends requests there. */
  readonly getsRequestsOfSidecar: boolean;
}

const UNKNOWN: Server = { speaks: undefined, isTold: false, because: '' };
const PLAIN_PORT = 80;
const TLS_PORT = 443;

/** What listens at a place: what the model was told, else what the port declares, else what its number stands for. */
export function serverAt(place: ServerPlace): Server {
  const { told, isOutside, port, declared, getsTls, getsRequestsOfSidecar } = place;
  if (told) {
    return { speaks: told, isTold: true, because: 'the model was told so' };
  }
  const protocol = declared?.protocol;
  if (isTls(protocol)) {
    // In the mesh, a sidecar reads requests for such a port only by a route, whose author knows the application.
    return getsRequestsOfSidecar && !isOutside
      ? UNKNOWN
      : assumed('TLS', `port ${declared?.number} is declared ${protocol}`);
  }
  if ((isOutside && port === TLS_PORT) || (declared?.number === TLS_PORT && protocol === undefined)) {
    return protocol === undefined || isHttp(protocol)
      ? assumed('TLS', `port ${TLS_PORT} stands for HTTPS`)
      : UNKNOWN;
  }
  const isPlainPort = port === PLAIN_PORT || declared?.number === PLAIN_PORT;
  // Whoever originates TLS to a port that is declared HTTP knows that the server speaks TLS.
  if (!isHttp(protocol) || (getsTls && !(isPlainPort && (port === PLAIN_PORT || !isOutside)))) {
    return UNKNOWN;
  }
  return assumed(isHttp2(protocol) ? 'HTTP2' : 'HTTP', `port ${declared?.number} is declared ${protocol}`);
}

function assumed(speaks: SpokenProtocol, because: string): Server {
  return { speaks, isTold: false, because };
}
