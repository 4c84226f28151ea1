import { bindingsOf } from '../../istiod/gateways/gateway-bindings';
import { fullHost } from '../../istiod/hosts/service-host';
import type { MeshIndex } from '../../istiod/mesh-index';
import { serviceRegistryOf } from '../../istiod/registry/service-registry';
import { sidecarClients } from '../../istiod/sidecar-clients';
import { sidecarImports } from '../../istiod/sidecar-imports';
import { delegatedRoutes } from '../../istiod/virtual-services/delegated-routes';
import { MESH } from '../../istiod/virtual-services/gateway-name';
import { isDelegate } from '../../istiod/virtual-services/is-delegate';
import { isUsedBySidecar, isUsedInMesh } from '../../istiod/virtual-services/match-scope';
import type { Destination } from '../../istiod/virtual-services/route-destinations';
import { isVisibleIn, type Visibility, virtualServiceVisibility } from '../../istiod/visibility';
import { hasLabels, selectorText } from '../../istiod/workloads/selectors';
import { type Labels, type Workload, Workloads } from '../../istiod/workloads/workloads';
import { groupedBy, memoized } from '../../manifests/collections';
import { type Fields, fieldsOf, objectsIn, textOrEmpty, textsIn } from '../../manifests/fields';
import { VIRTUAL_SERVICE } from '../../manifests/kinds';
import { type Manifest, texts } from '../../manifests/manifest';

/** The workloads whose sidecars call a host of a VirtualService, and use one of its routes. */
export interface Callers {
  /** They are in at most so many namespaces. */
  readonly most: number;
  /** Their namespaces, one after the other: to look at all of them for each route takes too long in a large mesh. */
  namespaces(): Iterable<string>;
  in(namespace: string): readonly Workload[];
}

/** The callers that use the route of a destination, for each VirtualService that the route belongs to. */
export function callersOf(index: MeshIndex, destination: Destination): readonly Callers[] {
  const { virtualService, route } = destination;
  if (!index.view(bindingsOf)(virtualService).isForMesh) {
    return [];
  }
  const uses = isDelegate(virtualService)
    ? delegatedUses(index, destination)
    : [{ root: virtualService, route }];
  const scopeOf = index.view(callingScopes);
  return uses.filter((use) => isUsedInMesh(use.route)).map((use) => callersIn(index, use, scopeOf(use.root)));
}

/** A route with the conditions that it has in a VirtualService. */
interface Use {
  readonly root: Manifest;
  readonly route: Fields;
}

function delegatedUses(index: MeshIndex, { virtualService, field }: Destination): Use[] {
  return (index.view(delegatedRoutes).get(virtualService) ?? []).flatMap(({ root, entries }) => {
    const manifest = index.get(VIRTUAL_SERVICE, root.namespace, root.ref.name);
    return manifest && root.gateways.includes(MESH)
      ? entries
          .filter(({ delegateIndex }) => delegateIndex === field[2])
          .map(({ route }) => ({ root: manifest, route }))
      : [];
  });
}

function callersIn(index: MeshIndex, { root, route }: Use, scope: Visibility): Callers {
  const { namespace: owner } = root;
  const imports = index.view(sidecarImports);
  const imported = { hosts: hostsOf(root), namespace: owner };
  const clients = candidatesFor(index, route);
  const callersAt = (namespace: string) =>
    isVisibleIn(scope, namespace)
      ? (clients.get(namespace) ?? []).filter(
          (workload) => isUsedBySidecar(route, workload) && imports.includes(workload, imported),
        )
      : [];
  const importers = imports.areRestricted ? imports.importersFrom(owner) : clients;
  const able = importers.size < clients.size ? importers : clients;
  const candidates = scope.isPublic ? able : scope.namespaces;
  return {
    most: candidates.size,
    *namespaces() {
      for (const namespace of candidates.keys()) {
        if (callersAt(namespace).length > 0) {
          yield namespace;
        }
      }
    },
    in: callersAt,
  };
}

/** The full names of the hosts of a VirtualService. (B3) */
function hostsOf({ spec, namespace }: Manifest): string[] {
  return textsIn(fieldsOf(spec).hosts).map((host) => fullHost(host, namespace));
}

/** The namespaces that see a VirtualService and a host of it; ask for them by `index.view(callingScopes)`. */
function callingScopes(index: MeshIndex): (virtualService: Manifest) => Visibility {
  const services = index.view(serviceRegistryOf);
  return memoized(
    (virtualService) => virtualService,
    (virtualService) => {
      const own = virtualServiceVisibility(index, virtualService);
      const hosts = hostsOf(virtualService)
        .flatMap((host) => services.named(host))
        .map(({ visibility }) => visibility);
      if (hosts.some(({ isPublic }) => isPublic)) {
        return own;
      }
      const seeing = new Set(hosts.flatMap(({ namespaces }) => [...namespaces]));
      return { isPublic: false, namespaces: new Set([...seeing].filter((one) => isVisibleIn(own, one))) };
    },
  );
}

type ByNamespace = ReadonlyMap<string, readonly Workload[]>;

/** Clients among which are all that use a route, by namespace. */
function candidatesFor(index: MeshIndex, route: Fields): ByNamespace {
  const sources = objectsIn(route.match)
    .filter((match) => isUsedInMesh({ match: [match] }))
    .map(({ sourceLabels, sourceNamespace }) => ({
      labels: texts(sourceLabels),
      namespace: textOrEmpty(sourceNamespace),
    }));
  const [only, ...others] = sources;
  const isSelective = ({ labels, namespace }: Source) => hasLabels(labels) || namespace !== '';
  if (!only || ![only, ...others].every(isSelective)) {
    return index.view(sidecarClients);
  }
  const selected = index.view(clientsFrom);
  return others.length === 0
    ? selected(only)
    : inNamespaces(new Set(sources.flatMap((source) => [...selected(source).values()].flat())));
}

/** What a match says of the clients. */
interface Source {
  readonly labels: Labels;
  /** Empty for every namespace. */
  readonly namespace: string;
}

function clientsFrom(index: MeshIndex): (source: Source) => ByNamespace {
  const clients = new Workloads([...index.view(sidecarClients).values()].flat());
  return memoized(
    ({ labels, namespace }) => `${namespace} ${selectorText(labels)}`,
    ({ labels, namespace }) =>
      inNamespaces(clients.selectedBy(labels, namespace === '' ? undefined : namespace)),
  );
}

function inNamespaces(workloads: Iterable<Workload>): ByNamespace {
  return groupedBy(workloads, ({ namespace }) => namespace);
}
