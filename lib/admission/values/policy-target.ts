import type { AuthorizationPolicySpecTargetRefs } from '../../../imports/security.istio.io';
import type { FieldPath } from '../../manifests/manifest';
import type { Problem } from '../problem';
import { NO_EFFECT, REFUSED } from '../problem-types';
import { selectorProblems } from './values';

/** The namespace whose policies count for the whole mesh. */
export const ROOT_NAMESPACE = 'istio-system';

const MAX_TARGET_REFS = 16;
/** Kinds that a policy can be attached to, with their groups. */
const TARGET_KINDS: ReadonlyMap<string, readonly string[]> = new Map([
  ['Gateway', ['gateway.networking.k8s.io']],
  ['GatewayClass', ['gateway.networking.k8s.io']],
  ['Service', ['', 'core']],
  ['ServiceEntry', ['networking.istio.io']],
]);

/** What a policy is for; all kinds of policies say it alike. */
export interface PolicyTargetSpec {
  readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> };
  readonly targetRef?: AuthorizationPolicySpecTargetRefs;
  readonly targetRefs?: readonly AuthorizationPolicySpecTargetRefs[];
}

/** @param namespace that of the policy; undefined when it is left to `kubectl apply` */
export function* validatePolicyTarget(
  { selector, targetRef, targetRefs }: PolicyTargetSpec,
  namespace: string | undefined,
): Iterable<Problem> {
  const given = Object.entries({ selector, targetRef, targetRefs }).filter(
    ([, value]) => value !== undefined,
  );
  for (const [name] of given.slice(1)) {
    yield {
      field: ['spec', name],
      message: `does not go with spec.${given[0]?.[0]}; keep one of them, or write two policies`,
      type: targetRefs?.length === 0 && given.length === 2 ? NO_EFFECT : REFUSED,
    };
  }
  yield* validateSelector(selector);
  if (targetRefs?.length === 0) {
    yield {
      field: ['spec', 'targetRefs'],
      message: 'is empty; name a target, or leave it out',
      type: NO_EFFECT,
    };
  } else if (targetRefs && targetRefs.length > MAX_TARGET_REFS) {
    yield {
      field: ['spec', 'targetRefs'],
      message: `has ${targetRefs.length} targets; Istio takes ${MAX_TARGET_REFS}`,
    };
  }
  if (targetRef) {
    yield* validateTarget(['spec', 'targetRef'], targetRef, namespace);
  }
  for (const [i, target] of (targetRefs ?? []).entries()) {
    yield* validateTarget(['spec', 'targetRefs', i], target, namespace);
  }
}

/** The selector of a policy, which names pods by labels. */
export function* validateSelector(selector: PolicyTargetSpec['selector']): Iterable<Problem> {
  if (selector) {
    yield* selectorProblems(['spec', 'selector', 'matchLabels'], selector.matchLabels);
  }
}

function* validateTarget(
  field: FieldPath,
  { group = '', kind, name, namespace: theirs }: AuthorizationPolicySpecTargetRefs,
  namespace: string | undefined,
): Iterable<Problem> {
  const groups = TARGET_KINDS.get(kind);
  if (!groups) {
    const kinds = [...TARGET_KINDS.keys()].join(', ');
    yield { field: [...field, 'kind'], message: `"${kind}" is no target of a policy; use one of ${kinds}` };
  } else if (!groups.includes(group)) {
    yield { field: [...field, 'group'], message: `"${group}" has no ${kind}; use "${groups[0]}"` };
  }
  if (!name) {
    yield { field: [...field, 'name'], message: 'is empty; name the target' };
  }
  if (theirs) {
    yield {
      field: [...field, 'namespace'],
      message: `"${theirs}" cannot be named here; put the policy into that namespace`,
    };
  }
  if (kind === 'GatewayClass' && namespace !== undefined && namespace !== ROOT_NAMESPACE) {
    yield {
      field,
      message: `names a GatewayClass, which counts only in the root namespace; put the policy into "${ROOT_NAMESPACE}"`,
      type: NO_EFFECT,
    };
  }
}
