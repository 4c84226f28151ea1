export type { Level } from '../catalogue/message-type';
export { withOptionsOf } from '../catalogue/words';
export { check } from './check';
export {
  type CheckedObject,
  type CheckMessage,
  checkMessageOf,
  describeMessage,
  messageLine,
  placeText,
  sentenceOf,
} from './check-message';
export { type CheckOptions, inSurroundings, readChoice, readOptions } from './check-options';
export type { ManifestCheckOptions, Message } from './checking';
export { FAIL_ON, type FailOn, isFailure } from './failure';
export { type MergedMessage, mergedMessages } from './merged-messages';
export { knownCode, MESSAGE_TYPES, messageType } from './message-types';
