import { type Problem, UNUSABLE_VALUE } from './problem';

/** Istio's words for what is spoken on a port; it reads them in any case. */
export const HTTP_PROTOCOLS = ['HTTP', 'HTTP2', 'HTTP_PROXY', 'GRPC', 'GRPC-WEB'];
export const TLS_PROTOCOLS = ['HTTPS', 'TLS'];
const TCP_PROTOCOLS = ['TCP', 'MONGO', 'REDIS', 'MYSQL'];
/** What istiod reads too, where it makes no sense. */
const OTHER_PROTOCOLS = ['UDP', 'HBONE', 'DOUBLE_HBONE'];
export const PROTOCOLS = [...HTTP_PROTOCOLS, ...TLS_PROTOCOLS, ...TCP_PROTOCOLS];

export function unknownProtocol(field: string, protocol: string): Problem {
  const message = `"${protocol}" is unknown; use one of ${PROTOCOLS.join(', ')}`;
  return OTHER_PROTOCOLS.includes(protocol.toUpperCase())
    ? { field, message, code: UNUSABLE_VALUE }
    : { field, message };
}

/** The protocol of a Service's port, where none at all means that the first bytes decide. */
export function* servicePortProtocol(field: string, protocol = ''): Iterable<Problem> {
  if (protocol !== '' && ![...PROTOCOLS, 'UDP'].includes(protocol.toUpperCase())) {
    yield unknownProtocol(field, protocol);
  }
}
