import {
  type Fields,
  fieldsOf,
  numberOf,
  objectsIn,
  optionalFields,
  textOf,
  textsIn,
} from '../manifests/fields';
import { SIDECAR } from '../manifests/kinds';
import { type Manifest, texts } from '../manifests/manifest';
import { hostsMatch, isSubsetOf } from './hosts/hosts';
import { fullHost } from './hosts/service-host';
import type { MeshIndex } from './mesh-index';
import { oldestFirst } from './oldest-first';
import { type MeshService, merged, portOf } from './registry/mesh-service';
import { type MeshServices, meshServicesOf } from './registry/mesh-services';
import { type Protocol, parseProtocol } from './registry/protocol';
import { MESH } from './virtual-services/gateway-names';
import { type VirtualService, virtualServicesOf } from './virtual-services/virtual-services';
import { inOrderOfVisibility, isVisibleIn } from './visibility';
import { carries, type Workload } from './workloads/workloads';

/** What a sidecar knows of the mesh. (I1) */
export interface SidecarScope {
  /** The Sidecar that says so; absent without one. */
  readonly sidecar?: Manifest;
  readonly listeners: readonly EgressListener[];
  /** Whether what it does not know is let through. (I5) */
  readonly allowsAny: boolean;
  serviceNamed(host: string): MeshService | undefined;
}

/** What a sidecar knows for one port, or for all that have none of their own. */
export interface EgressListener {
  /** Absent for all ports. */
  readonly port?: number;
  /** What is spoken there, whatever Services say. */
  readonly protocol?: Protocol | undefined;
  readonly services: ReadonlyMap<string, MeshService>;
  /** Bound to the mesh, in the order in which they count. */
  readonly virtualServices: readonly VirtualService[];
}

/** The Sidecar for a pod: of its own namespace by labels, of its namespace, of the root namespace. (I1) */
function sidecarFor(index: MeshIndex, workload: Workload): Manifest | undefined {
  const { rootNamespace } = index.mesh;
  const all = oldestFirst(index.all(SIDECAR));
  const own = all.filter(({ namespace }) => namespace === workload.namespace);
  const selectorOf = ({ spec }: Manifest) => optionalFields(fieldsOf(spec).workloadSelector);
  return (
    own.find((sidecar) => {
      const selector = selectorOf(sidecar);
      return selector && carries(workload.labels, texts(selector.labels));
    }) ??
    own.find((sidecar) => !selectorOf(sidecar)) ??
    all.find((sidecar) => sidecar.namespace === rootNamespace && !selectorOf(sidecar))
  );
}

/** The scopes of an index, of which each is made once. */
export function sidecarScopeFor(index: MeshIndex, workload: Workload): SidecarScope {
  const scopes = index.view(scopesOf);
  const sidecar = sidecarFor(index, workload);
  const key = `${workload.namespace} ${sidecar ? `${sidecar.namespace}/${sidecar.name}` : ''}`;
  const known = scopes.get(key) ?? sidecarScope(index, workload.namespace, sidecar);
  scopes.set(key, known);
  return known;
}

function scopesOf(): Map<string, SidecarScope> {
  return new Map();
}

/** What sidecars in a namespace know under a Sidecar, or without one. */
function sidecarScope(index: MeshIndex, namespace: string, sidecar: Manifest | undefined): SidecarScope {
  const spec = fieldsOf(sidecar?.spec);
  const services = index.view(meshServicesOf);
  const visible = inOrderOfVisibility(services.all, namespace);
  const bound = inOrderOfVisibility(index.view(virtualServicesOf).boundTo(MESH), namespace);
  const egress = objectsIn(spec.egress);
  const listeners = (egress.length > 0 ? egress : [{ hosts: ['*/*'] }]).map((one) =>
    egressListener(one, namespace, visible, bound),
  );
  const byHost = importedServices(listeners, services, namespace);
  const policy = optionalFields(spec.outboundTrafficPolicy);
  return {
    ...(sidecar ? { sidecar } : {}),
    listeners,
    // Without a mode it is the first of the enumeration, REGISTRY_ONLY.
    allowsAny: (policy ?? index.mesh.outboundTrafficPolicy).mode === 'ALLOW_ANY',
    serviceNamed: (host) => byHost.get(host),
  };
}

