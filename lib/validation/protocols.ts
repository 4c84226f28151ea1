import type { Problem } from './problem';

/** Istio's words for what is spoken on a port; it reads them in any case. */
export const HTTP_PROTOCOLS = ['HTTP', 'HTTP2', 'HTTP_PROXY', 'GRPC', 'GRPC-WEB'];
export const TLS_PROTOCOLS = ['HTTPS', 'TLS'];
const TCP_PROTOCOLS = ['TCP', 'MONGO', 'REDIS', 'MYSQL'];
export const PROTOCOLS = [...HTTP_PROTOCOLS, ...TLS_PROTOCOLS, ...TCP_PROTOCOLS];

export function unknownProtocol(field: string, protocol: string): Problem {
  return { field, message: `"${protocol}" is unknown; use one of ${PROTOCOLS.join(', ')}` };
}

/** The protocol of a Service's port, where none at all means that the first bytes decide. */
export function* servicePortProtocol(field: string, protocol = ''): Iterable<Problem> {
  if (protocol !== '' && ![...PROTOCOLS, 'UDP'].includes(protocol.toUpperCase())) {
    yield unknownProtocol(field, protocol);
  }
}
