/** In characters. Longer prefixes are not compared, so that time stays linear. */
export const MAX_PREFIX_LENGTH = 512;
/** After this many comparisons the rest of an object is skipped. Only thousands of similar matches need so many. */
export const MAX_COMPARISONS = 1_000_000;
