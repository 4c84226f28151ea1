import { Undecidable } from '../../algebra/undecidable';
import type { TraceRequest } from '../../routing';
import { entranceOf, isSentBy, type Question } from '../requests/question';
import { sideOf } from './deciders';
import type { Difference, Undecided } from './difference';
import type { Region } from './explore';

/** What an exploration has found, to be shown. */
export interface Findings {
  readonly differences: readonly Difference[];
  readonly undecided: readonly Undecided[];
}

/** What is said of the requests of a question that change, and of those that cannot be compared. */
export function findingsOf(question: Question, regions: readonly Region[]): Findings {
  const differences: Difference[] = [];
  const undecided: Undecided[] = [];
  for (const { finding, conditions, includes } of regions) {
    const requests = { entrances: [entranceOf(question)], conditions };
    const includesSent = (asked: TraceRequest) => isSentBy(question, asked) && includes(asked);
    if (finding instanceof Undecidable) {
      undecided.push({ requests, because: finding.message, includes: includesSent });
      continue;
    }
    const { request, old, new: next, fate } = finding;
    differences.push({
      change: fate.change,
      requests,
      witness: request,
      old: sideOf(old),
      new: sideOf(next),
      aspects: fate.aspects,
      includes: includesSent,
    });
  }
  return { differences, undecided };
}
