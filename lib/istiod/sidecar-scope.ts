import { groupedBy, memoized } from '../manifests/collections';
import {
  type Fields,
  fieldsOf,
  numberOf,
  objectsIn,
  optionalFields,
  textOf,
  textsIn,
} from '../manifests/fields';
import type { Manifest } from '../manifests/manifest';
import { fullHost } from './hosts/service-host';
import { isAtLeast } from './istio-version';
import type { MeshIndex } from './mesh-index';
import { type MeshService, merged, portOf } from './registry/mesh-service';
import { type Protocol, parseProtocol } from './registry/protocol';
import { type ServiceRegistry, serviceRegistryOf } from './registry/service-registry';
import { egressOf, Imports, sidecarFor } from './sidecar-imports';
import { MESH } from './virtual-services/gateway-name';
import { type VirtualService, virtualServicesOf } from './virtual-services/virtual-services';
import { inOrderOfVisibility, isVisibleIn } from './visibility';
import type { Workload } from './workloads/workloads';

/** The part of the mesh that a sidecar knows. (I1) */
export interface SidecarScope {
  /** The Sidecar that restricts the scope; absent where none does. */
  readonly sidecar?: Manifest;
  readonly listeners: readonly EgressListener[];
  /** Whether the sidecar passes requests to unknown hosts through. (I5) */
  readonly allowsAny: boolean;
  serviceNamed(host: string): MeshService | undefined;
}

/** What a sidecar knows for one port, or for all ports without a listener of their own. */
export interface EgressListener {
  /** Absent for all ports. */
  readonly port?: number;
  /** The protocol of the port, which overrides the protocols of Services. */
  readonly protocol?: Protocol | undefined;
  readonly services: ReadonlyMap<string, MeshService>;
  /** The VirtualServices that are bound to the mesh, in the order in which they count. */
  readonly virtualServices: readonly VirtualService[];
}

/** The scope of a workload's sidecar. */
export function sidecarScopeFor(index: MeshIndex, workload: Workload): SidecarScope {
  return index.view(sidecarScopes)(workload.namespace, sidecarFor(index, workload));
}

/** The scopes of sidecars, which those with the same namespace and Sidecar share. */
function sidecarScopes(index: MeshIndex): (namespace: string, sidecar?: Manifest) => SidecarScope {
  return memoized(
    (namespace, sidecar) => `${namespace} ${sidecar ? `${sidecar.namespace}/${sidecar.name}` : ''}`,
    (namespace, sidecar) => sidecarScope(index, namespace, sidecar),
  );
}

/** What sidecars in a namespace know under a Sidecar, or without one. */
function sidecarScope(index: MeshIndex, namespace: string, sidecar: Manifest | undefined): SidecarScope {
  const spec = fieldsOf(sidecar?.spec);
  const services = index.view(serviceRegistryOf);
  const visible = inOrderOfVisibility(services.all, namespace);
  const bound = inOrderOfVisibility(index.view(virtualServicesOf).boundTo(MESH), namespace);
  const listeners = egressOf(sidecar).map((fields) => {
    const imports = new Imports(index, textsIn(fields.hosts), namespace);
    return egressListener(fields, imports, namespace, { visible, bound });
  });
  const imported = new ImportedServices(index, listeners, namespace);
  const policy = optionalFields(spec.outboundTrafficPolicy);
  return {
    ...(sidecar ? { sidecar } : {}),
    listeners,
    // Without a mode, the policy has the first mode of the enumeration, REGISTRY_ONLY.
    allowsAny: allowsAny(index, policy),
    serviceNamed: imported.named,
  };
}

/** @param policy the policy of a Sidecar, which comes before that of the mesh (I5, V25) */
function allowsAny({ istio, mesh }: MeshIndex, policy: Fields | undefined): boolean {
  const { mode } = policy ?? mesh.outboundTrafficPolicy;
  // With this mode, Istio 1.30 does the same as with REGISTRY_ONLY.
  return mode === 'ALLOW_ANY' || (mode === 'ALLOW_ANY_DYNAMIC_DNS' && !policy && isAtLeast(istio, '1.31'));
}

/** The listener for a port: the port's own listener, or the listener for all ports. */
export function listenerFor({ listeners }: SidecarScope, port: number): EgressListener | undefined {
  return listeners.find((listener) => listener.port === undefined || listener.port === port);
}

/** @param imports what the listener imports of what is visible and bound */
function egressListener(
  fields: Fields,
  imports: Imports,
  namespace: string,
  { visible, bound }: { visible: readonly MeshService[]; bound: readonly VirtualService[] },
): EgressListener {
  const written = optionalFields(fields.port);
  const port = numberOf(written?.number);
  const protocol = written ? parseProtocol(textOf(written.protocol) ?? '') : undefined;
  const isForPort = port !== undefined && port !== 0 && protocol !== 'HTTP_PROXY';
  const services = new Map<string, MeshService>();
  for (const service of visible) {
    const trimmed = isForPort ? onlyPort(service, port) : service;
    if (trimmed && imports.includeService(service)) {
      services.set(service.host, preferred(services.get(service.host), trimmed, namespace));
    }
  }
  return {
    ...(port === undefined ? {} : { port, protocol }),
    services,
    virtualServices: bound.filter((virtualService) => imports.includeVirtualService(virtualService)),
  };
}

