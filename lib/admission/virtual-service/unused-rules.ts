import type {
  VirtualServiceSpecHttp,
  VirtualServiceSpecTcp,
  VirtualServiceSpecTls,
} from '../../../imports/networking.istio.io';
import { groupedBy } from '../../manifests/collections';
import { fieldText } from '../../manifests/field-path';
import type { FieldPath } from '../../manifests/manifest';
import type { Problem } from '../problem';
import { INEFFECTIVE_MATCH, UNREACHABLE_ROUTE, UNREACHABLE_RULE } from '../problem-types';
import { coveredPrefixes } from './covered-prefixes';
import { matchText } from './match-text';
import {
  type UnreachableRoute,
  unreachableHttpRoutes,
  unreachableTcpRoutes,
  unreachableTlsRoutes,
} from './reachability';
import type { UnusedRule } from './unused-rule';

/**
 * HTTP routes and matches that are not used: all that Istio's analyzer reports, which compares matches as texts and is
 * sometimes wrong, and the routes that no request reaches in fact. (M4)
 */
export function* unusedHttpRuleProblems(
  field: FieldPath,
  routes: readonly VirtualServiceSpecHttp[],
): Iterable<Problem> {
  if (!isSingle(routes)) {
    const reported = [...repeatedMatches(field, routes), ...coveredPrefixes(field, routes)];
    yield* merged(field, routes, reported, unreachableHttpRoutes(field, routes));
  }
}

/** TLS routes and matches that are not used. */
export function* unusedTlsRuleProblems(
  field: FieldPath,
  routes: readonly VirtualServiceSpecTls[],
): Iterable<Problem> {
  if (!isSingle(routes)) {
    yield* merged(field, routes, repeatedMatches(field, routes), unreachableTlsRoutes(field, routes));
  }
}

/** TCP routes and matches that are not used. */
export function* unusedTcpRuleProblems(
  field: FieldPath,
  routes: readonly VirtualServiceSpecTcp[],
): Iterable<Problem> {
  if (!isSingle(routes)) {
    yield* merged(field, routes, repeatedMatches(field, routes), unreachableTcpRoutes(field, routes));
  }
}

interface Route {
  readonly match?: readonly object[];
}

/** Whether there is only one match, which no other can take requests from. */
function isSingle(routes: readonly Route[]): boolean {
  return routes.length === 0 || (routes.length === 1 && (routes[0]?.match?.length ?? 0) < 2);
}

/**
 * Where the analyzer reports a route that is not reached in fact, the first of its findings says so. Constructs do not
 * report the analyzer's other findings.
 */
function* merged(
  field: FieldPath,
  routes: readonly Route[],
  reported: Iterable<UnusedRule>,
  unreachable: Iterable<UnreachableRoute>,
): Iterable<Problem> {
  const [rulesThere, unreachableThere] = [[...reported], [...unreachable]];
  if (rulesThere.length + unreachableThere.length === 0) {
    return;
  }
  const reportedRules = groupedBy(rulesThere, ({ route }) => route);
  const unreachableMessages = new Map(unreachableThere.map(({ route, message }) => [route, message]));
  const places = new Set([...reportedRules.keys(), ...unreachableMessages.keys()]);
  for (const route of [...places].sort((a, b) => a - b)) {
    const rules: readonly UnusedRule[] = reportedRules.get(route) ?? [];
    const message = unreachableMessages.get(route);
    const replaced = message === undefined ? undefined : wholeRoute(rules, routes[route]?.match?.length ?? 0);
    if (message !== undefined && replaced === undefined) {
      yield { field: [...field, route], message, type: UNREACHABLE_ROUTE };
    }
    for (const rule of rules) {
      const type = rule.match === undefined ? UNREACHABLE_RULE : INEFFECTIVE_MATCH;
      if (message !== undefined && rule === replaced) {
        yield { field: [...field, route], message, type };
      } else {
        const match = rule.match === undefined ? [] : ['match', rule.match];
        yield { field: [...field, route, ...match], message: rule.message, type };
      }
    }
  }
}

/** The finding that means the whole route: about the route, or the first if there is one about each of its matches. */
function wholeRoute(rules: readonly UnusedRule[], matches: number): UnusedRule | undefined {
  const ofRoute = rules.find(({ match }) => match === undefined);
  return ofRoute ?? (new Set(rules.map(({ match }) => match)).size === matches ? rules[0] : undefined);
}

/** Routes after a route without a match, and matches that equal earlier ones. */
function* repeatedMatches(field: FieldPath, routes: readonly Route[]): Iterable<UnusedRule> {
  const earlier = new Map<string, number>();
  let withoutMatch: number | undefined;
  for (const [route, { match: matches = [] }] of routes.entries()) {
    if (withoutMatch !== undefined) {
      const other = fieldText([...field, withoutMatch]);
      const message = `is not used, because ${other} before it has no match and takes every request; move ${other} to the end`;
      yield { route, message };
    } else if (matches.length > 0) {
      const known = matches.map((match) => {
        const text = matchText(match);
        const place = earlier.get(text);
        if (place === undefined) {
          earlier.set(text, route);
        }
        return place;
      });
      for (const [match, place] of known.entries()) {
        if (place !== undefined) {
          const where = place === route ? 'this route' : fieldText([...field, place]);
          const message = `is not used, because ${where} has the same match before it; remove it`;
          yield { route, match, message };
        }
      }
      if (!known.includes(undefined)) {
        const message = 'is not used, because rules before it have all of its matches; remove it';
        yield { route, message };
      }
    }
    if (matches.length === 0) {
      withoutMatch = route;
    }
  }
}
