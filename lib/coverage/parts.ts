import { gatewaysOf } from '../istiod/gateways/gateways';
import type { MeshIndex } from '../istiod/mesh-index';
import {
  type HttpEntry,
  type VirtualService,
  virtualServicesOf,
} from '../istiod/virtual-services/virtual-services';
import { type Fields, fieldsOf, objectsIn } from '../manifests/fields';
import { PEER_AUTHENTICATION, REQUEST_AUTHENTICATION } from '../manifests/kinds';
import { type ObjectRef, refTo } from '../manifests/object-ref';
import type { MeshModel, RouteRef } from '../routing';
import { decidingAuthorization, ignoredPolicies } from '../routing/policies';

/** A part of the mesh that decides about requests. */
export interface MeshPart {
  /** What the part is. */
  readonly is: 'route' | 'server' | 'policy';
  /** The object that it is written in: for a route that is delegated to, the delegate. */
  readonly object: ObjectRef;
  /** The path of its field, such as `spec.http[0].match[1]`. A policy without rules is its whole `spec`. */
  readonly path: string;
}

/** The routes of VirtualServices, the servers of Gateways and the rules of policies that istiod reads. */
export function partsOf(model: MeshModel): readonly MeshPart[] {
  const { index } = model;
  const routes = index.view(virtualServicesOf).all.flatMap(routesOf);
  const servers = index
    .view(gatewaysOf)
    .flatMap(({ servers: all }) => all.map(({ ref }) => serverPart(ref.gateway, ref.index)));
  return unique([...routes, ...servers, ...policiesOf(index)]);
}

/** The name by which a part is counted. */
export function keyOf(part: MeshPart): string {
  const { kind, namespace, name } = part.object;
  return `${kind} ${namespace}/${name} ${part.path}`;
}

/** The part that a route is; undefined for the default route of a Service. */
export function routePart(route: RouteRef): MeshPart | undefined {
  const { virtualService, delegate, delegateIndex, protocol, index, match } = route;
  if (delegate) {
    return { is: 'route', object: delegate, path: `spec.http[${delegateIndex}]` };
  }
  const which = match === undefined ? '' : `.match[${match}]`;
  return (
    virtualService && { is: 'route', object: virtualService, path: `spec.${protocol}[${index}]${which}` }
  );
}

export function serverPart(gateway: ObjectRef, index: number): MeshPart {
  return { is: 'server', object: gateway, path: `spec.servers[${index}]` };
}

/** @param rule the index of the rule; undefined for a policy without rules */
export function policyPart(object: ObjectRef, rule?: number): MeshPart {
  const list = object.kind === REQUEST_AUTHENTICATION.kind ? 'jwtRules' : 'rules';
  return { is: 'policy', object, path: rule === undefined ? 'spec' : `spec.${list}[${rule}]` };
}

function routesOf(virtualService: VirtualService): MeshPart[] {
  const { ref, http, tls, tcp } = virtualService;
  return [
    ...http.flatMap((entry) => matchPlaces(entry.route).map((match) => entryPart(ref, entry, match))),
    ...(['tls', 'tcp'] as const).flatMap((protocol) =>
      ({ tls, tcp })[protocol].flatMap((route, index) =>
        matchPlaces(route).map((match) => routePart({ virtualService: ref, protocol, index, ...match })),
      ),
    ),
  ].filter((part) => part !== undefined);
}

function entryPart(
  virtualService: ObjectRef,
  { index, delegate, delegateIndex }: HttpEntry,
  match: Pick<RouteRef, 'match'>,
): MeshPart | undefined {
  const delegation = delegate ? { delegate: refTo(delegate), delegateIndex } : {};
  return routePart({ virtualService, protocol: 'http', index, ...delegation, ...match });
}

/** A route is a part for each of its matches. */
function matchPlaces({ match }: Fields): Pick<RouteRef, 'match'>[] {
  const matches = objectsIn(match);
  return matches.length === 0 ? [{}] : matches.map((_, place) => ({ match: place }));
}

function policiesOf(index: MeshIndex): MeshPart[] {
  const ignored = new Set(ignoredPolicies(index).map((policy) => keyOf(policyPart(policy))));
  const read = (policy: ObjectRef) => !ignored.has(keyOf(policyPart(policy)));
  return [
    ...decidingAuthorization(index).flatMap(({ reference, size }) => rulesOf(reference, size)),
    ...index
      .all(REQUEST_AUTHENTICATION)
      .filter(read)
      .flatMap((policy) => rulesOf(refTo(policy), objectsIn(fieldsOf(policy.spec).jwtRules).length)),
    ...index
      .all(PEER_AUTHENTICATION)
      .filter(read)
      .map((policy) => policyPart(refTo(policy))),
  ];
}

function rulesOf(policy: ObjectRef, count: number): MeshPart[] {
  return count === 0
    ? [policyPart(policy)]
    : Array.from({ length: count }, (_, rule) => policyPart(policy, rule));
}

function unique(parts: readonly MeshPart[]): MeshPart[] {
  return [...new Map(parts.map((part) => [keyOf(part), part])).values()];
}
