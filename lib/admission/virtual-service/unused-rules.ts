import type {
  VirtualServiceSpecHttp,
  VirtualServiceSpecTcp,
  VirtualServiceSpecTls,
} from '../../../imports/networking.istio.io';
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
 * HTTP routes and matches that are not used: all that Istio says of them, which goes by the text of matches and is wrong
 * at times, and routes that no request reaches beyond that. (M4)
 */
export function* unusedHttpRules(
  field: FieldPath,
  routes: readonly VirtualServiceSpecHttp[],
): Iterable<Problem> {
  if (isOne(routes)) {
    return;
  }
  const unused = [...repeatedMatches(field, routes), ...coveredPrefixes(field, routes)];
  yield* merged(field, routes, unused, unreachableHttpRoutes(field, routes));
}

/** The same for TLS routes. */
export function* unusedTlsRules(
  field: FieldPath,
  routes: readonly VirtualServiceSpecTls[],
): Iterable<Problem> {
  if (isOne(routes)) {
    return;
  }
  yield* merged(field, routes, repeatedMatches(field, routes), unreachableTlsRoutes(field, routes));
}

/** The same for TCP routes. */
export function* unusedTcpRules(
  field: FieldPath,
  routes: readonly VirtualServiceSpecTcp[],
): Iterable<Problem> {
  if (isOne(routes)) {
    return;
  }
  yield* merged(field, routes, repeatedMatches(field, routes), unreachableTcpRoutes(field, routes));
}

interface Route {
  readonly match?: readonly object[];
}

/**
 * Where Istio speaks of a route that really is not reached, the truth is told in the place of its first finding; for the
 * other findings of Istio's constructs have no ear.
 */
function* merged(
  field: FieldPath,
  routes: readonly Route[],
  unused: Iterable<UnusedRule>,
  unreachable: Iterable<UnreachableRoute>,
): Iterable<Problem> {
  const byRoute = new Map<number, UnusedRule[]>();
  for (const rule of unused) {
    const known = byRoute.get(rule.route);
    if (known) {
      known.push(rule);
    } else {
      byRoute.set(rule.route, [rule]);
    }
  }
  const truths = new Map([...unreachable].map(({ route, message }) => [route, message]));
  for (const route of [...new Set([...byRoute.keys(), ...truths.keys()])].sort((a, b) => a - b)) {
    const said = byRoute.get(route) ?? [];
    const truth = truths.get(route);
    const place = truth === undefined ? undefined : placeOfTruth(said, routes[route]?.match?.length ?? 0);
    if (truth !== undefined && place === undefined) {
      yield { field: [...field, route], message: truth, type: UNREACHABLE_ROUTE };
    }
    for (const rule of said) {
      const type = rule.match === undefined ? UNREACHABLE_RULE : INEFFECTIVE_MATCH;
      if (truth !== undefined && rule === place) {
        yield { field: [...field, route], message: truth, type };
      } else {
        const match = rule.match === undefined ? [] : ['match', rule.match];
        yield { field: [...field, route, ...match], message: rule.message, type, mayBeMeant: true };
      }
    }
  }
}

/** Whether there is nothing that could take anything from another. */
function isOne(routes: readonly Route[]): boolean {
  return routes.length === 0 || (routes.length === 1 && (routes[0]?.match?.length ?? 0) < 2);
}

/** What Istio says of the route, or of all its matches; undefined when it leaves matches out. */
function placeOfTruth(said: readonly UnusedRule[], matches: number): UnusedRule | undefined {
  const ofRoute = said.find(({ match }) => match === undefined);
  return ofRoute ?? (new Set(said.map(({ match }) => match)).size === matches ? said[0] : undefined);
}

/** Routes after one without match, and matches that are there twice. */
function* repeatedMatches(field: FieldPath, routes: readonly Route[]): Iterable<UnusedRule> {
  const earlier = new Map<string, number>();
  let withoutMatch: number | undefined;
  for (const [route, { match: matches = [] }] of routes.entries()) {
    if (withoutMatch !== undefined) {
      const message = `is not used: ${fieldText([...field, withoutMatch])} before it has no match, so it takes every request; move that to the end`;
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
          yield { route, match, message: `is not used: ${where} has the same match before it; remove it` };
        }
      }
      if (!known.includes(undefined)) {
        yield { route, message: 'is not used: all its matches are those of rules before it; remove it' };
      }
    }
    if (matches.length === 0) {
      withoutMatch = route;
    }
  }
}
