import { PROTOCOLS, parseProtocol } from '../manifests/protocol';
import type { Problem } from './problem';

export function unknownProtocol(field: string, protocol: string): Problem {
  return { field, message: `"${protocol}" is unknown; use one of ${PROTOCOLS.join(', ')}` };
}

/** The protocol of a Service's port, where none at all means that the first bytes decide. */
export function* servicePortProtocol(field: string, protocol = ''): Iterable<Problem> {
  if (protocol !== '' && parseProtocol(protocol) === undefined) {
    yield unknownProtocol(field, protocol);
  }
}