/** The listener for a port: its own, or the one for all. */
export function listenerFor({ listeners }: SidecarScope, port: number): EgressListener | undefined {
  return listeners.find((one) => one.port === undefined || one.port === port);
}

function egressListener(
  fields: Fields,
  namespace: string,
  visible: readonly MeshService[],
  bound: readonly VirtualService[],
): EgressListener {
  const imports = new Imports(textsIn(fields.hosts), namespace);
  const written = optionalFields(fields.port);
  const port = numberOf(written?.number);
  const protocol = written ? parseProtocol(textOf(written.protocol) ?? '') : undefined;
  const isForPort = port !== undefined && port !== 0 && protocol !== 'HTTP_PROXY';
  const services = new Map<string, MeshService>();
  for (const service of visible) {
    const trimmed = isForPort ? onlyPort(service, port) : service;
    if (trimmed && imports.haveService(service)) {
      services.set(service.host, preferred(services.get(service.host), trimmed, namespace));
    }
  }
  return {
    ...(port === undefined ? {} : { port, protocol }),
    services,
    virtualServices: bound.filter((one) => imports.haveVirtualService(one)),
  };
}

function onlyPort(service: MeshService, number: number): MeshService | undefined {
  const port = portOf(service, number);
  return port && (service.ports.length === 1 ? service : { ...service, ports: [port] });
}

/** Of several namespaces with one host the client's own counts, else one with a Service, else the first. (G3) */
function preferred(known: MeshService | undefined, next: MeshService, namespace: string): MeshService {
  if (!known || known.namespace === next.namespace) {
    return merged(known, next);
  }
  const isBetter =
    next.namespace === namespace ||
    (known.namespace !== namespace && next.isKubernetes && !known.isKubernetes);
  return isBetter ? next : known;
}

/** Services of all listeners, and those that VirtualServices there send to. */
function importedServices(
  listeners: readonly EgressListener[],
  registry: MeshServices,
  namespace: string,
): ReadonlyMap<string, MeshService> {
  const byHost = new Map<string, MeshService>();
  for (const { services, virtualServices } of listeners) {
    for (const [host, service] of services) {
      byHost.set(host, merged(byHost.get(host), service));
    }
    for (const { host, port } of virtualServices.flatMap(destinationsOf)) {
      const service = inferred(registry, host, namespace);
      const needed = service && port !== undefined ? onlyPort(service, port) : service;
      if (needed) {
        byHost.set(host, merged(byHost.get(host), needed));
      }
    }
  }
  return byHost;
}

function inferred(registry: MeshServices, host: string, namespace: string): MeshService | undefined {
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

function destinationsOf({ http, tls, tcp, namespace }: VirtualService): { host: string; port?: number }[] {
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

/** The `hosts` of an egress listener, each with the namespace that it is imported from. */
class Imports {
  private readonly hosts = new Map<string, string[]>();

  constructor(hosts: readonly string[], namespace: string) {
    for (const entry of hosts) {
      const [owner = '', host, ...more] = entry.split('/');
      if (host !== undefined && more.length === 0) {
        const from = owner === '.' ? namespace : owner;
        this.hosts.set(from, [...(this.hosts.get(from) ?? []), host]);
      }
    }
  }

  haveService({ host, namespace }: MeshService): boolean {
    return this.from(namespace).some((one) => isSubsetOf(host, one));
  }

  haveVirtualService({ hosts, namespace }: VirtualService): boolean {
    const imported = this.from(namespace);
    return hosts.some((host) => imported.some((one) => hostsMatch(host, one)));
  }

  private from(namespace: string): readonly string[] {
    return [...(this.hosts.get(namespace) ?? []), ...(this.hosts.get('*') ?? [])];
  }
}
