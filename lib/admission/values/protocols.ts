import { PROTOCOLS, parseProtocol } from '../../istiod/registry/protocol';
import { type Problem, UNUSABLE_VALUE } from '../problem';

/** What istiod reads too, where it makes no sense. */
const OTHER_PROTOCOLS = ['UDP', 'HBONE', 'DOUBLE_HBONE'];

export function unknownProtocol(field: string, protocol: string): Problem {
  const message = `"${protocol}" is unknown; use one of ${PROTOCOLS.join(', ')}`;
  return OTHER_PROTOCOLS.includes(protocol.toUpperCase())
    ? { field, message, code: UNUSABLE_VALUE }
    : { field, message };
}

/** The protocol of a Service's port, where none at all means that the first bytes decide. */
export function* servicePortProtocol(field: string, protocol = ''): Iterable<Problem> {
  if (protocol !== '' && parseProtocol(protocol) === undefined) {
    yield unknownProtocol(field, protocol);
  }
}
