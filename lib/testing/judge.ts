import {
  describeHop,
  describeOutcome,
  describeRequest,
  describeTrace,
  type Hop,
  type Outcome,
  parseRequest,
  MeshModel as RoutingModel,
  type Trace,
  type TraceRequest,
  trace,
} from '../routing';
import { MeshModel, type ModelSource } from '../tracing/mesh-model';
import { decisiveHops } from './decisive-hops';

/** What jest, and others that extend `expect` in its way, give a matcher as `this`. */
export interface MatcherContext {
  /** Whether `.not` stands before the matcher. */
  readonly isNot?: boolean;
  /** The words of its messages. */
  readonly utils: {
    /** The call, as failure messages begin with it. */
    matcherHint(
      name: string,
      received?: string,
      expected?: string,
      options?: { readonly isNot?: boolean; readonly secondArgument?: string },
    ): string;
    /** Colours what is expected. */
    EXPECTED_COLOR(text: string): string;
    /** Colours what is there instead. */
    RECEIVED_COLOR(text: string): string;
  };
}

/** What a matcher finds. */
export interface MatcherResult {
  /** Whether what was expected is the case. */
  readonly pass: boolean;
  /** Why the test fails, if it does. */
  message(): string;
}

/** What requests are to come to. */
export interface Judgement {
  readonly matcher: string;
  /** In words. */
  readonly expected: string;
  /** How much of an outcome is as expected, from 0 to 1. */
  share(outcome: Outcome): number;
  /** How many requests in a hundred; undefined for all, and for none of them after `.not`. */
  readonly weight?: number;
  /** Hops that failure messages show besides those that stop requests. */
  readonly about?: readonly Hop['hop'][];
}

/** Shares are told by two decimals, so that a third is 33.33. */
const TOLERANCE = 0.01;
/** Sums of shares are not exact. */
const ROUNDING = 1e-9;

/** Whether requests come to what is expected: all of them, and with `.not` none. */
export function judge(
  context: MatcherContext,
  manifests: RoutingModel | ModelSource,
  request: TraceRequest | string,
  judgement: Judgement,
): MatcherResult {
  const { isNot = false } = context;
  const asked = typeof request === 'string' ? parseRequest(request) : request;
  const model = manifests instanceof RoutingModel ? manifests : MeshModel.of(manifests);
  const way = trace(model, asked);
  // What is not modelled may be anything, so that neither the matcher nor its opposite holds.
  const isKnown = !way.outcomes.some(({ is }) => is === 'unmodelled');
  return {
    pass: isKnown ? isFulfilled(judgement, way, isNot) : isNot,
    message: () => messageOf(context, asked, way, judgement),
  };
}

function isFulfilled({ share, weight }: Judgement, { outcomes }: Trace, isNot: boolean): boolean {
  const total = outcomes.reduce((sum, outcome) => sum + outcome.probability * share(outcome), 0);
  if (weight !== undefined) {
    return Math.abs(total * 100 - weight) < TOLERANCE;
  }
  return isNot ? total > ROUNDING : total > 1 - ROUNDING;
}

function messageOf(
  { isNot = false, utils }: MatcherContext,
  request: TraceRequest,
  way: Trace,
  { matcher, expected, weight, about }: Judgement,
): string {
  const share = weight === undefined ? '' : `${weight}% `;
  const received = way.outcomes.map(describeOutcome).map((line) => utils.RECEIVED_COLOR(line));
  return [
    utils.matcherHint(matcher, 'manifests', 'request', { isNot, secondArgument: 'expected' }),
    '',
    `Request:  ${describeRequest(request)}`,
    `Expected: ${isNot ? 'not ' : ''}${utils.EXPECTED_COLOR(`${share}${expected}`)}`,
    `Received: ${received.join(`\n          `)}`,
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
