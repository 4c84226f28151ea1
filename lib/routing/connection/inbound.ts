import type { ServerTlsMode } from '../../istiod/policies/peer-authentication';
import { isHttp, type Protocol } from '../../istiod/registry/protocol';
import type { Content } from './content';
import type { Sending } from './sending';

/** What the filter chains of a sidecar make of a connection to a port of its pod. */
export type InboundReading =
  | {
      readonly is: 'accepted';
      /** Whether the sidecar reads requests, rather than forward bytes. */
      readonly readsRequests: boolean;
      /** Whether it terminates mutual TLS of the mesh, so that it knows the client's identity. */
      readonly terminatesTls: boolean;
      /** Why the sidecar may answer 400 after all; absent without such a doubt. */
      readonly warning?: string;
    }
  | RejectedReading;

/** A connection that a sidecar does not pass on. */
export type RejectedReading =
  /** No filter chain is for such a connection, and Envoy closes it. */
  | { readonly is: 'no filter chain'; readonly because: string }
  /** The chain for mutual TLS of the mesh takes the connection, and the handshake fails. */
  | { readonly is: 'failed handshake'; readonly because: string }
  /** The chain reads HTTP, and what comes is not HTTP, or a request that Envoy does not accept. */
  | { readonly is: 'not HTTP'; readonly isHello: boolean; readonly because: string };

/**
 * What a sidecar makes of what comes to a port. (G12, K2, W16)
 *
 * @param protocol what the Services declare for the port; undefined if the first bytes decide
 */
export function inboundReading(
  mode: ServerTlsMode,
  protocol: Protocol | undefined,
  sending: Sending,
): InboundReading {
  const { transport, content } = sending;
  const isMesh = transport === 'mutual TLS of the mesh';
  if (isMesh && mode !== 'DISABLE') {
    return insideMeshTls(protocol, sending);
  }
  const outer: Content = transport === 'plaintext' ? content : 'TLS';
  const comes = `the client sends ${isMesh ? 'mutual TLS' : nameOf(outer)}`;
  const inMode = `${comes}, and the server has mode ${mode}`;
  if (mode === 'STRICT') {
    const because = `${inMode}; let the client's proxy send mutual TLS of the mesh, or set mode PERMISSIVE`;
    return { is: outer === 'TLS' ? 'failed handshake' : 'no filter chain', because };
  }
  if (isMesh) {
    const remedy = sending.isAutoMtls
      ? 'set tls mode DISABLE in a DestinationRule for the host'
      : 'remove the mode from the DestinationRule';
    return { is: 'failed handshake', because: `${inMode}; ${remedy}, or set mode PERMISSIVE` };
  }
  if (mode === 'PERMISSIVE' && outer === 'TLS' && isHttp(protocol)) {
    return { is: 'no filter chain', because: notHttp(comes, protocol) };
  }
  return readAs(protocol, sending, outer, comes);
}

function insideMeshTls(protocol: Protocol | undefined, sending: Sending): InboundReading {
  const { content } = sending;
  const reading = readAs(
    protocol,
    sending,
    content,
    `${nameOf(content)} comes inside mutual TLS of the mesh`,
  );
  return reading.is === 'accepted' ? { ...reading, terminatesTls: true } : reading;
}

function readAs(
  protocol: Protocol | undefined,
  { mayBeHttp, bad, isPassedThrough }: Sending,
  content: Content,
  comes: string,
): InboundReading {
  const isRequest = content === 'plaintext HTTP/1.1' || content === 'HTTP/2';
  const accepted = { is: 'accepted', terminatesTls: false } as const;
  const isTakenForHttp = isRequest && bad !== 'bad requests, taken for bytes';
  const readsHttp = isHttp(protocol) || (protocol === undefined && isTakenForHttp);
  if (!readsHttp) {
    return { ...accepted, readsRequests: false };
  }
  if (isRequest && bad && isPassedThrough) {
    return { ...accepted, readsRequests: false, warning: `${NOT_ACCEPTED}, so the sidecar answers 400` };
  }
  if (isRequest && bad) {
    return { is: 'not HTTP', isHello: false, because: NOT_ACCEPTED };
  }
  if (isRequest) {
    return { ...accepted, readsRequests: true };
  }
  if (content === 'bytes' && mayBeHttp) {
    const warning = `the port is declared ${protocol}, and the sidecar answers 400 to what is not HTTP`;
    return { ...accepted, readsRequests: false, warning };
  }
  return { is: 'not HTTP', isHello: content === 'TLS', because: notHttp(comes, protocol) };
}

const NOT_ACCEPTED =
  'the sidecar of the server reads HTTP on the port, and Envoy does not accept the method, the URL or the Host header of the request';

function notHttp(comes: string, protocol: Protocol | undefined): string {
  return `${comes} to a port that is declared ${protocol}; let the client send HTTP in plaintext, or declare the port by what it gets`;
}

function nameOf(content: Content): string {
  return content === 'TLS' ? "TLS that is not the mesh's" : 'plaintext';
}
