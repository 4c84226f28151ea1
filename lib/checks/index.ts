export { type CheckOptions, check, type Message } from './check';
export type { Level } from './message';
export { MESSAGE_TYPES } from './message-types';
