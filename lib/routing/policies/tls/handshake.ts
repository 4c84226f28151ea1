import type { ServerTlsMode } from '../../../istiod/policies/peer-authentication';
import type { ClientTls, TlsClient } from './client-tls';

/** What the port of a pod is declared to speak: HTTP of any version, something else, or nothing is said. (K1) */
export type ServerProtocol = 'http' | 'tcp' | 'undeclared';

/** What comes of a client and a server that meet. */
export type Handshake =
  | {
      readonly is: 'ok';
      /** What the server's side reads: what the client's side wrote, or TLS that nobody on the way opens. */
      readonly carries: 'requests' | 'opaque TLS';
    }
  | {
      readonly is: 'failed';
      /** What the client gets: a status from its own proxy, or a connection that is closed. */
      readonly answer: 503 | 'closed';
      readonly because: string;
    }
  | { readonly is: 'unmodelled'; readonly because: string };

/**
 * Whether what a client sends suits what the server takes. (G12)
 *
 * @param mode what the sidecar of the server takes; undefined where it has none
 */
export function handshake(
  client: TlsClient,
  sends: ClientTls['sends'],
  mode: ServerTlsMode | undefined,
  protocol: ServerProtocol,
): Handshake {
  const ok: Handshake = { is: 'ok', carries: 'requests' };
  const failed = (because: string): Handshake => ({
    is: 'failed',
    answer: client === 'no proxy' ? 'closed' : 503,
    because,
  });
  switch (sends) {
    case 'mtls':
      if (mode === undefined) {
        return failed('the client sends mutual TLS to a pod without sidecar');
      }
      return mode === 'DISABLE' ? failed('the client sends mutual TLS, which the server has DISABLEd') : ok;
    case 'plaintext':
      return mode === 'STRICT' ? failed('the client sends plaintext, and the server is STRICT') : ok;
    case 'tls':
      return foreignTlsHandshake(mode, protocol, failed);
  }
}

/** TLS of the client's own, which sidecars do not open. */
function foreignTlsHandshake(
  mode: ServerTlsMode | undefined,
  protocol: ServerProtocol,
  failed: (because: string) => Handshake,
): Handshake {
  if (mode === undefined) {
    return {
      is: 'unmodelled',
      because: 'the client sends TLS; whether the application takes it is not known',
    };
  }
  if (mode === 'STRICT') {
    return failed("the client sends TLS that is not the mesh's, and the server is STRICT");
  }
  if (protocol === 'http') {
    return failed("the client sends TLS that is not the mesh's to a port that is declared HTTP");
  }
  return mode === 'PERMISSIVE'
    ? { is: 'ok', carries: 'opaque TLS' }
    : { is: 'unmodelled', because: 'what comes of TLS at a port with mode DISABLE is not known' };
}
