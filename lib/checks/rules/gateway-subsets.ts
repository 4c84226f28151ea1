import {
  type DestinationRules,
  destinationRulesOf,
  type MergedRule,
} from '../../manifests/destination-rules';
import { type Destination, destinationsOf } from '../../manifests/destinations';
import { fieldsOf, mapsIn, textOf } from '../../manifests/fields';
import { type BoundGateway, bindingsOf, isUsedAt } from '../../manifests/gateway-bindings';
import { HostIndex } from '../../manifests/host-index';
import { DESTINATION_RULE } from '../../manifests/kinds';
import type { Manifest } from '../../manifests/manifest';
import type { ManifestIndex } from '../../manifests/manifest-index';
import { meshHosts } from '../../manifests/mesh-hosts';
import { fullHost } from '../../manifests/services';
import { IST9201 } from '../catalogue';
import type { Finding, Rule } from '../message';
import { routeOf, takesRequests } from '../routes';
import { firstFew, fullName } from '../words';

/** A gateway follows the DestinationRules of its own, the host's and the root namespace, and no others. (G4) */
export const gatewaySubsets: Rule = {
  name: 'gateway-subsets',
  reports: [IST9201],
  *check(index) {
    for (const destination of index.view(destinationsOf)) {
      if (destination.subset !== '' && !destination.isMirror && takesRequests(destination)) {
        yield* unseenSubset(index, destination);
      }
    }
  },
};

function* unseenSubset(index: ManifestIndex, destination: Destination): Iterable<Finding> {
  const { virtualService: object, field, subset } = destination;
  const host = fullHost(destination.host, object.namespace);
  const homes = [
    ...new Set(
      index
        .view(meshHosts)
        .get(host)
        ?.map((one) => one.object.namespace),
    ),
  ];
  const definedBy = index.view(subsetDefinitions).get(host)?.get(subset);
  // Whether there is such a host and such a subset at all is IST0101's concern.
  const [home] = homes;
  if (home === undefined || definedBy === undefined) {
    return;
  }
  const route = routeOf(destination);
  const gateways = index
    .view(bindingsOf)(object)
    .gateways.filter((bound) => bound.pods.length > 0 && isUsedAt(route, bound, object.namespace));
  const rules = index.view(destinationRulesOf);
  for (const bound of gateways) {
    const followed = followedAt(rules, bound, host, homes);
    if (followed.some((rule) => rule?.subsets.has(subset))) {
      continue;
    }
    const one = followed.find((rule) => rule !== undefined);
    const by = fullName(definedBy);
    const text = one
      ? IST9201.texts.otherRule(subset, by, host, fullName(one.from[0] as Manifest))
      : IST9201.texts.unseen(subset, by, host, firstFew(namespacesOf(bound)), home);
    yield { type: IST9201, object, field: [...field, 'subset'], text };
    return;
  }
}

function followedAt(
  rules: DestinationRules,
  { pods }: BoundGateway,
  host: string,
  homes: readonly string[],
): (MergedRule | undefined)[] {
  return pods.flatMap((pod) => homes.map((home) => rules.followedBy(pod, host, home)));
}

function namespacesOf({ pods }: BoundGateway): Set<string> {
  return new Set(pods.map(({ namespace }) => namespace));
}

/** By host and name of a subset, a DestinationRule that defines it, wherever it is. */
function subsetDefinitions(index: ManifestIndex): HostIndex<ReadonlyMap<string, Manifest>> {
  const byHost = new Map<string, Map<string, Manifest>>();
  for (const rule of index.all(DESTINATION_RULE)) {
    const { host, subsets } = fieldsOf(rule.spec);
    const name = fullHost(textOf(host), rule.namespace);
    const known = byHost.get(name) ?? new Map<string, Manifest>();
    byHost.set(name, known);
    for (const [, subset] of mapsIn(subsets)) {
      known.set(textOf(subset.name), rule);
    }
  }
  return new HostIndex(byHost);
}
