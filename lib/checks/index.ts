export type { Level } from '../catalogue/message-type';
export { withContextOption } from '../catalogue/words';
export { type CheckOptions, check, type Message } from './check';
export { type MergedMessage, mergedMessages } from './merged-messages';
export { isMessageCode, MESSAGE_TYPES } from './message-types';
