import { stripVTControlCharacters } from 'node:util';

/** The message of a failing expectation, without colours. */
export function failure(expectation: () => void): string {
  try {
    expectation();
  } catch (error) {
    return stripVTControlCharacters((error as Error).message);
  }
  throw new Error('the expectation is fulfilled');
}
