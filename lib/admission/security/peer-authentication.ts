import type { PeerAuthenticationSpec } from '../../../imports/security.istio.io';
import type { Problem } from '../problem';
import { NO_EFFECT } from '../problem-types';
import type { AdmissionObject } from '../validator';
import { ROOT_NAMESPACE, validateSelector } from '../values/policy-target';
import { portProblems, unknownValueProblems } from '../values/values';

const MODES = ['UNSET', 'DISABLE', 'PERMISSIVE', 'STRICT'];

/**
 * What is wrong with a PeerAuthentication, by itself: whether its selector finds a pod is not looked at. (M7)
 *
 * @param namespace where it lives; undefined when that is left to `kubectl apply`
 */
export function* validatePeerAuthentication({
  namespace,
  spec,
}: AdmissionObject<PeerAuthenticationSpec>): Iterable<Problem> {
  const { selector, mtls, portLevelMtls } = spec;
  yield* validateSelector(selector);
  if (selector && namespace === ROOT_NAMESPACE) {
    const message = `has no effect in the root namespace "${ROOT_NAMESPACE}"`;
    yield {
      field: ['spec', 'selector'],
      message: `${message}; put this into the namespace of the pods`,
      type: NO_EFFECT,
    };
  }
  yield* unknownValueProblems(['spec', 'mtls', 'mode'], mtls?.mode, MODES);
  const ports = Object.entries(portLevelMtls ?? {});
  if (portLevelMtls && ports.length === 0) {
    yield { field: ['spec', 'portLevelMtls'], message: 'is empty; name a port, or leave it out' };
  }
  if (ports.length > 0 && Object.keys(selector?.matchLabels ?? {}).length === 0) {
    yield {
      field: ['spec', 'portLevelMtls'],
      message: 'needs spec.selector, as ports are those of certain pods; add one',
    };
  }
  for (const [number, { mode }] of ports) {
    yield* portProblems(['spec', 'portLevelMtls', number], Number(number));
    yield* unknownValueProblems(['spec', 'portLevelMtls', number, 'mode'], mode, MODES);
  }
  if (![mtls, ...Object.values(portLevelMtls ?? {})].some((tls) => tls?.mode && tls.mode !== 'UNSET')) {
    yield {
      field: ['spec', 'mtls'],
      message: 'sets no mode, and no port does, so nothing changes; set it',
      type: NO_EFFECT,
    };
  }
}
