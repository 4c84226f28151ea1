import {
  type DelayExpectation,
  type DurationText,
  delayOf,
  delaysOf,
  mirrorsIn,
  mirrorsOf,
  type RouteExpectation,
  retriesOf,
  timeoutOf,
  type WayTo,
} from '../expectations';
import { percent, treatments } from '../routing/words/describe-parts';
import { targetName } from './construct-targets';

/** Where requests are expected to go, in words. */
export function routeWords(expected: RouteExpectation): string {
  const { to, subset, within, retries, delay, tls, mirrored } = expected;
  return [
    `to ${targetName(to)}`,
    ...(subset === undefined ? [] : [`subset ${JSON.stringify(subset)}`]),
    ...(within === undefined ? [] : [`timeout ${durationText(within)}`]),
    ...(retries === undefined ? [] : [`retries ${retriesText(retries)}`]),
    ...(delay === undefined ? [] : [`delay ${delayText(delayOf(delay))}`]),
    ...(tls === undefined ? [] : [`in ${tls}`]),
    ...(mirrored === undefined ? [] : [`mirror ${mirrorsText(mirrored)}`]),
  ].join(', ');
}

/** What happens on the way, as far as the expectation says something of it, in lines. */
export function wayWords(way: WayTo, expected: RouteExpectation): string[] {
  const { within, retries, delay, tls, mirrored } = expected;
  const timeout = timeoutOf(way)?.text;
  const actual = retriesOf(way);
  const mirrors = mirrorsOf(way);
  const transports = [...new Set(way.arrivals.map(({ transport }) => transport))];
  return [
    ...(within === undefined ? [] : linesOf({ timeout }, 'timeout: none')),
    ...(retries === undefined ? [] : linesOf({ retries: actual }, 'retries: none')),
    ...(delay === undefined ? [] : delayLines(way, 'delay: none')),
    ...(tls === undefined || transports.length === 0 ? [] : [`in ${transports.join(' or ')}`]),
    ...(mirrored === undefined
      ? []
      : linesOf({ mirrors: mirrors.length === 0 ? undefined : mirrors }, 'mirror: none')),
  ];
}

/** What to do about a delay that an expectation does not mention; empty without a delay. */
export function delayAdvice(way: WayTo): string[] {
  const [delay] = delaysOf(way);
  if (!delay) {
    return [];
  }
  const { duration, percentage } = delay;
  const value =
    percentage === 100 ? `'${duration}'` : `{ duration: '${duration}', percentage: ${percentage} }`;
  return [`A fault delays the requests. If that is meant, expect it: delay: ${value}`];
}

/** The delays on the way, in the words of the trace. */
export function delayLines(way: WayTo, none?: string): string[] {
  const lines = delaysOf(way).flatMap((delay) => treatments({ hop: 'treatment', delay }));
  return lines.length === 0 && none !== undefined ? [none] : lines;
}

type Measures = { readonly [Field in 'timeout' | 'retries' | 'mirrors']?: unknown };

function linesOf(measure: Measures, none: string): string[] {
  const lines = treatments({ hop: 'treatment', ...(measure as object) });
  return lines.length === 0 ? [none] : lines;
}

function durationText(duration: DurationText): string {
  return typeof duration === 'string' ? duration : `${duration.toMilliseconds() / 1000}s`;
}

function retriesText(retries: NonNullable<RouteExpectation['retries']>): string {
  if (typeof retries === 'number') {
    return `${retries}`;
  }
  const { attempts, retryOn, perTryTimeout } = retries;
  const on = retryOn === undefined ? '' : ` on ${retryOn}`;
  return `${attempts}${on}${perTryTimeout === undefined ? '' : `, ${durationText(perTryTimeout)} each`}`;
}

function delayText({ duration, percentage }: Required<DelayExpectation>): string {
  return `${durationText(duration)} for ${percent(percentage)}`;
}

function mirrorsText(mirrored: NonNullable<RouteExpectation['mirrored']>): string {
  const mirrors = mirrorsIn(mirrored).map(
    ({ to, percentage }) => `${percent(percentage)} to ${targetName(to)}`,
  );
  return mirrors.length === 0 ? 'none' : mirrors.join(' and ');
}
