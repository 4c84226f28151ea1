import { containing, exactly } from '../../algebra/atom';
import { atomsOf, isWhole, matchRequirements } from '../../algebra/match-requirements';
import type { Requirement } from '../../algebra/requirement';
import { matchesOf } from '../../istiod/virtual-services/http-match-request';
import type { VirtualService } from '../../istiod/virtual-services/virtual-services';
import { type Fields, fieldsOf, objectsIn, optionalFields, textOf, textsIn } from '../../manifests/fields';
import type { Clause } from './clause';
import { originRequirements, preflightRequirements } from './preflight';

/** What a match of a route reads, or what the route does. */
export type RouteClause = Omit<Clause, 'isOfSender'>;

/**
 * What the HTTP routes of a VirtualService read of requests.
 *
 * @throws Undecidable
 */
export function routeClauses(virtualService: VirtualService): RouteClause[] {
  return virtualService.http.flatMap(({ route }, index) => {
    return [
      ...matchesOf(route).map((match, place) => ({
        requirements: matchRequirements(match),
        route: {
          virtualService,
          index,
          match: { index: place, isWhole: isWhole(match) },
        },
      })),
      ...[...rewriteRequirements(route.rewrite), ...corsRequirements(optionalFields(route.corsPolicy))].map(
        (requirements) => ({ requirements, route: { virtualService, index } }),
      ),
    ];
  });
}

/** A rewrite by a regular expression changes only paths in which it finds something. (F6) */
function rewriteRequirements(rewrite: unknown): Requirement[][] {
  const regex = textOf(fieldsOf(fieldsOf(rewrite).uriRegexRewrite).match);
  return regex === undefined ? [] : [[{ field: 'path', name: '', atoms: [containing(regex)], wants: 'any' }]];
}

/** A proxy answers preflight requests itself, and tells browsers whether they may read other responses. (F13) */
function corsRequirements(policy: Fields | undefined): Requirement[][] {
  if (!policy) {
    return [];
  }
  const origins = [
    ...objectsIn(policy.allowOrigins).flatMap((origin) => atomsOf(origin)),
    ...textsIn(policy.allowOrigin).map((origin) => exactly(origin)),
  ];
  const read = originRequirements(origins);
  return [[...preflightRequirements(), ...read], read];
}
