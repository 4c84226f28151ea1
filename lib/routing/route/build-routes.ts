import { isBuiltFor } from '../../istiod/virtual-services/match-scope';
import { whyRefusedByEnvoy } from '../../istiod/virtual-services/refused-by-envoy';
import type { HttpEntry, VirtualService } from '../../istiod/virtual-services/virtual-services';
import type { Workload } from '../../istiod/workloads/workloads';
import { type Fields, objectsIn, textOf } from '../../manifests/fields';
import { refTo } from '../../manifests/object-ref';
import type { RouteRef } from '../result';
import { routeName } from '../words/describe-parts';
import { type CompiledMatch, compileMatch, MATCH_ALL } from './match-request';

/** What routes are built for: a proxy, a gateway that it serves or `mesh`, and a port. */
export interface RouteScope {
  readonly workload: Workload;
  readonly gateway: string;
  /** The port of a Gateway's server, or in the mesh the port that the client calls. (E2) */
  readonly port: number;
  /** Whether the server has a `tls` field. (F3) */
  readonly isTls: boolean;
}

/** A route of Envoy: an entry of `spec.http` with one of its matches. (E1) */
export interface HttpRoute {
  readonly virtualService: VirtualService;
  readonly entry: HttpEntry;
  readonly ref: RouteRef;
  readonly scope: RouteScope;
  readonly match: CompiledMatch;
  /** Why a request takes it. */
  readonly because: string;
  /** Why Envoy refuses every route table with it. (W11) */
  readonly refused: string | undefined;
}

/** The routes of a VirtualService in a scope, up to the first that matches every request. (E2, E3) */
export function buildRoutes(virtualService: VirtualService, scope: RouteScope): HttpRoute[] {
  const routes: HttpRoute[] = [];
  for (const entry of virtualService.http) {
    const matches = objectsIn(entry.route.match);
    if (matches.length === 0) {
      const ref = refOf(virtualService, entry);
      routes.push(routeOf(virtualService, { entry, ref, scope, match: MATCH_ALL }));
      return routes;
    }
    for (const [index, written] of matches.entries()) {
      if (isBuiltFor(written, scope)) {
        const match = compileMatch(written);
        const ref = refOf(virtualService, entry, written, index);
        routes.push(routeOf(virtualService, { entry, ref, scope, match }, written));
        if (match.isCatchAll) {
          return routes;
        }
      }
    }
  }
  return routes;
}

function routeOf(
  virtualService: VirtualService,
  parts: Pick<HttpRoute, 'entry' | 'ref' | 'scope' | 'match'>,
  match?: Fields,
): HttpRoute {
  const refused = whyRefusedByEnvoy(parts.entry.route, match);
  return { virtualService, ...parts, because: whyTaken(parts.match), refused };
}

/** Why Envoy refuses the route table of a port that has these routes; undefined if it takes the table. (W11) */
export function whyTableRefused(routes: readonly HttpRoute[]): string | undefined {
  const route = routes.find(({ refused }) => refused !== undefined);
  return (
    route &&
    `Envoy refuses all routes of this port because of ${routeName(route.ref)}: ${route.refused}; a proxy that runs already keeps its old routes`
  );
}

/** Whether a VirtualService has any routes in a scope, without building them. */
export function hasRoutes({ http }: VirtualService, scope: RouteScope): boolean {
  return http.some(({ route }) => {
    const matches = objectsIn(route.match);
    return matches.length === 0 || matches.some((match) => isBuiltFor(match, scope));
  });
}

function whyTaken({ conditions }: CompiledMatch): string {
  const [first, second] = conditions;
  if (!first) {
    return 'it takes every request';
  }
  return second ? conditions.map(({ text }) => text).join(' and ') : first.text;
}

function refOf(
  virtualService: VirtualService,
  entry: HttpEntry,
  match?: Fields,
  matchIndex?: number,
): RouteRef {
  const name = nameOf(entry.route, match);
  return {
    virtualService: virtualService.ref,
    protocol: 'http',
    index: entry.index,
    ...(entry.delegate ? { delegate: refTo(entry.delegate), delegateIndex: entry.delegateIndex } : {}),
    ...(matchIndex === undefined ? {} : { match: matchIndex }),
    ...(name === undefined ? {} : { name }),
  };
}

/** The name of the entry, followed by a dot and the name of the match if that has one. (E10) */
function nameOf(route: Fields, match: Fields | undefined): string | undefined {
  const routeName = textOf(route.name) ?? '';
  const matchName = textOf(match?.name);
  return matchName ? `${routeName}.${matchName}` : routeName || undefined;
}
