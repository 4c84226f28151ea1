import type { MeshIndex } from '../../../istiod/mesh-index';
import type { IgnoredPolicy } from '../../../istiod/policies/policy';
import type { Workload } from '../../../istiod/workloads/workloads';
import type { ObjectRef } from '../../../manifests/object-ref';
import { type AppliedPolicies, authorizationPoliciesOf } from './authorization-policies';
import {
  type AuthorizationAction,
  type AuthorizationPolicy,
  matchPolicies,
  type RuleMatch,
} from './authorization-policy';
import { externalProvider } from './external-provider';
import type { Subject, Truth } from './truth';

/** What AuthorizationPolicies decide about a request or a connection. */
export interface Verdict {
  readonly is: 'allowed' | 'denied' | 'unmodelled';
  /** The policy that decided; absent if none did. */
  readonly by?: ObjectRef;
  /** The index of the rule that decided, in the policy's `rules`. */
  readonly rule?: number;
  readonly because: string;
}

/** How one AuthorizationPolicy relates to a request or a connection. */
export interface Consideration {
  readonly policy: ObjectRef;
  readonly action: AuthorizationAction;
  /** Whether the policy only counts what it would do: action AUDIT, and dry runs. */
  readonly isCountedOnly: boolean;
  /** Whether one of its rules matches; undefined if that is not known. */
  readonly matches: Truth;
  /** The index of that rule. */
  readonly rule?: number;
}

/** The AuthorizationPolicies for a workload, by action. */
export type AppliedAuthorization = Readonly<Record<keyof AppliedPolicies, readonly ObjectRef[]>>;

/** A message with more names than these would be hard to read. */
const MOST_NAMED = 5;

/** The policies that apply to a workload. (H3) */
export function appliedAuthorization(index: MeshIndex, workload: Workload): AppliedAuthorization {
  return index.view(authorizationPoliciesOf).of(workload);
}

/** Whether the policies for a workload deny everything, whatever the request is. (H4) */
export function admitsNothing(index: MeshIndex, workload: Workload): boolean {
  const { deny, allow } = index.view(authorizationPoliciesOf).of(workload);
  return (
    deny.some(({ matchesEverything }) => matchesEverything) ||
    (allow.length > 0 && allow.every(({ matchesNothing }) => matchesNothing))
  );
}

/** The policies that may decide about a request to some pod, with the number of their rules. */
export function decidingAuthorization(
  index: MeshIndex,
): readonly { readonly reference: ObjectRef; readonly size: number }[] {
  return index.view(authorizationPoliciesOf).deciding;
}

/** All policies for a workload, in the order in which they are evaluated. (H3, H4) */
export function considerAuthorization(
  index: MeshIndex,
  workload: Workload,
  subject: Subject,
): readonly Consideration[] {
  const { custom, audit, deny, allow, dryRun } = index.view(authorizationPoliciesOf).of(workload);
  const counted = new Set([...audit, ...dryRun]);
  return [...custom, ...audit, ...deny, ...allow, ...dryRun].map((policy) => {
    const { action, reference } = policy;
    const match = policy.match(action === 'CUSTOM' ? withoutToken(subject) : subject);
    return {
      policy: reference,
      action,
      isCountedOnly: counted.has(policy),
      matches: match ? match.truth : false,
      ...(match ? { rule: match.rule } : {}),
    };
  });
}

/** What CUSTOM policies decide, before any token is looked at; undefined if none matches. (H4) */
export function authorizeExternally(
  index: MeshIndex,
  workload: Workload,
  subject: Subject,
): Verdict | undefined {
  const { custom } = index.view(authorizationPoliciesOf).of(workload);
  if (custom.length === 0) {
    return undefined;
  }
  const names = custom.map(({ provider }) => provider);
  const provider = externalProvider(index.mesh, names);
  if (!subject.http && provider.is === 'http only') {
    return undefined;
  }
  const match = matchPolicies(custom, withoutToken(subject));
  if (!match) {
    return undefined;
  }
  return match.truth && provider.is === 'unusable'
    ? decided('denied', match, provider.because)
    : decided('unmodelled', match, match.truth ? provider.because : undefined);
}

/** What DENY policies decide, and then ALLOW policies. AUDIT denies nothing. (H4) */
export function authorize(index: MeshIndex, workload: Workload, subject: Subject): Verdict {
  const { deny, allow } = index.view(authorizationPoliciesOf).of(workload);
  const denying = matchPolicies(deny, subject);
  if (denying?.truth) {
    return decided('denied', denying);
  }
  const verdict = allowed(allow, subject);
  // If no ALLOW policy matches, the request is denied whether or not a DENY policy matches.
  return denying && verdict.is !== 'denied' ? decided('unmodelled', denying) : verdict;
}

/** The AuthorizationPolicies that apply to no pod. */
export function ignoredAuthorizationPolicies(index: MeshIndex): readonly IgnoredPolicy[] {
  return index.view(authorizationPoliciesOf).ignored;
}

function allowed(allow: readonly AuthorizationPolicy[], subject: Subject): Verdict {
  if (allow.length === 0) {
    return { is: 'allowed', because: 'no ALLOW policy applies' };
  }
  const allowing = matchPolicies(allow, subject);
  if (allowing) {
    return decided(allowing.truth ? 'allowed' : 'unmodelled', allowing);
  }
  const names = allow.slice(0, MOST_NAMED).map(quote);
  const more = allow.length > MOST_NAMED ? ` and ${allow.length - MOST_NAMED} more` : '';
  const [only, second] = allow;
  return {
    is: 'denied',
    ...(only && !second ? { by: only.reference } : {}),
    because: `no ALLOW policy matches: ${names.join(', ')}${more}`,
  };
}

function decided(is: Verdict['is'], { policy, rule, truth }: RuleMatch, because?: string): Verdict {
  const which = `rules[${rule}] of ${policy.action} policy ${quote(policy)}`;
  const matches = truth ? `${which} matches` : `it is not known whether ${which} matches`;
  return { is, by: policy.reference, rule, because: because ? `${matches}, and ${because}` : matches };
}

function quote({ namespace, name }: ObjectRef): string {
  return `"${namespace}/${name}"`;
}

/** What is known before a token is looked at. */
function withoutToken({ connection, http }: Subject): Subject {
  return { connection, ...(http ? { http } : {}) };
}
