import { el } from '../dom/elements';
import { CHECKS_ELEMENT, type PageData, type PageFinding } from '../page-data';
import type {} from './main';
import type { Checked } from './page-check';

/** What one step of a check may take, in milliseconds, before the page is given a turn. */
const TURN = 24;

/**
 * Checks manifests, and lets the page go on meanwhile.
 *
 * @param isWanted whether somebody still waits for the answer
 * @returns undefined if nobody does
 */
export async function runCheck(
  checked: Checked,
  data: PageData,
  isWanted: () => boolean,
): Promise<readonly PageFinding[] | undefined> {
  await nextTurn();
  const steps = checksOfPage()(checked, data);
  let start = performance.now();
  while (isWanted()) {
    const step = steps.next();
    if (step.done === true) {
      return step.value;
    }
    if (performance.now() - start > TURN) {
      await nextTurn();
      start = performance.now();
    }
  }
  return undefined;
}

/** The code of the checks is text until it is needed, so that opening the page does not take longer. */
function checksOfPage(): NonNullable<typeof globalThis.meshCheck> {
  if (!globalThis.meshCheck) {
    const code = document.getElementById(CHECKS_ELEMENT)?.textContent ?? '';
    document.head.append(el('script', {}, code));
  }
  const { meshCheck } = globalThis;
  if (!meshCheck) {
    throw new Error('the browser does not run the checks that are in the page');
  }
  return meshCheck;
}

/** After what is there to be drawn has been drawn. */
export function nextTurn(): Promise<void> {
  return new Promise((done) => setTimeout(done));
}
