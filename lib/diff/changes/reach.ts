import { gatewaysFor, isGateway } from '../../istiod/gateways/gateway-workloads';
import { hostsMatch } from '../../istiod/hosts/host-matching';
import { fullHost } from '../../istiod/hosts/service-host';
import type { MeshIndex } from '../../istiod/mesh-index';
import { selectingServices } from '../../istiod/registry/selecting-services';
import { serviceRegistryOf } from '../../istiod/registry/service-registry';
import { rootsOf } from '../../istiod/virtual-services/delegates';
import { destinationsOf } from '../../istiod/virtual-services/route-destinations';
import { type Labels, type Workload, workloadsOf } from '../../istiod/workloads/workloads';
import { fieldsOf, textsIn } from '../../manifests/fields';
import type { Manifest } from '../../manifests/manifest';

/** The requests that an object has a say in. */
export interface Reach {
  /** Whether that may be every request. */
  everything: boolean;
  /** The hosts of requests: full names and wildcards. */
  readonly hosts: Set<string>;
  /** The destinations of requests: full names and wildcards. */
  readonly destinations: Set<string>;
  /** Ports on which requests to every host count. */
  readonly ports: Set<number>;
  /** Gateways and clients of which every request counts, as `namespace/name`. */
  readonly proxies: Set<string>;
}

export function emptyReach(): Reach {
  return {
    everything: false,
    hosts: new Set(),
    destinations: new Set(),
    ports: new Set(),
    proxies: new Set(),
  };
}

/** Adds requests to some pods, and those that they route as gateways. */
export function addWorkloads(reach: Reach, index: MeshIndex, workloads: Iterable<Workload>): void {
  const servicesOf = index.view(selectingServices);
  for (const workload of workloads) {
    for (const { host } of servicesOf(workload)) {
      reach.destinations.add(host);
    }
    if (isGateway(workload) && index.view(gatewaysFor)(workload).length > 0) {
      reach.proxies.add(`${workload.namespace}/${workload.name}`);
    }
  }
}

/** Adds requests from some pods. */
export function addClients(reach: Reach, workloads: Iterable<Workload>): void {
  for (const { namespace, name } of workloads) {
    reach.proxies.add(`${namespace}/${name}`);
  }
}

/** The pods that an object selects in its namespace, or in all namespaces if it is in the root namespace. */
export function selectedBy(index: MeshIndex, { namespace }: Manifest, labels: Labels): readonly Workload[] {
  const scope = namespace === index.mesh.rootNamespace ? undefined : namespace;
  return index.view(workloadsOf).selectedBy(labels, scope);
}

/** Adds requests to the hosts of the VirtualServices that have, or refer to, an object as VirtualService. */
export function addRoutedHosts(reach: Reach, index: MeshIndex, manifest: Manifest): void {
  const roots = index.view(rootsOf).get(manifest as never) ?? [];
  for (const { spec, namespace } of [manifest, ...roots]) {
    for (const host of textsIn(fieldsOf(spec).hosts)) {
      reach.hosts.add(fullHost(host, namespace));
    }
  }
}

/** Adds the hosts whose requests go to the destinations, by routes or by their own name. */
export function closeOverRoutes(reach: Reach, index: MeshIndex): void {
  const destinations = [...reach.destinations];
  for (const host of destinations) {
    reach.hosts.add(host);
  }
  const isReached = (host: string) =>
    reach.destinations.has(host) || destinations.some((other) => hostsMatch(host, other));
  const registry = index.view(serviceRegistryOf);
  for (const { virtualService, fullHost: host } of index.view(destinationsOf)) {
    const aliased = registry.named(host).flatMap(({ aliasOf }) => aliasOf ?? []);
    if ([host, ...aliased].some(isReached)) {
      addRoutedHosts(reach, index, virtualService);
    }
  }
  for (const host of destinations) {
    for (const alias of registry.aliasesOf(host)) {
      reach.hosts.add(alias);
    }
  }
}
