import { PROTOCOLS, parseProtocol } from '../../istiod/registry/protocol';
import type { FieldPath } from '../../manifests/manifest';
import type { Problem } from '../problem';
import { UNUSABLE_VALUE } from '../problem-types';

/** What istiod reads too, where it makes no sense. */
const OTHER_PROTOCOLS = ['UDP', 'HBONE', 'DOUBLE_HBONE'];

export function unknownProtocol(field: FieldPath, protocol: string): Problem {
  const message = `"${protocol}" is unknown; use one of ${PROTOCOLS.join(', ')}`;
  return OTHER_PROTOCOLS.includes(protocol.toUpperCase())
    ? { field, message, type: UNUSABLE_VALUE }
    : { field, message };
}

/** The protocol of a Service's port, where none at all means that the first bytes decide. */
export function* servicePortProtocolProblems(field: FieldPath, protocol = ''): Iterable<Problem> {
  if (protocol !== '' && parseProtocol(protocol) === undefined) {
    yield unknownProtocol(field, protocol);
  }
}
