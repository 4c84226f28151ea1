import { type Fields, fieldsOf, objectsIn, optionalFields, textOf, textsIn } from '../../manifests/fields';
import { VIRTUAL_SERVICE } from '../../manifests/kinds';
import type { Manifest } from '../../manifests/manifest';
import { type ObjectRef, refTo } from '../../manifests/object-ref';
import { fullHost } from '../hosts/service-host';
import type { MeshIndex } from '../mesh-index';
import { oldestFirst } from '../oldest-first';
import { type Visibility, virtualServiceVisibility } from '../visibility';
import { type DelegateReference, delegateOf, delegationTo, isDelegate } from './delegates';
import { gatewayName, MESH } from './gateway-names';
import { delegated } from './merge-delegates';
import { refusedVirtualServices } from './refused';

/** A VirtualService as istiod has it once names are full. */
export interface VirtualService {
  readonly ref: ObjectRef;
  readonly namespace: string;
  /** Full names. (B3) */
  readonly hosts: readonly string[];
  /** `mesh`, or `namespace/name`. (B1) */
  readonly gateways: readonly string[];
  readonly visibility: Visibility;
  /** Its HTTP routes, with those of its delegates in place. */
  readonly http: readonly HttpEntry[];
  readonly tls: readonly Fields[];
  readonly tcp: readonly Fields[];
}

/** An entry of `spec.http` whose names are full, and where it was written. */
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
    this.httpEntries ??= resolvedRoutes(this.manifest, 'http').flatMap((route, index) => {
      const reference = delegateOf(route, this.namespace);
      return reference ? this.delegatedTo(reference, route, index) : [{ route, index }];
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
    return delegated(route, resolvedRoutes(delegate, 'http')).map(
      ({ route: merged, index: delegateIndex }) => ({ route: merged, index, delegate, delegateIndex }),
    );
  }
}

/** The routes of one list with full names, which are those of the namespace that they are written in. (C3, G1) */
function resolvedRoutes({ spec, namespace }: Manifest, list: 'http' | 'tls' | 'tcp'): Fields[] {
  return objectsIn(fieldsOf(spec)[list]).map((route) => resolvedRoute(route, namespace));
}

function resolvedRoute(route: Fields, namespace: string): Fields {
  const destination = (value: Fields): Fields => ({
    ...value,
    host: fullHost(textOf(value.host) ?? '', namespace),
  });
  const withDestination = (one: Fields): Fields => {
    const inner = optionalFields(one.destination);
    return inner ? { ...one, destination: destination(inner) } : one;
  };
  const mirror = optionalFields(route.mirror);
  return {
    ...route,
    match: objectsIn(route.match).map((match) => resolvedMatch(match, namespace)),
    route: objectsIn(route.route).map(withDestination),
    ...(mirror ? { mirror: destination(mirror) } : {}),
    ...(Array.isArray(route.mirrors) ? { mirrors: objectsIn(route.mirrors).map(withDestination) } : {}),
  };
}

function resolvedMatch(match: Fields, namespace: string): Fields {
  const gateways = textsIn(match.gateways);
  return gateways.length === 0
    ? match
    : { ...match, gateways: gateways.map((name) => gatewayName(name, namespace)) };
}
