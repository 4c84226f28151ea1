import {
  describeHop,
  describeOutcome,
  describeRequest,
  describeTrace,
  type Hop,
  type MeshModel,
  type Outcome,
  type Trace,
  type TraceRequest,
} from '../routing';
import type { ModelSource } from '../tracing/mesh-model';
import { type TraceRequest as AskedRequest, routedRequest } from '../tracing/request';
import { trace } from '../tracing/trace';
import { decisiveHops } from './decisive-hops';

/** What jest, and test runners with an `expect` like jest's, give a matcher as `this`. */
export interface MatcherContext {
  /** Whether `.not` stands before the matcher. */
  readonly isNot?: boolean;
  /** Helpers for messages. */
  readonly utils: {
    /** The call of the matcher, as the first line of failure messages. */
    matcherHint(
      name: string,
      received?: string,
      expected?: string,
      options?: { readonly isNot?: boolean; readonly secondArgument?: string },
    ): string;
    /** Colours the expected text. */
    EXPECTED_COLOR(text: string): string;
    /** Colours the received text. */
    RECEIVED_COLOR(text: string): string;
  };
}

/** The result of a matcher. */
export interface MatcherResult {
  /** Whether the expectation is met. */
  readonly pass: boolean;
  /** Why the test fails, if it fails. */
  message(): string;
}

/** What a matcher expects of requests. */
export interface Judgement {
  readonly matcher: string;
  /** The expectation, in words. */
  readonly expected: string;
  /** The share of an outcome that is as expected, from 0 to 1. */
  share(outcome: Outcome, way: Trace): number;
  /** The percentage of requests; undefined for all requests, and after `.not` for none. */
  readonly weight?: number;
  /** What else is received, in lines. */
  received?(way: Trace): readonly string[];
  /** What to do about it. */
  advice?(way: Trace): readonly string[];
  /** Hops that failure messages show, besides those that stop requests. */
  readonly about?: readonly Hop['hop'][];
}

/** Weights have two decimals, so that a third is 33.33. */
const TOLERANCE = 0.01;
/** Sums of shares are not exact. */
const ROUNDING = 1e-9;

/** Whether all requests are as expected, or with `.not` none of them. */
export function judge(
  context: MatcherContext,
  manifests: MeshModel | ModelSource,
  request: AskedRequest | string,
  judgement: Judgement,
): MatcherResult {
  const { isNot = false } = context;
  const asked = routedRequest(request);
  const way = trace(manifests, asked);
  // An outcome that is not modelled may be anything, so neither the matcher nor its opposite holds.
  const isKnown = !way.outcomes.some(({ is }) => is === 'unmodelled');
  return {
    pass: isKnown ? isFulfilled(judgement, way, isNot) : isNot,
    message: () => messageOf(context, asked, way, judgement),
  };
}

function isFulfilled({ share, weight }: Judgement, way: Trace, isNot: boolean): boolean {
  const total = way.outcomes.reduce((sum, outcome) => sum + outcome.probability * share(outcome, way), 0);
  if (weight !== undefined) {
    return Math.abs(total * 100 - weight) < TOLERANCE;
  }
  return isNot ? total > ROUNDING : total > 1 - ROUNDING;
}

function messageOf(
  { isNot = false, utils }: MatcherContext,
  request: TraceRequest,
  way: Trace,
  { matcher, expected, weight, about, received: more, advice }: Judgement,
): string {
  const share = weight === undefined ? '' : `${weight}% `;
  const received = [...way.outcomes.map(describeOutcome), ...(more?.(way) ?? [])].map((line) =>
    utils.RECEIVED_COLOR(line),
  );
  return [
    utils.matcherHint(matcher, 'manifests', 'request', { isNot, secondArgument: 'expected' }),
    '',
    `Request:  ${describeRequest(request)}`,
    `Expected: ${isNot ? 'not ' : ''}${utils.EXPECTED_COLOR(`${share}${expected}`)}`,
    `Received: ${received.join(`\n          `)}`,
    ...(advice?.(way) ?? []),
    '',
    'Decided by:',
    ...decisiveHops(way.hops, about).flatMap(describeHop).map(indented),
    '',
    'The whole way:',
    ...describeTrace(way).map(indented),
  ].join('\n');
}

function indented(line: string): string {
  return `  ${line}`;
}
