import { IST0140 } from '../../../catalogue/istio-traffic-codes';
import { firstFew, fullName } from '../../../catalogue/words';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { destinationsOf } from '../../../istiod/virtual-services/route-destinations';
import { fieldsOf, textEntries } from '../../../manifests/fields';
import type { Manifest } from '../../../manifests/manifest';
import type { Rule } from '../../rule';

/** A gateway uses the routes that are bound to it, and not those that sidecars use for the destination. */
export const gatewayIgnoresSubset: Rule = {
  name: 'gateway-ignores-subset',
  reports: [IST0140],
  *check(index) {
    const choosers = index.view(subsetChoosers);
    for (const { virtualService, field, routes, isMirror, host, subset } of index.view(destinationsOf)) {
      if (routes !== 'http' || isMirror || subset !== '' || !isBoundToGateways(virtualService)) {
        continue;
      }
      // Istio reports all of them; a reader needs a few.
      for (const other of firstFew(choosers.get(host) ?? [])) {
        const text = IST0140.texts.subset(host, fullName(other));
        yield { type: IST0140, object: virtualService, field: [...field, 'host'], text };
      }
    }
  },
};

function isBoundToGateways({ spec }: Manifest): boolean {
  return textEntries(fieldsOf(spec).gateways).length > 0;
}

/** The VirtualServices that choose a subset of a host of their own, by that host as they write it. */
function subsetChoosers(index: MeshIndex): ReadonlyMap<string, ReadonlySet<Manifest>> {
  const choosers = new Map<string, Set<Manifest>>();
  for (const { virtualService, routes, isMirror, host, subset } of index.view(destinationsOf)) {
    if (routes === 'http' && !isMirror && subset !== '' && routesHost(virtualService, host)) {
      choosers.set(host, (choosers.get(host) ?? new Set()).add(virtualService));
    }
  }
  return choosers;
}

function routesHost({ spec }: Manifest, host: string): boolean {
  const { hosts } = fieldsOf(spec);
  return Array.isArray(hosts) && hosts.includes(host);
}
