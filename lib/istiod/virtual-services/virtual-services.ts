import { type Fields, fieldsOf, objectsIn, optionalFields, textOf, textsIn } from '../../manifests/fields';
import { VIRTUAL_SERVICE } from '../../manifests/kinds';
import type { Manifest } from '../../manifests/manifest';
import { type ObjectRef, refTo } from '../../manifests/object-ref';
import type { MeshIndex } from '../mesh-index';
import { oldestFirst } from '../oldest-first';
import { fullHost } from '../registry/services';
import { isVisibleIn, type Visibility, visibilityOf } from '../visibility';
import { delegated } from './merge-delegates';
import { unreadableRegex } from './unreadable-regex';

/** The gateway name that stands for all sidecars. (B1) */
export const MESH = 'mesh';

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

/** The VirtualServices of an index that have hosts; ask for them by `index.view(virtualServicesOf)`. */
export function virtualServicesOf(index: MeshIndex): VirtualServices {
  const { read, ignored } = admitted(index);
  const exportTo = index.mesh.defaultVirtualServiceExportTo;
  const delegates = new Map<string, Manifest>();
  const roots: VirtualService[] = [];
  for (const manifest of read) {
    if (textsIn(fieldsOf(manifest.spec).hosts).length === 0) {
      delegates.set(`${manifest.namespace}/${manifest.name}`, manifest);
    }
  }
  for (const manifest of read) {
    if (textsIn(fieldsOf(manifest.spec).hosts).length > 0) {
      roots.push(new ResolvedVirtualService(manifest, delegates, exportTo));
    }
  }
  return new VirtualServices(roots, ignored);
}

/** The namespaces that a VirtualService, or a delegate, is exported to. (B2) */
export function virtualServiceVisibility(
  { mesh }: MeshIndex,
  { spec, namespace }: Pick<Manifest, 'spec' | 'namespace'>,
): Visibility {
  return visibilityOf(fieldsOf(spec).exportTo, namespace, mesh.defaultVirtualServiceExportTo);
}

/** One with a broken regular expression never reaches istiod. */
function admitted(index: MeshIndex): {
  readonly read: readonly Manifest[];
  readonly ignored: VirtualServices['ignored'];
} {
  const read: Manifest[] = [];
  const ignored: { object: ObjectRef; because: string }[] = [];
  for (const manifest of oldestFirst(index.all(VIRTUAL_SERVICE))) {
    const because = unreadableRegex(fieldsOf(manifest.spec));
    if (because === undefined) {
      read.push(manifest);
    } else {
      ignored.push({ object: refTo(manifest), because });
    }
  }
  return { read, ignored };
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

/** Routes are resolved when they are first asked for: most VirtualServices of a large mesh never are. */
class ResolvedVirtualService implements VirtualService {
  readonly ref: ObjectRef;
  readonly namespace: string;
  readonly hosts: readonly string[];
  readonly gateways: readonly string[];
  readonly visibility: Visibility;
  private httpEntries: readonly HttpEntry[] | undefined;

  constructor(
    private readonly manifest: Manifest,
    private readonly delegates: ReadonlyMap<string, Manifest>,
    /** What counts for those that say nothing. */
    private readonly defaultExportTo: readonly string[],
  ) {
    const { namespace } = manifest;
    const spec = fieldsOf(manifest.spec);
    const gateways = textsIn(spec.gateways);
    this.ref = refTo(manifest);
    this.namespace = namespace;
    this.hosts = textsIn(spec.hosts).map((host) => fullHost(host, namespace));
    this.gateways = gateways.length === 0 ? [MESH] : gateways.map((name) => gatewayName(name, namespace));
    this.visibility = visibilityOf(spec.exportTo, namespace, defaultExportTo);
  }

  get http(): readonly HttpEntry[] {
    this.httpEntries ??= this.resolvedHttp();
    return this.httpEntries;
  }

  get tls(): readonly Fields[] {
    return this.resolved('tls');
  }

  get tcp(): readonly Fields[] {
    return this.resolved('tcp');
  }

  private resolved(protocol: 'http' | 'tls' | 'tcp'): Fields[] {
    const entries = objectsIn(fieldsOf(this.manifest.spec)[protocol]);
    return entries.map((route) => resolvedRoute(route, this.namespace));
  }

  private resolvedHttp(): HttpEntry[] {
    return this.resolved('http').flatMap((route, index) => {
      const delegate = optionalFields(route.delegate);
      return delegate ? this.delegatedTo(delegate, route, index) : [{ route, index }];
    });
  }

  /** Without the delegate, or without being let see it, only this entry is lost. (C3) */
  private delegatedTo(reference: Fields, route: Fields, index: number): HttpEntry[] {
    const namespace = textOf(reference.namespace) || this.namespace;
    const delegate = this.delegates.get(`${namespace}/${textOf(reference.name)}`);
    const spec = fieldsOf(delegate?.spec);
    if (
      !delegate ||
      !isVisibleIn(visibilityOf(spec.exportTo, namespace, this.defaultExportTo), this.namespace)
    ) {
      return [];
    }
    const routes = objectsIn(spec.http).map((one) => resolvedRoute(one, namespace));
    return delegated(route, routes).map(({ route: merged, index: delegateIndex }) => {
      return { route: merged, index, delegate, delegateIndex };
    });
  }
}

/** The gateway that a name in a VirtualService of `namespace` means. (B1) */
export function gatewayName(name: string, namespace: string): string {
  if (name === MESH) {
    return MESH;
  }
  const slash = name.indexOf('/');
  if (slash >= 0) {
    return name.slice(0, slash) === '.' ? `${namespace}${name.slice(slash)}` : name;
  }
  const [gateway, itsNamespace] = name.split('.', 2);
  return `${itsNamespace ?? namespace}/${gateway}`;
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
