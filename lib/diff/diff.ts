import { Undecidable } from '../algebra/undecidable';
import type { MeshModel } from '../routing';
import { addedAndRemoved } from './changes/added-and-removed';
import { type Affected, affected } from './changes/affected';
import { changedObjects } from './changes/changed-objects';
import { unmodelledChanges } from './changes/unmodelled-fields';
import type { Difference, Undecided } from './classes/difference';
import { explore, undecidedExploration } from './classes/explore';
import { findingsOf } from './classes/findings';
import { mergedDifferences } from './classes/merge';
import { gatewayQuestions } from './requests/gateway-questions';
import { meshQuestions } from './requests/mesh-questions';
import type { Question } from './requests/question';

/** The requests whose fate differs between two meshes. */
export interface MeshDiff {
  /** The most consequential ones first. */
  readonly differences: readonly Difference[];
  /** Hosts, listeners, Services and clients that only the new mesh has. */
  readonly added: readonly string[];
  /** Those that only the old mesh has. */
  readonly removed: readonly string[];
  /** Requests that could not be compared, and why. */
  readonly undecided: readonly Undecided[];
  /** What has a say in some of the requests and is not modelled, so that they may change all the same. */
  readonly notModelled: readonly string[];
  /** How many requests were traced through both meshes, each of which stands for all that both meshes treat alike. */
  readonly asked: number;
}

/** More requests than these take minutes. */
const MOST_REQUESTS = 1_000_000;
const TOO_MANY = undecidedExploration(
  new Undecidable(`more than ${MOST_REQUESTS} requests would have to be traced`),
);

/**
 * The requests that change their fate from one mesh to another: what their client gets, where they go, and what the
 * destination gets. The requests are compared class by class, so that no request outside the reported classes changes.
 */
export function diff(old: MeshModel, next: MeshModel): MeshDiff {
  const changed = changedObjects(old.index, next.index);
  const changes = affected(old.index, next.index, changed);
  const differences: Difference[] = [];
  const undecided: Undecided[] = [];
  const notModelled = new Set(unmodelledChanges(old.index, next.index, changed));
  let asked = 0;
  for (const question of changes.isEmpty ? [] : questions(old, next, changes)) {
    const explored = asked > MOST_REQUESTS ? TOO_MANY : explore(old, next, question);
    const found = findingsOf(question, explored.regions);
    asked += explored.asked;
    differences.push(...found.differences);
    undecided.push(...found.undecided);
    for (const reason of explored.notModelled) {
      notModelled.add(reason);
    }
  }
  return {
    differences: mergedDifferences(differences),
    ...addedAndRemoved(old, next),
    undecided,
    notModelled: [...notModelled],
    asked,
  };
}

function* questions(old: MeshModel, next: MeshModel, changes: Affected): Iterable<Question> {
  yield* gatewayQuestions(old, next, changes);
  yield* meshQuestions(old, next, changes);
}
