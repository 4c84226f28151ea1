export type {
  Decider,
  Difference,
  Entrance,
  RequestClass,
  Side,
  Undecided,
} from './classes/difference';
export { diff, type MeshDiff } from './diff';
export type { AspectChange, Change } from './fates/change';
export type { Aspect } from './fates/fate';
export { describeDiff, diffAsMarkdown, requestsOf, summaryOf } from './words/describe-diff';
export { describeDifference } from './words/describe-difference';
export { type Likewise, likewise } from './words/likewise';
