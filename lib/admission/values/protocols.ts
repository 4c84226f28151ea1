import { PROTOCOLS, parseProtocol } from '../../istiod/registry/protocol';
import type { FieldPath } from '../../manifests/manifest';
import { NO_PROBLEMS, type Problem } from '../problem';
import { REFUSED, UNUSABLE_VALUE } from '../problem-types';

/** A protocol that istiod admits everywhere, although no port that Istio serves can use it. */
const ADMITTED_PROTOCOL = 'UDP';

export function unknownProtocol(field: FieldPath, protocol: string): Problem {
  const message = `"${protocol}" is unknown; use one of ${PROTOCOLS.join(', ')}`;
  const isAdmitted = protocol.toUpperCase() === ADMITTED_PROTOCOL;
  return { field, message, type: isAdmitted ? UNUSABLE_VALUE : REFUSED };
}

/** The protocol of a port of a Service. Without one, Envoy detects it from the first bytes. */
export function servicePortProtocolProblems(field: FieldPath, protocol = ''): readonly Problem[] {
  return protocol === '' || parseProtocol(protocol) !== undefined
    ? NO_PROBLEMS
    : [unknownProtocol(field, protocol)];
}
