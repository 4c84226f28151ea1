import { type Fields, fieldsOf, objectsIn, optionalFields, textOf, textsIn } from '../../manifests/fields';
import { VIRTUAL_SERVICE } from '../../manifests/kinds';
import type { Manifest } from '../../manifests/manifest';
import { type ObjectRef, refTo } from '../../manifests/object-ref';
import { fullHost } from '../hosts/service-host';
import type { MeshIndex } from '../mesh-index';
import { oldestFirst } from '../oldest-first';
import { type Visibility, virtualServiceVisibility } from '../visibility';
import { type DelegateReference, delegateOf, delegationTo } from './delegates';
import { gatewayName, MESH } from './gateway-name';
import { isDelegate } from './is-delegate';
import { delegated } from './merge-delegates';
import { refusedVirtualServices } from './refused';

/** A VirtualService with full names, as istiod uses it. */
export interface VirtualService {
  readonly ref: ObjectRef;
  readonly namespace: string;
  /** Full names. (B3) */
  readonly hosts: readonly string[];
  /** `mesh`, or `namespace/name`. (B1) */
  readonly gateways: readonly string[];
  readonly visibility: Visibility;
  /** The HTTP routes, with the routes of delegates in place of the references to them. */
  readonly http: readonly HttpEntry[];
  readonly tls: readonly Fields[];
  readonly tcp: readonly Fields[];
}

/**
 * An entry of `spec.http`, and the place where it is written. The names of gateways are full. A host without a dot is a
 * Service in the namespace of the VirtualService; hosts of delegates are full.
 */
export interface HttpEntry {
  readonly route: Fields;
  readonly index: number;
  readonly delegate?: Manifest;
  readonly delegateIndex?: number;
}

/** The VirtualServices that have hosts, with delegates merged; ask for them by `index.view(virtualServicesOf)`. */
export function virtualServicesOf(index: MeshIndex): VirtualServices {
  const refused = index.view(refusedVirtualServices);
  const roots = index
    .all(VIRTUAL_SERVICE)
    .filter((manifest) => !isDelegate(manifest) && !refused.has(manifest));
  return new VirtualServices(
    oldestFirst(roots).map((manifest) => new ResolvedVirtualService(index, manifest)),
    oldestFirst([...refused.keys()]).map((manifest) => ({
      object: refTo(manifest),
      because: refused.get(manifest) ?? '',
    })),
  );
}

/** VirtualServices by the gateways that they are bound to, in istiod's order. */
export class VirtualServices {
  private readonly byGateway = new Map<string, VirtualService[]>();

  constructor(
    readonly all: readonly VirtualService[],
    readonly ignored: readonly { readonly object: ObjectRef; readonly because: string }[],
  ) {
    for (const virtualService of all) {
      for (const gateway of new Set(virtualService.gateways)) {
        const known = this.byGateway.get(gateway);
        if (known) {
          known.push(virtualService);
        } else {
          this.byGateway.set(gateway, [virtualService]);
        }
      }
    }
  }

  boundTo(gateway: string): readonly VirtualService[] {
    return this.byGateway.get(gateway) ?? [];
  }
}

/** Resolves its routes when they are first asked for: most VirtualServices of a large mesh never are. */
class ResolvedVirtualService implements VirtualService {
  readonly ref: ObjectRef;
  readonly namespace: string;
  readonly hosts: readonly string[];
  readonly gateways: readonly string[];
  readonly visibility: Visibility;
  private httpEntries: readonly HttpEntry[] | undefined;
  private tlsRoutes: readonly Fields[] | undefined;
  private tcpRoutes: readonly Fields[] | undefined;

  constructor(
    private readonly index: MeshIndex,
    private readonly manifest: Manifest,
  ) {
    const { namespace } = manifest;
    const spec = fieldsOf(manifest.spec);
    const gateways = textsIn(spec.gateways);
    this.ref = refTo(manifest);
    this.namespace = namespace;
    this.hosts = textsIn(spec.hosts).map((host) => fullHost(host, namespace));
    this.gateways = gateways.length === 0 ? [MESH] : gateways.map((name) => gatewayName(name, namespace));
    this.visibility = virtualServiceVisibility(index, manifest);
  }

  get http(): readonly HttpEntry[] {
    this.httpEntries ??= objectsIn(fieldsOf(this.manifest.spec).http).flatMap((route, index) => {
      const reference = delegateOf(route, this.namespace);
      return reference
        ? this.delegatedTo(reference, route, index)
        : [{ route: withFullGateways(route, this.namespace), index }];
    });
    return this.httpEntries;
  }

  get tls(): readonly Fields[] {
    this.tlsRoutes ??= resolvedRoutes(this.manifest, 'tls');
    return this.tlsRoutes;
  }

  get tcp(): readonly Fields[] {
    this.tcpRoutes ??= resolvedRoutes(this.manifest, 'tcp');
    return this.tcpRoutes;
  }

  private delegatedTo(reference: DelegateReference, route: Fields, index: number): HttpEntry[] {
    const delegation = delegationTo(this.index, reference, this.namespace);
    if (delegation.is !== 'delegate') {
      return [];
    }
    const { delegate } = delegation;
    const root = resolvedRoute(route, this.namespace);
    return delegated(root, resolvedRoutes(delegate, 'http')).map(
      ({ route: merged, index: delegateIndex }) => ({ route: merged, index, delegate, delegateIndex }),
    );
  }
}

/** The routes of one list with full names, which are those of the namespace that they are written in. (C3, G1) */
function resolvedRoutes({ spec, namespace }: Manifest, list: 'http' | 'tls' | 'tcp'): Fields[] {
  return objectsIn(fieldsOf(spec)[list]).map((route) => resolvedRoute(route, namespace));
}

/** Most routes are never taken, so nothing is copied to make the hosts of their destinations full. */
function withFullGateways(route: Fields, namespace: string): Fields {
  const matches = objectsIn(route.match);
  return matches.some(({ gateways }) => gateways !== undefined)
    ? { ...route, match: matches.map((match) => resolvedMatch(match, namespace)) }
    : route;
}

function resolvedRoute(route: Fields, namespace: string): Fields {
  const resolved: Record<string, unknown> = { ...route };
  resolved.match = objectsIn(route.match).map((match) => resolvedMatch(match, namespace));
  resolved.route = objectsIn(route.route).map((target) => withFullHost(target, namespace));
  const mirror = optionalFields(route.mirror);
  if (mirror) {
    resolved.mirror = fullDestination(mirror, namespace);
  }
  if (Array.isArray(route.mirrors)) {
    resolved.mirrors = objectsIn(route.mirrors).map((target) => withFullHost(target, namespace));
  }
  return resolved;
}

function withFullHost(target: Fields, namespace: string): Fields {
  const destination = optionalFields(target.destination);
  return destination ? { ...target, destination: fullDestination(destination, namespace) } : target;
}

function fullDestination(destination: Fields, namespace: string): Fields {
  return { ...destination, host: fullHost(textOf(destination.host) ?? '', namespace) };
}

function resolvedMatch(match: Fields, namespace: string): Fields {
  const gateways = textsIn(match.gateways);
  return gateways.length === 0
    ? match
    : { ...match, gateways: gateways.map((name) => gatewayName(name, namespace)) };
}