function onlyPort(service: MeshService, number: number): MeshService | undefined {
  const port = portOf(service, number);
  return port && (service.ports.length === 1 ? service : { ...service, ports: [port] });
}

/** Of several namespaces that define a host, the client's own counts, else one with a Service, else the first. (G3) */
function preferred(known: MeshService | undefined, next: MeshService, namespace: string): MeshService {
  if (!known || known.namespace === next.namespace) {
    return merged(known, next);
  }
  const isBetter =
    next.namespace === namespace ||
    (known.namespace !== namespace && next.isKubernetes && !known.isKubernetes);
  return isBetter ? next : known;
}

/** The Services of all listeners, and the Services that their VirtualServices send to. Each is looked up when asked for. */
class ImportedServices {
  readonly named = memoized(
    (host: string) => host,
    (host) =>
      this.listeners.reduce<MeshService | undefined>((known, listener) => {
        const service = listener.services.get(host);
        const own = service ? merged(known, service) : known;
        return this.needed(host, listener).reduce<MeshService | undefined>(merged, own);
      }, undefined),
  );

  /** The places of the VirtualServices of a listener. */
  private readonly places = memoized(
    (listener: EgressListener) => listener,
    ({ virtualServices }) => new Map(virtualServices.map((virtualService, place) => [virtualService, place])),
  );

  constructor(
    private readonly index: MeshIndex,
    private readonly listeners: readonly EgressListener[],
    private readonly namespace: string,
  ) {}

  /** The Service that destinations of the VirtualServices of a listener need, once for each destination. */
  private needed(host: string, listener: EgressListener): readonly MeshService[] {
    const destinations = this.index.view(meshDestinations).get(host) ?? [];
    const places = this.places(listener);
    const placeOf = ({ virtualService }: MeshDestination) => places.get(virtualService) ?? -1;
    const service =
      destinations.length > 0
        ? destinationService(this.index.view(serviceRegistryOf), host, this.namespace)
        : undefined;
    return destinations
      .filter((destination) => placeOf(destination) >= 0)
      .sort((a, b) => placeOf(a) - placeOf(b))
      .flatMap(({ port }) => (service && port !== undefined ? onlyPort(service, port) : service) ?? []);
  }
}

/** A destination of a VirtualService that is bound to the mesh. */
interface MeshDestination {
  readonly virtualService: VirtualService;
  readonly port: number | undefined;
}

/** The destinations of all VirtualServices that are bound to the mesh, by their full hosts. */
function meshDestinations(index: MeshIndex): ReadonlyMap<string, readonly MeshDestination[]> {
  const destinations = index
    .view(virtualServicesOf)
    .boundTo(MESH)
    .flatMap((virtualService) =>
      routedHosts(virtualService).map(({ host, port }) => ({ virtualService, host, port })),
    );
  return groupedBy(destinations, ({ host }) => host);
}

/** The definition of a destination's host: in the client's namespace, else in the first namespace that shows it. */
function destinationService(
  registry: ServiceRegistry,
  host: string,
  namespace: string,
): MeshService | undefined {
  const own = registry.inNamespace(host, namespace);
  if (own) {
    return own;
  }
  const [first] = registry
    .named(host)
    .filter(({ visibility }) => isVisibleIn(visibility, namespace))
    .map((service) => service.namespace)
    .sort();
  return first === undefined ? undefined : registry.inNamespace(host, first);
}

/**
 * Whether sidecars in a namespace know a host that a route may lead to. Routes also lead to a host that is not exported, if
 * the client's own namespace defines it and a route names it. (I1)
 */
export function isKnownToRoutes(index: MeshIndex, host: string, namespace: string): boolean {
  const registry = index.view(serviceRegistryOf);
  return (
    registry.named(host).some(({ visibility }) => isVisibleIn(visibility, namespace)) ||
    (registry.inNamespace(host, namespace) !== undefined &&
      (index.view(meshDestinations).get(host) ?? []).some(({ virtualService }) =>
        isVisibleIn(virtualService.visibility, namespace),
      ))
  );
}

/** The hosts and ports that a VirtualService sends requests and copies to. */
function routedHosts({ http, tls, tcp, namespace }: VirtualService): { host: string; port?: number }[] {
  const routes = [...http.map(({ route }) => route), ...tls, ...tcp];
  return routes
    .flatMap(({ route, mirror, mirrors }) => [
      ...objectsIn(route).map(({ destination }) => destination),
      mirror,
      ...objectsIn(mirrors).map(({ destination }) => destination),
    ])
    .flatMap((destination) => {
      const { host, port } = fieldsOf(destination);
      const name = textOf(host);
      const number = numberOf(fieldsOf(port).number);
      return name === undefined ? [] : [{ host: fullHost(name, namespace), port: number }];
    });
}
