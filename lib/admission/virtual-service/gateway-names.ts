import { gatewayName } from '../../istiod/virtual-services/gateway-name';
import type { FieldPath } from '../../manifests/manifest';
import type { Problem } from '../problem';
import { IMPOSSIBLE_CONDITION, REFUSED, UNUSABLE_VALUE, WARNED } from '../problem-types';
import { isFqdn } from '../values/host-names';
import { someOf } from '../values/list-problems';
import { isDnsLabel } from '../values/names';
import type { VirtualServiceContext } from './context';

/**
 * Names of Gateways in a VirtualService or in a match. Istio still reads the older `name.namespace`, of which it warns where
 * the VirtualService names its Gateways.
 */
export function* gatewayNameProblems(
  field: FieldPath,
  names: readonly string[] = [],
  isMatch = false,
): Iterable<Problem> {
  // istiod stops at the first name without a namespace.
  const last = names.findIndex((name) => !name.includes('/'));
  for (const [i, name] of names.entries()) {
    const isValidated = last < 0 || i <= last;
    if (!isGatewayName(name) && (isValidated || !name.startsWith('./'))) {
      const message = `"${name}" is not the name of a Gateway; write "name" or "namespace/name"`;
      yield { field: [...field, i], message, type: isValidated ? REFUSED : UNUSABLE_VALUE };
    } else if (!isMatch && !name.includes('/') && name.includes('.')) {
      const [gateway, namespace] = name.split('.');
      const message = `"${name}" is the older form of "${namespace}/${gateway}"; write the newer form`;
      yield { field: [...field, i], message, type: WARNED };
    }
  }
}

function isGatewayName(name: string): boolean {
  const slash = name.indexOf('/');
  return slash < 0 ? isFqdn(name) : isDnsLabel(name.slice(0, slash)) && isDnsLabel(name.slice(slash + 1));
}

/** The gateways of a match that the VirtualService is not bound to. */
export function* unboundGatewayProblems(
  field: FieldPath,
  names: readonly string[] = [],
  { gateways, namespace = '' }: VirtualServiceContext,
): Iterable<Problem> {
  if (!gateways || names.length === 0) {
    return;
  }
  const bound = new Set(gateways.map((name) => gatewayName(name, namespace)));
  for (const [i, name] of names.entries()) {
    if (isGatewayName(name.replace(/^\.\//, '')) && !bound.has(gatewayName(name, namespace))) {
      const message = `"${name}" is not among the gateways of the VirtualService (${someOf(gateways)}), so the condition never holds; add it there`;
      yield { field: [...field, i], message, type: IMPOSSIBLE_CONDITION };
    }
  }
}
