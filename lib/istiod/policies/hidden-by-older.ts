import type { Manifest } from '../../manifests/manifest';
import type { Workload } from '../workloads/workloads';
import type { SelectingPolicy } from './policy';

/** Objects of which only the oldest that selects a workload has an effect on it. */
interface OldestWins<Policy> {
  readonly withSelector: readonly Policy[];
  /** Those that select a workload, oldest first. */
  selecting(workload: Workload): readonly Policy[];
}

/** An object, an older one, and a workload that both of them select. */
export interface HiddenByOlder<Policy> {
  readonly hidden: Policy;
  readonly older: Policy;
  readonly shared: Workload;
}

/**
 * The objects that have no effect on some workload that they select, each with one such workload.
 *
 * @param workloadsOf the workloads that an object selects
 */
export function* hiddenByOlder<Policy extends SelectingPolicy & { readonly manifest: Manifest }>(
  policies: OldestWins<Policy>,
  workloadsOf: (policy: Policy) => readonly Workload[],
): Iterable<HiddenByOlder<Policy>> {
  // A single one hides nothing, and most meshes have none.
  for (const hidden of policies.withSelector.length < 2 ? [] : policies.withSelector) {
    const shared = workloadsOf(hidden).find((workload) => policies.selecting(workload)[0] !== hidden);
    const [older] = shared ? policies.selecting(shared) : [];
    if (shared && older) {
      yield { hidden, older, shared };
    }
  }
}
