import type { Rule } from '../message';

/** Every rule, in alphabetical order. */
export const RULES: readonly Rule[] = [];
