import type { MeshIndex } from '../../../istiod/mesh-index';
import { type IgnoredPolicy, readPolicies } from '../../../istiod/policies/policy';
import { SelectedPolicies } from '../../../istiod/policies/selected-policies';
import { trustDomainsOf } from '../../../istiod/policies/trust-domains';
import type { Workload } from '../../../istiod/workloads/workloads';
import { AUTHORIZATION_POLICY } from '../../../manifests/kinds';
import { AuthorizationPolicy } from './authorization-policy';

/** The policies for a workload, by action. */
export interface AppliedPolicies {
  readonly custom: readonly AuthorizationPolicy[];
  readonly audit: readonly AuthorizationPolicy[];
  readonly deny: readonly AuthorizationPolicy[];
  readonly allow: readonly AuthorizationPolicy[];
  /** Policies of any action that only count what they would do. */
  readonly dryRun: readonly AuthorizationPolicy[];
}

/** The AuthorizationPolicies of an index; ask for them by `index.view(authorizationPoliciesOf)`. */
export function authorizationPoliciesOf(index: MeshIndex): AuthorizationPolicies {
  return new AuthorizationPolicies(index);
}

const NO_POLICIES: AppliedPolicies = { custom: [], audit: [], deny: [], allow: [], dryRun: [] };

/** AuthorizationPolicies by the pods that they apply to. (H3) */
export class AuthorizationPolicies {
  /** The policies that may decide about a request, in the order of their age. */
  readonly deciding: readonly AuthorizationPolicy[];
  /** The policies that apply to no pod. */
  readonly ignored: readonly IgnoredPolicy[];
  private readonly selected: SelectedPolicies<AuthorizationPolicy>;
  private readonly known = new WeakMap<Workload, AppliedPolicies>();

  constructor(index: MeshIndex) {
    const trustDomains = trustDomainsOf(index.mesh);
    const { policies, ignored } = readPolicies(
      index,
      AUTHORIZATION_POLICY,
      (policy, manifest, spec) => new AuthorizationPolicy(policy, manifest, spec, trustDomains),
    );
    this.selected = new SelectedPolicies(policies, index.mesh.rootNamespace);
    this.deciding = policies.filter((policy) => policy.action !== 'AUDIT' && !isOnlyCounted(policy));
    this.ignored = ignored;
  }

  of(workload: Workload): AppliedPolicies {
    const policies = this.selected.of(workload);
    if (policies.length === 0) {
      return NO_POLICIES;
    }
    let applied = this.known.get(workload);
    if (!applied) {
      const live = policies.filter((policy) => !isOnlyCounted(policy));
      applied = {
        custom: live.filter(({ action }) => action === 'CUSTOM'),
        audit: live.filter(({ action }) => action === 'AUDIT'),
        deny: live.filter(({ action }) => action === 'DENY'),
        allow: live.filter(({ action }) => action === 'ALLOW'),
        dryRun: policies.filter(isOnlyCounted),
      };
      this.known.set(workload, applied);
    }
    return applied;
  }
}

/** Dry run has no effect on CUSTOM: the external provider is asked. (H4) */
function isOnlyCounted({ isDryRun, action }: AuthorizationPolicy): boolean {
  return isDryRun && action !== 'CUSTOM';
}
