import { carries, type Workload } from '../workloads/workloads';
import type { SelectingPolicy } from './policy';

interface Namespace<Policy> {
  /** Those that select every pod. */
  readonly everywhere: Policy[];
  /** By one of the labels that they select. */
  readonly byLabel: Map<string, Policy[]>;
}

/** Policies by the pods that they are for: those of the pod's namespace, and those of the root namespace. (H2, H3) */
export class SelectedPolicies<Policy extends SelectingPolicy> {
  private readonly namespaces = new Map<string, Namespace<Policy>>();
  private readonly places: ReadonlyMap<Policy, number>;
  private readonly known = new WeakMap<Workload, readonly Policy[]>();

  /**
   * @param policies in the order in which they shall be found
   * @param root the namespace whose policies are for all namespaces; without it there is none
   */
  constructor(
    policies: readonly Policy[],
    private readonly root?: string,
  ) {
    this.places = new Map(policies.map((policy, i) => [policy, i]));
    for (const policy of policies) {
      const { everywhere, byLabel } = this.namespace(policy.namespace);
      const [label] = Object.entries(policy.selector);
      if (!label) {
        everywhere.push(policy);
        continue;
      }
      const key = label.join('=');
      const others = byLabel.get(key);
      if (others) {
        others.push(policy);
      } else {
        byLabel.set(key, [policy]);
      }
    }
  }

  /** Those for the pods of a workload: first its namespace's, then the root namespace's. */
  of(workload: Workload): readonly Policy[] {
    let found = this.known.get(workload);
    if (!found) {
      const { root } = this;
      const isRoot = root === undefined || root === workload.namespace;
      found = [...this.in(workload.namespace, workload), ...(isRoot ? [] : this.in(root, workload))];
      this.known.set(workload, found);
    }
    return found;
  }

  private in(namespace: string, { labels }: Workload): Policy[] {
    const policies = this.namespaces.get(namespace);
    if (!policies) {
      return [];
    }
    const selected = Object.entries(labels)
      .flatMap((label) => policies.byLabel.get(label.join('=')) ?? [])
      .filter(({ selector }) => carries(labels, selector));
    const place = (policy: Policy) => this.places.get(policy) ?? 0;
    return [...policies.everywhere, ...selected].sort((a, b) => place(a) - place(b));
  }

  private namespace(name: string): Namespace<Policy> {
    let namespace = this.namespaces.get(name);
    if (!namespace) {
      namespace = { everywhere: [], byLabel: new Map() };
      this.namespaces.set(name, namespace);
    }
    return namespace;
  }
}
