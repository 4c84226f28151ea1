import { AUTHORIZATION_POLICY } from '../../manifests/kinds';
import type { ManifestIndex } from '../../manifests/manifest-index';
import type { Workload } from '../../manifests/workloads';
import { AuthorizationPolicy, matchPolicies, type RuleMatch } from './authorization-policy';
import { externalProvider } from './external-provider';
import { type IgnoredPolicy, type PolicyReference, readPolicies, referenceTo } from './policy';
import { SelectedPolicies } from './selected-policies';
import { trustDomainsOf } from './trust-domains';
import type { Subject } from './truth';

/** What AuthorizationPolicies say of a request or a connection. */
export interface Verdict {
  readonly is: 'allowed' | 'denied' | 'unmodelled';
  /** The object that decided; absent where it was the default. */
  readonly by?: PolicyReference;
  /** The place in its `rules` of the rule that decided. */
  readonly rule?: number;
  readonly because: string;
}

/** The AuthorizationPolicies that are enforced for a workload, by action, and those that are not. */
export interface AppliedAuthorization {
  readonly custom: readonly PolicyReference[];
  readonly audit: readonly PolicyReference[];
  readonly deny: readonly PolicyReference[];
  readonly allow: readonly PolicyReference[];
  readonly dryRun: readonly PolicyReference[];
}

interface Enforced {
  readonly custom: readonly AuthorizationPolicy[];
  readonly audit: readonly AuthorizationPolicy[];
  readonly deny: readonly AuthorizationPolicy[];
  readonly allow: readonly AuthorizationPolicy[];
  readonly dryRun: readonly AuthorizationPolicy[];
}

/** How many policies a message names. */
const NAMED = 5;

/** Which policies apply to a workload. (H3) */
export function appliedAuthorization(index: ManifestIndex, workload: Workload): AppliedAuthorization {
  const { custom, audit, deny, allow, dryRun } = enforcedFor(index, workload);
  const references = (policies: readonly AuthorizationPolicy[]) => policies.map(({ reference }) => reference);
  return {
    custom: references(custom),
    audit: references(audit),
    deny: references(deny),
    allow: references(allow),
    dryRun: references(dryRun),
  };
}

/** What CUSTOM policies say, which is before anybody looks for a token; undefined where none matches. (H4) */
export function authorizeExternally(
  index: ManifestIndex,
  workload: Workload,
  { connection, http }: Subject,
): Verdict | undefined {
  const { custom } = enforcedFor(index, workload);
  if (custom.length === 0) {
    return undefined;
  }
  const provider = externalProvider(
    index.mesh,
    custom.map((policy) => policy.provider),
  );
  if (!http && provider.is === 'http only') {
    return undefined;
  }
  const match = matchPolicies(custom, { connection, ...(http ? { http } : {}) });
  if (!match) {
    return undefined;
  }
  return match.truth && provider.is === 'unusable'
    ? decided('denied', match, provider.because)
    : decided('unmodelled', match, match.truth ? provider.because : undefined);
}

/** What DENY policies say, and then ALLOW policies. AUDIT denies nothing. (H4) */
export function authorize(index: ManifestIndex, workload: Workload, subject: Subject): Verdict {
  const { deny, allow } = enforcedFor(index, workload);
  const denying = matchPolicies(deny, subject);
  if (denying) {
    return decided(denying.truth ? 'denied' : 'unmodelled', denying);
  }
  if (allow.length === 0) {
    return { is: 'allowed', because: 'no ALLOW policy applies' };
  }
  const allowing = matchPolicies(allow, subject);
  if (allowing) {
    return decided(allowing.truth ? 'allowed' : 'unmodelled', allowing);
  }
  const names = allow.slice(0, NAMED).map(quote);
  const more = allow.length > NAMED ? ` and ${allow.length - NAMED} more` : '';
  return { is: 'denied', because: `no ALLOW policy matches: ${names.join(', ')}${more}` };
}

/** The AuthorizationPolicies that count for no pod. */
export function ignoredAuthorizationPolicies(index: ManifestIndex): readonly IgnoredPolicy[] {
  return index.view(authorizationPoliciesOf).ignored;
}

function decided(is: Verdict['is'], { policy, rule, truth }: RuleMatch, because?: string): Verdict {
  const which = `rules[${rule}] of ${policy.action} policy ${quote(policy)}`;
  const matches = truth ? `${which} matches` : `whether ${which} matches depends on what is not known`;
  return { is, by: policy.reference, rule, because: because ? `${matches}, and ${because}` : matches };
}

/** Whether it is only counted what a policy would do. An external provider is asked all the same. (H4) */
function isShadow({ isDryRun, action }: AuthorizationPolicy): boolean {
  return isDryRun && action !== 'CUSTOM';
}

function quote({ namespace, name }: PolicyReference): string {
  return `"${namespace}/${name}"`;
}

function enforcedFor(index: ManifestIndex, workload: Workload): Enforced {
  return index.view(authorizationPoliciesOf).enforcedFor(workload);
}

function authorizationPoliciesOf(index: ManifestIndex): AuthorizationPolicies {
  return new AuthorizationPolicies(index);
}

class AuthorizationPolicies {
  readonly ignored: readonly IgnoredPolicy[];
  private readonly selected: SelectedPolicies<AuthorizationPolicy>;
  private readonly known = new WeakMap<Workload, Enforced>();

  constructor(index: ManifestIndex) {
    const trustDomains = trustDomainsOf(index.mesh);
    const { policies, ignored } = readPolicies(
      index,
      AUTHORIZATION_POLICY,
      (manifest, spec) => new AuthorizationPolicy(manifest, spec, trustDomains),
    );
    this.selected = new SelectedPolicies(
      policies.filter((policy) => !policy.hasTargets),
      index.mesh.rootNamespace,
    );
    const because = 'it has targetRefs, which count for Gateways of the Kubernetes Gateway API only';
    const attached = policies.filter((policy) => policy.hasTargets);
    this.ignored = [...ignored, ...attached.map((policy) => ({ ...referenceTo(policy), because }))];
  }

  enforcedFor(workload: Workload): Enforced {
    let enforced = this.known.get(workload);
    if (!enforced) {
      const policies = this.selected.of(workload);
      const live = policies.filter((policy) => !isShadow(policy));
      enforced = {
        custom: live.filter(({ action }) => action === 'CUSTOM'),
        audit: live.filter(({ action }) => action === 'AUDIT'),
        deny: live.filter(({ action }) => action === 'DENY'),
        allow: live.filter(({ action }) => action === 'ALLOW'),
        dryRun: policies.filter(isShadow),
      };
      this.known.set(workload, enforced);
    }
    return enforced;
  }
}
