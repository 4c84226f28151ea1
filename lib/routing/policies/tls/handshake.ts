import type { ServerTlsMode } from '../../../istiod/policies/peer-authentication';
import type { ClientTls, TlsClient } from './client-tls';

/** The protocol that a Service declares for a port of a pod: any version of HTTP, another one, or none. (K1) */
export type ServerProtocol = 'http' | 'tcp' | 'undeclared';

/** What comes of a connection between a client and the sidecar or application of a pod. */
export type Handshake =
  | {
      readonly is: 'ok';
      /** What the server reads: what the client wrote, or TLS that no proxy terminates. */
      readonly carries: 'requests' | 'opaque TLS';
    }
  | {
      readonly is: 'failed';
      /** What the client gets: a status from its own proxy, or a closed connection. */
      readonly answer: 503 | 'closed';
      readonly because: string;
    }
  | { readonly is: 'unmodelled'; readonly because: string };

const ACCEPTED: Handshake = { is: 'ok', carries: 'requests' };

/**
 * Whether the server accepts what the client sends. (G12)
 *
 * @param mode what the sidecar of the server accepts; undefined without a sidecar
 */
export function handshake(
  client: TlsClient,
  sends: ClientTls['sends'],
  mode: ServerTlsMode | undefined,
  protocol: ServerProtocol,
): Handshake {
  switch (sends) {
    case 'mtls':
      if (mode === undefined) {
        return failed(client, 'the client sends mutual TLS to a pod without a sidecar');
      }
      return mode === 'DISABLE'
        ? failed(client, 'the client sends mutual TLS, and the server has mode DISABLE')
        : ACCEPTED;
    case 'plaintext':
      return mode === 'STRICT'
        ? failed(client, 'the client sends plaintext, and the server has mode STRICT')
        : ACCEPTED;
    case 'tls':
      return foreignTlsHandshake(client, mode, protocol);
  }
}

function failed(client: TlsClient, because: string): Handshake {
  return { is: 'failed', answer: client === 'no proxy' ? 'closed' : 503, because };
}

/** TLS that does not come from the mesh, which sidecars do not terminate. */
function foreignTlsHandshake(
  client: TlsClient,
  mode: ServerTlsMode | undefined,
  protocol: ServerProtocol,
): Handshake {
  if (mode === undefined) {
    return {
      is: 'unmodelled',
      because: 'the client sends TLS, and it is not known whether the application accepts it',
    };
  }
  if (mode === 'STRICT') {
    return failed(client, "the client sends TLS that is not the mesh's, and the server has mode STRICT");
  }
  if (protocol === 'http') {
    return failed(client, "the client sends TLS that is not the mesh's to a port that is declared HTTP");
  }
  return mode === 'PERMISSIVE'
    ? { is: 'ok', carries: 'opaque TLS' }
    : { is: 'unmodelled', because: 'what becomes of TLS at a port with mode DISABLE is not known' };
}
