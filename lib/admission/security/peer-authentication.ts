import type { PeerAuthenticationSpec } from '../../../imports/security.istio.io';
import { ISTIO_NAMESPACE } from '../../istiod/mesh-config';
import type { Problem } from '../problem';
import { NO_EFFECT } from '../problem-types';
import { enumValues } from '../schema/enum-values';
import type { AdmissionObject } from '../validator';
import { unknownValueProblems } from '../values/list-problems';
import { validateSelector } from '../values/policy-target';
import { portProblems } from '../values/ports-and-subnets';

const MODES = enumValues('PeerAuthentication', 'mtls', 'mode');

/** What is wrong with a PeerAuthentication. (M7) */
export function* validatePeerAuthentication({
  namespace,
  spec,
}: AdmissionObject<PeerAuthenticationSpec>): Iterable<Problem> {
  const { selector, mtls, portLevelMtls } = spec;
  yield* validateSelector(selector);
  if (selector && namespace === ISTIO_NAMESPACE) {
    const message = `has no effect in the root namespace "${ISTIO_NAMESPACE}"; move the policy to the namespace of the pods`;
    yield { field: ['spec', 'selector'], message, type: NO_EFFECT };
  }
  yield* unknownValueProblems(['spec', 'mtls', 'mode'], mtls?.mode, MODES);
  const ports = Object.entries(portLevelMtls ?? {});
  const field = ['spec', 'portLevelMtls'];
  if (portLevelMtls && ports.length === 0) {
    yield { field, message: 'is empty; add a port, or remove it' };
  }
  if (ports.length > 0 && Object.keys(selector?.matchLabels ?? {}).length === 0) {
    const message = 'needs spec.selector, because the ports are those of the selected pods; add it';
    yield { field, message };
  }
  for (const [number, { mode }] of ports) {
    if (/^(0|[1-9]\d*)$/.test(number)) {
      yield* portProblems([...field, number], Number(number));
    } else {
      const message = 'is not a port; write it without a sign and without zeros before it';
      yield { field: [...field, number], message };
    }
    yield* unknownValueProblems([...field, number, 'mode'], mode, MODES);
  }
  if (![mtls, ...Object.values(portLevelMtls ?? {})].some((tls) => tls?.mode && tls.mode !== 'UNSET')) {
    const message = 'sets no mode, and neither does a port, so nothing changes; set the mode';
    yield { field: ['spec', 'mtls'], message, type: NO_EFFECT };
  }
}
