import type { Message } from '../../lib/checks';

/** The messages that stand for an error that a validator has thrown: the checks catch it, so that they always end. */
export function failuresOf(messages: readonly Message[]): string[] {
  return messages.map(({ message }) => message).filter((message) => message.includes('is not shaped as'));
}
