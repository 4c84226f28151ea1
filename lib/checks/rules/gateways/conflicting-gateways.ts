import type { Finding } from '../../../catalogue/finding';
import { IST0101, IST0145 } from '../../../catalogue/istio-traffic-codes';
import { firstFew, fullName } from '../../../catalogue/words';
import { gatewayPods } from '../../../istiod/gateways/gateway-workloads';
import { type Gateway, gatewaysOf } from '../../../istiod/gateways/gateways';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { hasLabels, SelectorIndex, selectorText } from '../../../istiod/workloads/selectors';
import type { Labels } from '../../../istiod/workloads/workloads';
import { groupedBy, memoized } from '../../../manifests/collections';
import type { Rule } from '../../rule';

/** Two Gateways on the same pods must not serve one host on the same port and address. (A6) */
export const conflictingGateways: Rule = {
  name: 'conflicting-gateways',
  reports: [IST0101, IST0145],
  *check(index) {
    const gateways = index.view(gatewaysOf);
    const rivalsOf = rivals(index);
    for (const gateway of gateways) {
      yield* conflictsOf(gateway, rivalsOf);
    }
    yield* missingServers(index, gateways);
  },
};

type Rivals = (selector: Labels, spot: string) => readonly Gateway[];

function* conflictsOf(gateway: Gateway, rivalsOf: Rivals): Iterable<Finding> {
  const { manifest: object, selector, servers } = gateway;
  for (const { port, bind, ref, field } of servers) {
    for (const [place, host] of ref.hosts.entries()) {
      const others = rivalsOf(selector, spotOf(port, bind, host)).filter((other) => other !== gateway);
      if (others.length > 0) {
        const names = others.map(({ manifest }) => fullName(manifest));
        const text = IST0145.texts.host(host, port, names);
        yield { type: IST0145, object, field: [...field, 'hosts', place], text };
        break;
      }
    }
  }
}

/** What only one Gateway may have on a pod. Istio compares hosts here as they are written. */
function spotOf(port: number, bind: string, host: string): string {
  return `${port} ${bind} ${host}`;
}

/** The first few Gateways that have a spot on the pods of a selector. */
function rivals(index: MeshIndex): Rivals {
  const claims = groupedBy(index.view(gatewaysOf).flatMap(claimsOf), ({ spot }) => spot);
  const gatewaysAt = memoized(
    (spot: string) => spot,
    (spot) => {
      const gateways = new Set(claims.get(spot)?.map(({ gateway }) => gateway));
      return new SelectorIndex(gateways, ({ selector }) => selector);
    },
  );
  const found = memoized(
    (selector: Labels, spot: string) => `${selectorText(selector)} ${spot}`,
    (selector, spot) => firstFew(onSamePods(index, gatewaysAt(spot), selector)),
  );
  // Most spots have one claim.
  return (selector, spot) => ((claims.get(spot)?.length ?? 0) > 1 ? found(selector, spot) : []);
}

function claimsOf(gateway: Gateway): { gateway: Gateway; spot: string }[] {
  return gateway.servers.flatMap(({ port, bind, ref }) =>
    ref.hosts.map((host) => ({ gateway, spot: spotOf(port, bind, host) })),
  );
}

/** The Gateways with the same selector, and those with a narrower or a wider one that selects some of the same pods. */
function* onSamePods(
  index: MeshIndex,
  gateways: SelectorIndex<Gateway>,
  selector: Labels,
): Iterable<Gateway> {
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

/** What Istio reports on a Gateway without servers, unless another Gateway on the same pods has servers. */
function* missingServers(index: MeshIndex, gateways: readonly Gateway[]): Iterable<Finding> {
  const podsOf = index.view(gatewayPods);
  const idle = gateways.filter(
    ({ servers, selector }) =>
      // Without pods, the selector itself is reported.
      servers.length === 0 && hasLabels(selector) && podsOf(selector).length > 0,
  );
  if (idle.length === 0) {
    return;
  }
  const busy = gateways.filter(({ servers }) => servers.length > 0);
  const bySelector = new SelectorIndex(busy, ({ selector }) => selector);
  for (const { manifest: object, selector } of idle) {
    if (firstFew(onSamePods(index, bySelector, selector)).length === 0) {
      const text = IST0101.texts.servers(selectorText(selector));
      yield { type: IST0101, object, field: ['spec', 'selector'], text };
    }
  }
}
