import { matchers } from './matchers';
import type { RoutingMatchers } from './routing-matchers';

export type { TracedTarget } from '../constructs/traced-objects';
export type {
  AnswerExpectation,
  DelayExpectation,
  DurationText,
  HostTarget,
  MirrorExpectation,
  RedirectExpectation,
  RetriesExpectation,
  RewriteExpectation,
  Target,
} from '../expectations';
export type { DenialExpectation, PolicyObject, RouteExpectation, RouteTarget } from './construct-targets';
export type { MatcherContext, MatcherResult } from './judge';
export { type Manifests, type MatcherImplementations, matchers } from './matchers';
export type { RoutingMatchers } from './routing-matchers';

declare global {
  namespace jest {
    interface Matchers<R, T> extends RoutingMatchers<R> {}
  }
}

const { expect } = globalThis as { readonly expect?: { extend?(matchers: object): void } };
expect?.extend?.(matchers);
