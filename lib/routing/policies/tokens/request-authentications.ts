import type { MeshIndex } from '../../../istiod/mesh-index';
import { type IgnoredPolicy, readPolicies, type SelectingPolicy } from '../../../istiod/policies/policy';
import { SelectedPolicies } from '../../../istiod/policies/selected-policies';
import { recordsAt } from '../../../istiod/policies/strict-fields';
import type { Workload } from '../../../istiod/workloads/workloads';
import { REQUEST_AUTHENTICATION } from '../../../manifests/kinds';
import type { Manifest } from '../../../manifests/manifest';
import { type ObjectRef, refTo } from '../../../manifests/object-ref';
import { type JwtRule, readJwtRule } from './jwt-rule';

/** A rule, and its place in a RequestAuthentication. */
export interface PlacedRule {
  readonly by: ObjectRef;
  readonly place: number;
  readonly rule: JwtRule;
}

interface RequestAuthentication extends SelectingPolicy {
  readonly rules: readonly PlacedRule[];
}

/** Whether any RequestAuthentication applies to a workload. */
export function hasRequestAuthentication(index: MeshIndex, workload: Workload): boolean {
  return index.view(requestAuthenticationsOf).rulesOf(workload).length > 0;
}

/** The RequestAuthentications that apply to no pod. */
export function ignoredRequestAuthentications(index: MeshIndex): readonly IgnoredPolicy[] {
  return index.view(requestAuthenticationsOf).ignored;
}

/** The RequestAuthentications of an index; ask for them by `index.view(requestAuthenticationsOf)`. */
export function requestAuthenticationsOf(index: MeshIndex): RequestAuthentications {
  return new RequestAuthentications(index);
}

const NO_RULES: readonly PlacedRule[] = [];

/** The rules for tokens, by the pods that they apply to. (H2) */
export class RequestAuthentications {
  readonly ignored: readonly IgnoredPolicy[];
  private readonly policies: SelectedPolicies<RequestAuthentication>;
  private readonly known = new WeakMap<Workload, readonly PlacedRule[]>();

  constructor(index: MeshIndex) {
    const { policies, ignored } = readPolicies(index, REQUEST_AUTHENTICATION, read);
    this.policies = new SelectedPolicies(policies, index.mesh.rootNamespace);
    this.ignored = ignored;
  }

  /** The rules of all RequestAuthentications for a workload, in the order in which proxies ask them: by issuer. */
  rulesOf(workload: Workload): readonly PlacedRule[] {
    const policies = this.policies.of(workload);
    if (policies.length === 0) {
      return NO_RULES;
    }
    let rules = this.known.get(workload);
    if (!rules) {
      rules = policies
        .flatMap((policy) => policy.rules)
        .sort((a, b) => (a.rule.issuer < b.rule.issuer ? -1 : a.rule.issuer > b.rule.issuer ? 1 : 0));
      this.known.set(workload, rules);
    }
    return rules;
  }
}

function read(
  policy: SelectingPolicy,
  manifest: Manifest,
  spec: Readonly<Record<string, unknown>>,
): RequestAuthentication {
  const by = refTo(manifest);
  return {
    ...policy,
    rules: recordsAt(spec, 'jwtRules').map((rule, place) => ({ by, place, rule: readJwtRule(rule) })),
  };
}
