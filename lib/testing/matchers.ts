import type { AnswerExpectation, RedirectExpectation, RewriteExpectation } from '../expectations';
import {
  delaysOf,
  isAnswered,
  isDenied,
  isRedirected,
  isRewritten,
  isTreatedSo,
  shareRouted,
  wayTo,
  wholeWay,
} from '../expectations';
import type { MeshModel, Outcome } from '../routing';
import type { ModelSource } from '../tracing/mesh-model';
import type { TraceRequest } from '../tracing/request';
import { checkExpectation } from './check-expectation';
import {
  type DenialExpectation,
  plainDenial,
  plainRoute,
  type RouteExpectation,
  targetName,
} from './construct-targets';
import { judge, type MatcherContext, type MatcherResult } from './judge';
import { keepsRoutes } from './keeps-routes';
import { delayAdvice, delayLines, routeWords, wayWords } from './route-words';
import type { RoutingMatchers } from './routing-matchers';

/** What matchers trace requests through: a model, or what a model is made of. */
export type Manifests = MeshModel | ModelSource;

/** The matchers as `expect.extend` takes them, with the manifests as their first parameter. */
export type MatcherImplementations = {
  readonly [Name in keyof RoutingMatchers<MatcherResult>]: (
    this: MatcherContext,
    manifests: Manifests,
    ...expected: Parameters<RoutingMatchers<MatcherResult>[Name]>
  ) => MatcherResult;
};

/**
 * The matchers, for an `expect` that is not global: `expect.extend(matchers)`. {@link RoutingMatchers} describes each of
 * them.
 */
export const matchers: MatcherImplementations = {
  toRoute,
  toRedirect,
  toDeny,
  toAnswer,
  toRewrite,
  toKeepRoutesOf,
};

function toRoute(
  this: MatcherContext,
  manifests: Manifests,
  request: TraceRequest | string,
  expected: RouteExpectation,
): MatcherResult {
  checkExpectation('toRoute', expected, {
    fields: {
      to: 'target',
      weight: 'number',
      subset: 'string',
      within: 'duration',
      retries: 'retries',
      delay: 'delay',
      tls: 'transport',
      mirrored: 'targets',
    },
    needs: ['to'],
  });
  const plain = plainRoute(expected);
  // Requests that are delayed get there, too, so nothing but a delay must not fulfil the opposite.
  const refusesDelay = plain.delay === undefined && this.isNot !== true;
  return judge(this, manifests, request, {
    matcher: 'toRoute',
    expected: routeWords(plain),
    share(outcome, trace) {
      const routed = shareRouted(outcome, plain);
      const way = wayTo(trace, outcome);
      const isDelayed = refusesDelay && delaysOf(way).length > 0;
      return routed > 0 && isTreatedSo(way, plain) && !isDelayed ? routed : 0;
    },
    received: (trace) => {
      const way = wholeWay(trace);
      return [...(refusesDelay ? delayLines(way) : []), ...wayWords(way, plain)];
    },
    advice: (trace) => (refusesDelay ? delayAdvice(wholeWay(trace)) : []),
    ...weightOf(expected),
  });
}

function toRedirect(
  this: MatcherContext,
  manifests: Manifests,
  request: TraceRequest | string,
  expected: RedirectExpectation = {},
): MatcherResult {
  checkExpectation('toRedirect', expected, {
    fields: { to: 'string', status: 'number', weight: 'number' },
    needs: [],
  });
  const { to, status } = expected;
  return judge(this, manifests, request, {
    matcher: 'toRedirect',
    expected: words(status, 'redirect', to !== undefined && `to ${to}`),
    share: whole((outcome) => isRedirected(outcome, expected)),
    ...weightOf(expected),
  });
}

function toDeny(
  this: MatcherContext,
  manifests: Manifests,
  request: TraceRequest | string,
  expected: DenialExpectation = {},
): MatcherResult {
  checkExpectation('toDeny', expected, {
    fields: { by: 'object', status: 'number', weight: 'number' },
    needs: [],
  });
  const plain = plainDenial(expected);
  const { by, status } = plain;
  return judge(this, manifests, request, {
    matcher: 'toDeny',
    expected: words(status, 'denied', by !== undefined && `by ${targetName(by)}`),
    share: whole((outcome) => isDenied(outcome, plain)),
    ...weightOf(expected),
    about: ['policies'],
  });
}

function toAnswer(
  this: MatcherContext,
  manifests: Manifests,
  request: TraceRequest | string,
  expected: AnswerExpectation,
): MatcherResult {
  checkExpectation('toAnswer', expected, {
    fields: { status: 'number', body: 'string', weight: 'number' },
    needs: ['status'],
  });
  const { status, body } = expected;
  return judge(this, manifests, request, {
    matcher: 'toAnswer',
    expected: words(status, body !== undefined && JSON.stringify(body), 'by a proxy'),
    share: whole((outcome) => isAnswered(outcome, expected)),
    ...weightOf(expected),
    about: ['treatment'],
  });
}

function toRewrite(
  this: MatcherContext,
  manifests: Manifests,
  request: TraceRequest | string,
  expected: RewriteExpectation,
): MatcherResult {
  checkExpectation('toRewrite', expected, {
    fields: { path: 'string', authority: 'string' },
    needs: ['path', 'authority'],
  });
  const { path, authority } = expected;
  return judge(this, manifests, request, {
    matcher: 'toRewrite',
    expected: words(
      'to a destination that sees',
      authority !== undefined && `host ${JSON.stringify(authority)}`,
      path !== undefined && `path ${JSON.stringify(path)}`,
    ),
    share: whole((outcome) => isRewritten(outcome, expected)),
    about: ['treatment'],
  });
}

function toKeepRoutesOf(this: MatcherContext, manifests: Manifests, old: Manifests): MatcherResult {
  return keepsRoutes(this, manifests, old);
}

function weightOf({ weight }: { readonly weight?: number }): { readonly weight?: number } {
  return weight === undefined ? {} : { weight };
}

/** An outcome is as expected as a whole, or not at all. */
function whole(isExpected: (outcome: Outcome) => boolean): (outcome: Outcome) => number {
  return (outcome) => Number(isExpected(outcome));
}

function words(...parts: readonly (string | number | false | undefined)[]): string {
  return parts.filter((part) => part !== false && part !== undefined).join(' ');
}
