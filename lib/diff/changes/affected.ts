import { HostIndex } from '../../istiod/hosts/host-index';
import type { MeshIndex } from '../../istiod/mesh-index';
import { hasRefusedRoutes } from '../../istiod/virtual-services/refused-by-envoy';
import { isSameData } from '../../manifests/collections';
import type { ChangedObject } from './changed-objects';
import { closeOverRoutes, emptyReach, type Reach } from './reach';
import { addReachOf } from './reach-by-kind';

/** The requests that may change their fate. All others are alike for both meshes, and need not be compared. */
export class Affected {
  private readonly hosts: HostIndex<true>;

  constructor(private readonly reach: Reach) {
    this.hosts = new HostIndex([...reach.hosts].map((host) => [host, true] as const));
  }

  get isEmpty(): boolean {
    const { everything, hosts, ports, proxies } = this.reach;
    return !everything && hosts.size + ports.size + proxies.size === 0;
  }

  get everything(): boolean {
    return this.reach.everything;
  }

  /** Whether every request through a gateway, or from a client, may be affected. */
  proxy(namespace: string, name: string): boolean {
    return this.reach.everything || this.reach.proxies.has(`${namespace}/${name}`);
  }

  /** Whether requests to a host, or to those that a wildcard covers, may be affected on a port. */
  host(host: string, port?: number): boolean {
    const { everything, ports } = this.reach;
    return everything || (port !== undefined && ports.has(port)) || this.hosts.matches(host);
  }
}

/** What may have changed between two meshes, if these objects are not the same. */
export function affected(old: MeshIndex, next: MeshIndex, changes: readonly ChangedObject[]): Affected {
  const reach = emptyReach();
  for (const change of changes) {
    for (const [index, manifest] of [
      [old, change.old],
      [next, change.new],
    ] as const) {
      if (manifest) {
        addReachOf(reach, index, manifest);
      }
    }
  }
  // Envoy refuses the routes of all hosts together with those of one. (W11)
  const arePoisoned = changes.length > 0 && (old.view(hasRefusedRoutes) || next.view(hasRefusedRoutes));
  reach.everything ||= arePoisoned || old.istio !== next.istio || !isSameData(old.mesh, next.mesh);
  for (const index of [old, next]) {
    closeOverRoutes(reach, index);
  }
  return new Affected(reach);
}
