import type { Level } from '../catalogue/message-type';

/** The least severe messages that count as a failure. */
export type FailOn = 'error' | 'warning';

export const FAIL_ON: readonly FailOn[] = ['error', 'warning'];

/** Whether a message counts as a failure. */
export function isFailure({ level }: { readonly level: Level }, failOn: FailOn): boolean {
  return level === 'Error' || (level === 'Warning' && failOn === 'warning');
}
