import { IST0109 } from '../../../catalogue/istio-traffic-codes';
import { firstFew, fullName } from '../../../catalogue/words';
import { HostIndex } from '../../../istiod/hosts/host-index';
import { fullHost } from '../../../istiod/hosts/service-host';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { MESH } from '../../../istiod/virtual-services/gateway-name';
import { analyzerScopes, EVERYWHERE } from '../../../istiod/visibility';
import { groupedBy, lazily, memoized } from '../../../manifests/collections';
import { fieldsOf, textEntries, textsIn } from '../../../manifests/fields';
import { VIRTUAL_SERVICE } from '../../../manifests/kinds';
import type { Manifest } from '../../../manifests/manifest';
import type { Rule } from '../../rule';

/** Of two VirtualServices for one host, sidecars use only one. (C2) */
export const conflictingMeshHosts: Rule = {
  name: 'conflicting-mesh-hosts',
  reports: [IST0109],
  *check(index) {
    const claims = claimsOf(index);
    const rivalsOf = rivals(claims);
    const reported = new Set<Manifest>();
    for (const claim of claims) {
      const { virtualService, place, host } = claim;
      const others = rivalsOf(claim).filter((other) => other !== virtualService);
      if (others.length > 0 && !reported.has(virtualService)) {
        reported.add(virtualService);
        const text = IST0109.texts.host(host, others.map(fullName));
        yield { type: IST0109, object: virtualService, field: ['spec', 'hosts', place], text };
      }
    }
  },
};

/** A host that a VirtualService routes for the sidecars of a namespace, or of all namespaces for `*`. */
interface Claim {
  readonly virtualService: Manifest;
  readonly place: number;
  readonly host: string;
  readonly scope: string;
}

function claimsOf(index: MeshIndex): Claim[] {
  return index.all(VIRTUAL_SERVICE).flatMap((virtualService) => {
    const { gateways, hosts, exportTo } = fieldsOf(virtualService.spec);
    const bound = textsIn(gateways);
    if (bound.length > 0 && !bound.includes(MESH)) {
      return [];
    }
    const scopes = analyzerScopes(exportTo, virtualService.namespace);
    return textEntries(hosts).flatMap(([place, host]) => {
      const name = fullHost(host, virtualService.namespace);
      return scopes.map((scope) => ({ virtualService, place, host: name, scope }));
    });
  });
}

const NONE: readonly Manifest[] = [];

/**
 * The first few VirtualServices that claim the host of a claim too, perhaps with its own VirtualService. A claim for all
 * namespaces and a claim for one namespace are also rivals if their wildcards match; of two claims for all namespaces, the
 * more specific host counts.
 */
function rivals(claims: readonly Claim[]): (claim: Claim) => readonly Manifest[] {
  const keyOf = ({ host, scope }: Claim) => `${scope} ${host}`;
  const same = groupedBy(claims, keyOf);
  const isGlobal = ({ scope }: Claim) => scope === EVERYWHERE;
  const everywhere = claims.filter(isGlobal);
  const somewhere = claims.filter((claim) => !isGlobal(claim));
  const hostsEverywhere = lazily(() => byHost(everywhere));
  const hostsSomewhere = lazily(() => byHost(somewhere));
  const found = memoized(keyOf, (claim: Claim) => {
    const others = isGlobal(claim) ? hostsSomewhere() : hostsEverywhere();
    return firstFew(distinct(same.get(keyOf(claim)) ?? [], others.matching(claim.host)));
  });
  return (claim) => {
    const others = isGlobal(claim) ? somewhere : everywhere;
    return others.length === 0 && same.get(keyOf(claim))?.length === 1 ? NONE : found(claim);
  };
}

function byHost(claims: readonly Claim[]): HostIndex<readonly Claim[]> {
  return new HostIndex(groupedBy(claims, ({ host }) => host));
}

function* distinct(own: readonly Claim[], others: Iterable<readonly Claim[]>): Iterable<Manifest> {
  const seen = new Set<Manifest>();
  for (const claims of chained(own, others)) {
    for (const { virtualService } of claims) {
      if (!seen.has(virtualService)) {
        seen.add(virtualService);
        yield virtualService;
      }
    }
  }
}

function* chained<Value>(first: Value, others: Iterable<Value>): Iterable<Value> {
  yield first;
  yield* others;
}
