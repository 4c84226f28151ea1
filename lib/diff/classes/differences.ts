import { entranceOf, isSentBy, type Question } from '../requests/question';
import { sideOf } from './deciders';
import type { Difference } from './difference';
import type { Region } from './explore';

/** The differences that an exploration has found. */
export function differencesOf(question: Question, regions: readonly Region[]): Difference[] {
  return regions.map(({ example: { request, old, new: next, fate }, conditions, includes }) => ({
    change: fate.change,
    requests: { entrances: [entranceOf(question)], conditions },
    witness: request,
    old: sideOf(old),
    new: sideOf(next),
    aspects: fate.aspects.map((aspect) => ({ aspect, old: fate.old[aspect], new: fate.new[aspect] })),
    includes: (asked) => isSentBy(question, asked) && includes(asked),
  }));
}
