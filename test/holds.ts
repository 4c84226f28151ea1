import fc from 'fast-check';

/** How many times as many examples as in a quick run are tried; `.ci/run` sets it. */
const FACTOR = Number(process.env.FAST_CHECK_FACTOR || 1);
/** In a quick run, tests that try every one of very many cases try one in so many. */
export const STRIDE = FACTOR > 1 ? 1 : 5;
/** Repeats the run that has failed with this seed. */
const SEED = process.env.FAST_CHECK_SEED;

/** Tries a property with that many examples, or `FAST_CHECK_FACTOR` times as many. */
export function holds<Example>(property: fc.IProperty<Example>, examples = 25): void {
  fc.assert(property, { numRuns: examples * FACTOR, ...(SEED && { seed: Number(SEED) }) });
}
