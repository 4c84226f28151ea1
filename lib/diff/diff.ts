import type { MeshModel } from '../routing';
import { affected } from './changes/affected';
import type { Difference } from './classes/difference';
import { differencesOf } from './classes/differences';
import { explore } from './classes/explore';
import { mergedDifferences } from './classes/merge';
import { gatewayQuestions } from './requests/gateway-questions';
import { meshQuestions } from './requests/mesh-questions';
import type { Question } from './requests/question';
import { Undecidable } from './texts/undecidable';

/** The requests whose fate differs between two meshes. */
export interface MeshDiff {
  /** The most consequential ones first. */
  readonly differences: readonly Difference[];
  /** Requests that could not be compared, and why. */
  readonly undecided: readonly Undecided[];
  /** How many requests were traced through both meshes, each of which stands for many. */
  readonly asked: number;
}

/** Requests that could not be compared. */
export interface Undecided {
  readonly requests: Question;
  readonly because: string;
}

/** More requests than these take minutes. */
const MOST_REQUESTS = 1_000_000;

/**
 * The requests that change their fate from one mesh to another: what their client gets, where they go, and what the
 * destination gets. The requests are compared class by class, so that no request outside the reported classes changes.
 */
export function diff(old: MeshModel, next: MeshModel): MeshDiff {
  const changes = affected(old.index, next.index);
  const differences: Difference[] = [];
  const undecided: Undecided[] = [];
  let asked = 0;
  if (changes.isEmpty) {
    return { differences, undecided, asked };
  }
  for (const question of [...gatewayQuestions(old, next, changes), ...meshQuestions(old, next, changes)]) {
    if (asked > MOST_REQUESTS) {
      undecided.push({
        requests: question,
        because: `more than ${MOST_REQUESTS} requests would have to be traced`,
      });
      continue;
    }
    try {
      const exploration = explore(old, next, question);
      asked += exploration.asked;
      differences.push(...differencesOf(question, exploration.regions));
    } catch (error) {
      if (!(error instanceof Undecidable)) {
        throw error;
      }
      undecided.push({ requests: question, because: error.message });
    }
  }
  return { differences: mergedDifferences(differences), undecided, asked };
}
