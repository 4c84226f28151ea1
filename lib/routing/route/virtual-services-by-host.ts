import { HostIndex } from '../../istiod/hosts/host-index';
import type { VirtualService } from '../../istiod/virtual-services/virtual-services';
import { groupedBy } from '../../manifests/collections';

/** VirtualServices in order of precedence, for lookups by host. */
export class VirtualServicesByHost {
  private places: HostIndex<readonly number[]> | undefined;

  constructor(private readonly all: readonly VirtualService[]) {}

  /** The VirtualServices that have a name in common with one of the hosts, in order of precedence. */
  sharing(hosts: readonly string[]): readonly VirtualService[] {
    if (hosts.includes('*') || this.all.length === 0) {
      return this.all;
    }
    this.places ??= placesByHost(this.all);
    const found = new Set<number>();
    for (const host of hosts) {
      for (const places of this.places.matching(host)) {
        for (const place of places) {
          found.add(place);
        }
      }
    }
    return [...found].sort((a, b) => a - b).flatMap((place) => this.all[place] ?? []);
  }
}

function placesByHost(virtualServices: readonly VirtualService[]): HostIndex<readonly number[]> {
  const entries = [...virtualServices.entries()].flatMap(([place, { hosts }]) =>
    hosts.map((host) => ({ host, place })),
  );
  const byHost = groupedBy(entries, ({ host }) => host);
  return new HostIndex([...byHost].map(([host, group]) => [host, group.map(({ place }) => place)]));
}
