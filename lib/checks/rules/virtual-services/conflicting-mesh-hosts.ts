import { IST0109 } from '../../../catalogue/istio-traffic-codes';
import { firstFew, fullName } from '../../../catalogue/words';
import { HostIndex } from '../../../istiod/hosts/host-index';
import { fullHost } from '../../../istiod/hosts/service-host';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { MESH } from '../../../istiod/virtual-services/gateway-names';
import { groupedBy, memoized } from '../../../manifests/collections';
import { fieldsOf, textEntries } from '../../../manifests/fields';
import { VIRTUAL_SERVICE } from '../../../manifests/kinds';
import type { Manifest } from '../../../manifests/manifest';
import type { Rule } from '../../rule';

const EVERYWHERE = '*';

/** Where sidecars see two VirtualServices for one host, they follow one of them alone. (C2) */
export const conflictingMeshHosts: Rule = {
  name: 'conflicting-mesh-hosts',
  reports: [IST0109],
  *check(index) {
    const claims = claimsOf(index);
    const rivalsOf = rivals(claims);
    const reported = new Set<Manifest>();
    for (const { virtualService, place, host, scope } of claims) {
      const others = rivalsOf(host, scope).filter((other) => other !== virtualService);
      if (others.length > 0 && !reported.has(virtualService)) {
        reported.add(virtualService);
        const text = IST0109.texts.host(host, others.map(fullName));
        yield { type: IST0109, object: virtualService, field: ['spec', 'hosts', place], text };
      }
    }
  },
};

/** A host that a VirtualService routes for the sidecars of a namespace; `*` is all. */
interface Claim {
  readonly virtualService: Manifest;
  readonly place: number;
  readonly host: string;
  readonly scope: string;
}

function claimsOf(index: MeshIndex): Claim[] {
  return index.all(VIRTUAL_SERVICE).flatMap((virtualService) => {
    const { gateways, hosts, exportTo } = fieldsOf(virtualService.spec);
    const bound = textEntries(gateways).map(([, gateway]) => gateway);
    if (bound.length > 0 && !bound.includes(MESH)) {
      return [];
    }
    const scopes = scopesOf(textEntries(exportTo), virtualService.namespace);
    return textEntries(hosts).flatMap(([place, host]) => {
      const name = fullHost(host, virtualService.namespace);
      return scopes.map((scope) => ({ virtualService, place, host: name, scope }));
    });
  });
}

function scopesOf(exportTo: readonly [number, string][], namespace: string): string[] {
  const namespaces = exportTo.map(([, to]) => (to === '.' ? namespace : to));
  return namespaces.length === 0 || namespaces.includes(EVERYWHERE) ? [EVERYWHERE] : [...new Set(namespaces)];
}

/**
 * The first few VirtualServices that a host of a scope is disputed by. What is seen everywhere meets what is seen in
 * one namespace by wildcards, too; among those that are seen everywhere, the more specific host simply counts.
 */
function rivals(claims: readonly Claim[]): (host: string, scope: string) => readonly Manifest[] {
  const keyOf = (host: string, scope: string) => `${scope} ${host}`;
  const same = groupedBy(claims, ({ host, scope }) => keyOf(host, scope));
  const isGlobal = ({ scope }: Claim) => scope === EVERYWHERE;
  const everywhere = byHost(claims.filter(isGlobal));
  const somewhere = byHost(claims.filter((claim) => !isGlobal(claim)));
  return memoized(keyOf, (host, scope) => {
    const others = scope === EVERYWHERE ? somewhere : everywhere;
    return firstFew(distinct(same.get(keyOf(host, scope)) ?? [], others.matching(host)));
  });
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
