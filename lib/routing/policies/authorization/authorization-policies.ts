import type { MeshIndex } from '../../../istiod/mesh-index';
import { type IgnoredPolicy, readPolicies } from '../../../istiod/policies/policy';
import { SelectedPolicies } from '../../../istiod/policies/selected-policies';
import { trustDomainsOf } from '../../../istiod/policies/trust-domains';
import type { Workload } from '../../../istiod/workloads/workloads';
import { AUTHORIZATION_POLICY } from '../../../manifests/kinds';
import { AuthorizationPolicy } from './authorization-policy';

/** The policies for a workload, by what they do. */
export interface AppliedPolicies {
  readonly custom: readonly AuthorizationPolicy[];
  readonly audit: readonly AuthorizationPolicy[];
  readonly deny: readonly AuthorizationPolicy[];
  readonly allow: readonly AuthorizationPolicy[];
  /** Of which it is only counted what they would do. */
  readonly dryRun: readonly AuthorizationPolicy[];
}

/** The AuthorizationPolicies of an index; ask for them by `index.view(authorizationPoliciesOf)`. */
export function authorizationPoliciesOf(index: MeshIndex): AuthorizationPolicies {
  return new AuthorizationPolicies(index);
}

/** AuthorizationPolicies by the pods that they are for. (H3) */
export class AuthorizationPolicies {
  /** Those that count for no pod. */
  readonly ignored: readonly IgnoredPolicy[];
  private readonly selected: SelectedPolicies<AuthorizationPolicy>;
  private readonly known = new WeakMap<Workload, AppliedPolicies>();

  constructor(index: MeshIndex) {
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
    this.ignored = [...ignored, ...attached.map(({ reference }) => ({ ...reference, because }))];
  }

  of(workload: Workload): AppliedPolicies {
    let applied = this.known.get(workload);
    if (!applied) {
      const policies = this.selected.of(workload);
      const live = policies.filter((policy) => !isShadow(policy));
      applied = {
        custom: live.filter(({ action }) => action === 'CUSTOM'),
        audit: live.filter(({ action }) => action === 'AUDIT'),
        deny: live.filter(({ action }) => action === 'DENY'),
        allow: live.filter(({ action }) => action === 'ALLOW'),
        dryRun: policies.filter(isShadow),
      };
      this.known.set(workload, applied);
    }
    return applied;
  }
}

/** An external provider is asked in a dry run, too. (H4) */
function isShadow({ isDryRun, action }: AuthorizationPolicy): boolean {
  return isDryRun && action !== 'CUSTOM';
}
