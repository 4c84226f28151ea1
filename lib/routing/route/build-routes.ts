import type { HttpEntry, VirtualService } from '../../istiod/virtual-services/virtual-services';
import { carries, type Workload } from '../../istiod/workloads/workloads';
import { type Fields, numberOf, objectsIn, textOf, textsIn } from '../../manifests/fields';
import { texts } from '../../manifests/manifest';
import { refTo } from '../../manifests/object-ref';
import type { RouteRef } from '../result';
import { type CompiledMatch, compileMatch, MATCH_ALL } from './match-request';

/** What routes are built for: a proxy, the gateway that it serves or `mesh`, and a port. */
export interface RouteScope {
  readonly workload: Workload;
  readonly gateway: string;
  /** A Gateway server's, or in the mesh the one that the client calls. (E2) */
  readonly port: number;
  /** Whether the server has a `tls` block. (F3) */
  readonly isTls: boolean;
}

/** A route of Envoy's: an entry of `spec.http` with one of its matches. (E1) */
export interface HttpRoute {
  readonly virtualService: VirtualService;
  readonly entry: HttpEntry;
  readonly ref: RouteRef;
  readonly scope: RouteScope;
  readonly match: CompiledMatch;
  /** Why a request takes it. */
  readonly because: string;
}

/** The routes of a VirtualService there, up to the first that takes every request. (E2, E3) */
export function buildRoutes(virtualService: VirtualService, scope: RouteScope): HttpRoute[] {
  const routes: HttpRoute[] = [];
  for (const entry of virtualService.http) {
    const matches = objectsIn(entry.route.match);
    if (matches.length === 0) {
      routes.push(routeOf(virtualService, entry, scope));
      return routes;
    }
    for (const [index, match] of matches.entries()) {
      if (appliesTo(match, scope)) {
        const route = routeOf(virtualService, entry, scope, match, index);
        routes.push(route);
        if (route.match.isCatchAll) {
          return routes;
        }
      }
    }
  }
  return routes;
}

/** The conditions that no request changes. (E2) */
function appliesTo(match: Fields, { workload, gateway, port }: RouteScope): boolean {
  const wantedPort = numberOf(match.port);
  if (wantedPort && wantedPort !== port) {
    return false;
  }
  const gateways = textsIn(match.gateways);
  if (gateways.length > 0) {
    return gateways.includes(gateway);
  }
  const namespace = textOf(match.sourceNamespace);
  return (
    carries(workload.labels, texts(match.sourceLabels)) && (!namespace || namespace === workload.namespace)
  );
}

function routeOf(
  virtualService: VirtualService,
  entry: HttpEntry,
  scope: RouteScope,
  match?: Fields,
  matchIndex?: number,
): HttpRoute {
  const compiled = match ? compileMatch(match) : MATCH_ALL;
  const conditions = compiled.conditions.map(({ text }) => text);
  return {
    virtualService,
    entry,
    scope,
    match: compiled,
    because: conditions.length > 0 ? conditions.join(' and ') : 'it takes every request',
    ref: {
      virtualService: virtualService.ref,
      protocol: 'http',
      index: entry.index,
      ...(entry.delegate ? { delegate: refTo(entry.delegate), delegateIndex: entry.delegateIndex } : {}),
      ...(matchIndex === undefined ? {} : { match: matchIndex }),
      ...nameOf(entry.route, match),
    },
  };
}

/** Of the entry, with that of the match behind a dot. (E10) */
function nameOf(route: Fields, match: Fields | undefined): { name?: string } {
  const [own, ofMatch] = [textOf(route.name), textOf(match?.name)];
  if (!own && !ofMatch) {
    return {};
  }
  return { name: ofMatch ? `${own ?? ''}.${ofMatch}` : (own as string) };
}
