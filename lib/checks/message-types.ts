import { SHARED_CODES } from '../catalogue';
import type { MessageType } from '../catalogue/message-type';
import { IST9002, IST9003 } from './repeated-objects';
import { RULES } from './rules';

/** All types of messages, in the order of their codes. */
export const MESSAGE_TYPES: readonly MessageType[] = [
  ...new Set([...SHARED_CODES, IST9002, IST9003, ...RULES.flatMap(({ reports }) => reports)]),
].sort((a, b) => (a.code < b.code ? -1 : 1));

/**
 * A code under which the checks report.
 *
 * @param option where the code is given, for the error
 * @throws Error if there is no such code
 */
export function knownCode(code: string, option: string): string {
  if (messageType(code) === undefined) {
    throw new Error(`${option} ${JSON.stringify(code)} is not a code; use one such as IST0101`);
  }
  return code;
}

/** The type of the messages with a code. */
export function messageType(code: string): MessageType | undefined {
  return MESSAGE_TYPES.find((type) => type.code === code);
}
