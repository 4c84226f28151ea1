import type { AuthorizationPolicySpecTargetRefs } from '../../../imports/security.istio.io';
import { ISTIO_NAMESPACE } from '../../istiod/mesh-config';
import type { FieldPath } from '../../manifests/manifest';
import type { Problem } from '../problem';
import { NO_EFFECT, REFUSED } from '../problem-types';
import { selectorProblems } from './labels';

/** The limit of the CRD. */
const MAX_TARGET_REFS = 16;
/** The kinds that a policy can be attached to, with their groups. */
const TARGET_KINDS: ReadonlyMap<string, readonly string[]> = new Map([
  ['Gateway', ['gateway.networking.k8s.io']],
  ['GatewayClass', ['gateway.networking.k8s.io']],
  ['Service', ['', 'core']],
  ['ServiceEntry', ['networking.istio.io']],
]);

/** What a policy applies to. Policies of all kinds have these fields. */
export interface PolicyTargetSpec {
  readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> };
  readonly targetRef?: AuthorizationPolicySpecTargetRefs;
  readonly targetRefs?: readonly AuthorizationPolicySpecTargetRefs[];
}

/** @param namespace the namespace of the policy; undefined where `kubectl apply` chooses it */
export function* validatePolicyTarget(
  { selector, targetRef, targetRefs }: PolicyTargetSpec,
  namespace: string | undefined,
): Iterable<Problem> {
  const present = Object.entries({ selector, targetRef, targetRefs }).filter(
    ([, value]) => value !== undefined,
  );
  for (const [name] of present.slice(1)) {
    const message = `cannot be used with spec.${present[0]?.[0]}; keep one of them, or write two policies`;
    const isAdmitted = targetRefs?.length === 0 && present.length === 2;
    yield { field: ['spec', name], message, type: isAdmitted ? NO_EFFECT : REFUSED };
  }
  yield* validateSelector(selector);
  if (targetRefs?.length === 0) {
    const message = 'is empty; add a target, or remove it';
    yield { field: ['spec', 'targetRefs'], message, type: NO_EFFECT };
  } else if (targetRefs && targetRefs.length > MAX_TARGET_REFS) {
    const message = `has ${targetRefs.length} targets; Istio allows at most ${MAX_TARGET_REFS}`;
    yield { field: ['spec', 'targetRefs'], message };
  }
  if (targetRef) {
    yield* validateTarget(['spec', 'targetRef'], targetRef, namespace);
  }
  for (const [i, target] of (targetRefs ?? []).entries()) {
    yield* validateTarget(['spec', 'targetRefs', i], target, namespace);
  }
}

/** The selector of a policy, which selects pods by labels. */
export function* validateSelector(selector: PolicyTargetSpec['selector']): Iterable<Problem> {
  if (selector) {
    yield* selectorProblems(['spec', 'selector', 'matchLabels'], selector.matchLabels);
  }
}

function* validateTarget(
  field: FieldPath,
  { group = '', kind, name, namespace: targetNamespace }: AuthorizationPolicySpecTargetRefs,
  namespace: string | undefined,
): Iterable<Problem> {
  const groups = TARGET_KINDS.get(kind);
  if (!groups) {
    const kinds = [...TARGET_KINDS.keys()].join(', ');
    const message = `"${kind}" cannot be the target of a policy; use one of ${kinds}`;
    yield { field: [...field, 'kind'], message };
  } else if (!groups.includes(group)) {
    yield { field: [...field, 'group'], message: `"${group}" has no kind ${kind}; use "${groups[0]}"` };
  }
  if (!name) {
    yield { field: [...field, 'name'], message: 'is empty; name the target' };
  }
  if (targetNamespace) {
    const message = `"${targetNamespace}" cannot be set here; move the policy to that namespace`;
    yield { field: [...field, 'namespace'], message };
  }
  if (kind === 'GatewayClass' && namespace !== undefined && namespace !== ISTIO_NAMESPACE) {
    const message = `refers to a GatewayClass, which has an effect in the root namespace only; move the policy to "${ISTIO_NAMESPACE}"`;
    yield { field, message, type: NO_EFFECT };
  }
}
