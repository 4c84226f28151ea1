/**
 * Gives the matchers to the `expect` of vitest, and their types.
 *
 * vitest has only modules of ECMAScript, so this file is one, too. It is not installed here; test/install has the real one.
 */
// biome-ignore-all lint/suspicious/noTsIgnore: the tests in test/install compile against the real vitest.
// biome-ignore-all lint/suspicious/noExplicitAny: an interface is only merged with one of the same parameters.
/** @ts-ignore */
import { expect } from 'vitest';
import { matchers } from './index.js';
import type { RoutingMatchers } from './routing-matchers.js';

/** @ts-ignore */
declare module 'vitest' {
  interface Matchers<T = any> extends RoutingMatchers<void> {}
}

expect.extend(matchers);
