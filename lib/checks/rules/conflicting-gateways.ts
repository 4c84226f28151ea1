import { groupedBy, memoized } from '../../manifests/collections';
import { gatewayPods, gatewaySelector, serversOf } from '../../manifests/gateways';
import { GATEWAY } from '../../manifests/kinds';
import type { Manifest } from '../../manifests/manifest';
import type { ManifestIndex } from '../../manifests/manifest-index';
import { SelectorIndex, selectorText } from '../../manifests/selectors';
import type { Labels } from '../../manifests/workloads';
import { IST0101, IST0145 } from '../catalogue';
import type { Finding, Rule } from '../message';
import { firstFew, fullName } from '../words';

/** Gateways on the same pods must not serve one host at the same port and address. (A6) */
export const conflictingGateways: Rule = {
  name: 'conflicting-gateways',
  reports: [IST0101, IST0145],
  *check(index) {
    const rivalsOf = rivals(index);
    const gateways: readonly Manifest[] = index.all(GATEWAY);
    const hasServers = (gateway: Manifest) => serversOf(gateway).length > 0;
    const withServers = new SelectorIndex(gateways.filter(hasServers), gatewaySelector);
    for (const gateway of gateways) {
      yield* hasServers(gateway)
        ? conflictsOf(gateway, rivalsOf)
        : missingServers(index, gateway, withServers);
    }
  },
};

type Rivals = (gateway: Manifest, spot: string) => readonly Manifest[];

function* conflictsOf(object: Manifest, rivalsOf: Rivals): Iterable<Finding> {
  for (const { port, bind, hosts, field } of serversOf(object)) {
    if (port === undefined) {
      continue;
    }
    for (const [place, host] of hosts) {
      const others = rivalsOf(object, spotOf(port, bind, host)).filter((other) => other !== object);
      if (others.length > 0) {
        const text = IST0145.texts.host(host, port, others.map(fullName));
        yield { type: IST0145, object, field: [...field, 'hosts', place], text };
        break;
      }
    }
  }
}

/** What one Gateway alone may have on a pod. Hosts are compared as they are written. */
function spotOf(port: number, bind: string, host: string): string {
  return `${port} ${bind} ${host}`;
}

/** The first few Gateways, itself perhaps among them, that are on the pods of a Gateway and at the same spot. */
function rivals(index: ManifestIndex): Rivals {
  const claims = groupedBy(index.all(GATEWAY).flatMap(claimsOf), ({ spot }) => spot);
  const gatewaysAt = memoized(
    (spot: string) => spot,
    (spot) => {
      const gateways = new Set(claims.get(spot)?.map(({ gateway }) => gateway));
      return gateways.size > 1 ? new SelectorIndex(gateways, gatewaySelector) : undefined;
    },
  );
  return memoized(
    (gateway, spot) => `${selectorText(gatewaySelector(gateway))} ${spot}`,
    (gateway, spot) => {
      const gateways = gatewaysAt(spot);
      return gateways ? firstFew(onSamePods(index, gateways, gatewaySelector(gateway))) : [];
    },
  );
}

function claimsOf(gateway: Manifest): { gateway: Manifest; spot: string }[] {
  return serversOf(gateway).flatMap(({ port, bind, hosts }) =>
    port === undefined ? [] : hosts.map(([, host]) => ({ gateway, spot: spotOf(port, bind, host) })),
  );
}

/** Those with the same selector, and those with a narrower or a wider one that a pod has in common with it. */
function* onSamePods(
  index: ManifestIndex,
  gateways: SelectorIndex<Manifest>,
  selector: Labels,
): Iterable<Manifest> {
  const podsOf = index.view(gatewayPods);
  yield* gateways.same(selector);
  for (const narrower of gateways.narrower(selector)) {
    if (podsOf(narrower.selector).length > 0) {
      yield* narrower.values;
    }
  }
  if (podsOf(selector).length > 0) {
    for (const wider of gateways.wider(selector)) {
      yield* wider.values;
    }
  }
}

/** What Istio says of a Gateway without servers, unless another one on the same pods has some. */
function* missingServers(
  index: ManifestIndex,
  object: Manifest,
  withServers: SelectorIndex<Manifest>,
): Iterable<Finding> {
  const selector = gatewaySelector(object);
  if (Object.keys(selector).length === 0) {
    return;
  }
  for (const _ of onSamePods(index, withServers, selector)) {
    return;
  }
  const text = IST0101.texts.servers(selectorText(selector));
  yield { type: IST0101, object, field: ['spec', 'selector'], text };
}
