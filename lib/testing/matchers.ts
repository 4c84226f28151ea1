import type {
  AnswerExpectation,
  DenialExpectation,
  RedirectExpectation,
  RewriteExpectation,
  RouteExpectation,
} from '../expectations';
import { isAnswered, isDenied, isRedirected, isRewritten, shareRouted } from '../expectations';
import type { MeshModel, Outcome, TraceRequest } from '../routing';
import type { ModelSource } from '../tracing/mesh-model';
import { checkExpectation } from './check-expectation';
import { judge, type MatcherContext, type MatcherResult } from './judge';
import { keepsRoutes } from './keeps-routes';
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
    fields: { to: 'string', weight: 'number', subset: 'string' },
    needs: ['to'],
  });
  const { to, subset } = expected;
  return judge(this, manifests, request, {
    matcher: 'toRoute',
    expected: `to ${JSON.stringify(to)}${subset === undefined ? '' : `, subset ${JSON.stringify(subset)}`}`,
    share: (outcome) => shareRouted(outcome, expected),
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
    fields: { by: 'string', status: 'number', weight: 'number' },
    needs: [],
  });
  const { by, status } = expected;
  return judge(this, manifests, request, {
    matcher: 'toDeny',
    expected: words(status, 'denied', by !== undefined && `by ${JSON.stringify(by)}`),
    share: whole((outcome) => isDenied(outcome, expected)),
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
