import type { PeerAuthenticationSpec } from '../../../imports/security.istio.io';
import { NO_EFFECT, type Problem } from '../problem';
import { ROOT_NAMESPACE, validateSelector } from '../values/policy-target';
import { kubernetesName, oneOf, port } from '../values/values';

const MODES = ['UNSET', 'DISABLE', 'PERMISSIVE', 'STRICT'];

/**
 * What is wrong with a PeerAuthentication, by itself: whether its selector finds a pod is not looked at. (M7)
 *
 * @param namespace where it lives; undefined when that is left to `kubectl apply`
 */
export function* validatePeerAuthentication(
  name: string,
  spec: PeerAuthenticationSpec,
  namespace: string | undefined,
): Iterable<Problem> {
  yield* kubernetesName('metadata.name', name);
  const { selector, mtls, portLevelMtls } = spec;
  yield* validateSelector(selector);
  if (selector && namespace === ROOT_NAMESPACE) {
    const message = `has no effect in the root namespace "${ROOT_NAMESPACE}"`;
    yield {
      field: 'spec.selector',
      message: `${message}; put this into the namespace of the pods`,
      code: NO_EFFECT,
    };
  }
  yield* oneOf('spec.mtls.mode', mtls?.mode, MODES);
  const ports = Object.entries(portLevelMtls ?? {});
  if (portLevelMtls && ports.length === 0) {
    yield { field: 'spec.portLevelMtls', message: 'is empty; name a port, or leave it out' };
  }
  if (ports.length > 0 && Object.keys(selector?.matchLabels ?? {}).length === 0) {
    yield {
      field: 'spec.portLevelMtls',
      message: 'needs spec.selector, as ports are those of certain pods; add one',
    };
  }
  for (const [number, { mode }] of ports) {
    yield* port(`spec.portLevelMtls["${number}"]`, Number(number));
    yield* oneOf(`spec.portLevelMtls["${number}"].mode`, mode, MODES);
  }
  if (![mtls, ...Object.values(portLevelMtls ?? {})].some((tls) => tls?.mode && tls.mode !== 'UNSET')) {
    yield {
      field: 'spec.mtls',
      message: 'sets no mode, and no port does, so nothing changes; set it',
      code: NO_EFFECT,
    };
  }
}
