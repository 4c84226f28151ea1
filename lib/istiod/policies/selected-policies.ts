import { groupedBy, memoized } from '../../manifests/collections';
import { SelectorIndex } from '../workloads/selectors';
import type { Workload } from '../workloads/workloads';
import type { SelectingPolicy } from './policy';

/** Policies by the workloads that they are for: those of the workload's namespace, and those of the root namespace. (H2, H3) */
export class SelectedPolicies<Policy extends SelectingPolicy> {
  private readonly found = memoized(
    (workload: Workload) => workload,
    (workload): readonly Policy[] => {
      const namespaces = new Set([workload.namespace, this.rootNamespace]);
      return [...namespaces].flatMap(
        (namespace) =>
          (namespace === undefined ? undefined : this.byNamespace.get(namespace))?.selecting(
            workload.labels,
          ) ?? [],
      );
    },
  );
  private readonly byNamespace: ReadonlyMap<string, SelectorIndex<Policy>>;

  /**
   * @param policies in the order in which they are asked for
   * @param rootNamespace the namespace whose policies are for all namespaces; without it there is none
   */
  constructor(
    policies: readonly Policy[],
    private readonly rootNamespace?: string,
  ) {
    this.byNamespace = new Map(
      [...groupedBy(policies, ({ namespace }) => namespace)].map(([namespace, own]) => [
        namespace,
        new SelectorIndex(own, ({ selector }) => selector),
      ]),
    );
  }

  /** The policies for a workload: first those of its namespace, then those of the root namespace. */
  of(workload: Workload): readonly Policy[] {
    // Most namespaces have no policies, and nothing need be remembered of their workloads.
    const isNone =
      !this.byNamespace.has(workload.namespace) &&
      (this.rootNamespace === undefined || !this.byNamespace.has(this.rootNamespace));
    return isNone ? [] : this.found(workload);
  }
}
