import { SHARED_CODES } from '../catalogue';
import type { MessageType } from '../catalogue/message-type';
import { IST9002, IST9003 } from './repeated-objects';
import { RULES } from './rules';

/** All types of messages, in the order of their codes. */
export const MESSAGE_TYPES: readonly MessageType[] = [
  ...new Set([...SHARED_CODES, IST9002, IST9003, ...RULES.flatMap(({ reports }) => reports)]),
].sort((a, b) => (a.code < b.code ? -1 : 1));

/** Whether a code is one under which the checks report. */
export function isMessageCode(code: string): boolean {
  return MESSAGE_TYPES.some((type) => type.code === code);
}
