import type { VirtualServiceSpecHttpMatch } from '../../../../imports/networking.istio.io';
import { type Alternative, httpAlternative } from '../../../admission/virtual-service/match-alternatives';
import { EarlierRoutes } from '../../../admission/virtual-service/reachability';
import type { Finding } from '../../../catalogue/finding';
import type { MessageType } from '../../../catalogue/message-type';
import { fullName } from '../../../catalogue/words';
import { type BoundGateway, bindingsOf } from '../../../istiod/gateways/gateway-bindings';
import { type GatewayServer, isFor, type ServerHost } from '../../../istiod/gateways/gateway-servers';
import { gatewaysOf } from '../../../istiod/gateways/gateways';
import { HostIndex } from '../../../istiod/hosts/host-index';
import { isSubsetOf } from '../../../istiod/hosts/host-matching';
import { fullHost } from '../../../istiod/hosts/service-host';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { oldestFirst } from '../../../istiod/oldest-first';
import {
  PROXY_FIELDS,
  STRING_FIELDS,
  STRING_MAP_FIELDS,
} from '../../../istiod/virtual-services/http-match-request';
import { isDelegate } from '../../../istiod/virtual-services/is-delegate';
import { isVisibleIn, type Visibility, virtualServiceVisibility } from '../../../istiod/visibility';
import { selectorText } from '../../../istiod/workloads/selectors';
import { groupedBy, memoized } from '../../../manifests/collections';
import { fieldText } from '../../../manifests/field-path';
import { type Fields, fieldEntries, fieldsOf, textEntries, textOrEmpty } from '../../../manifests/fields';
import { VIRTUAL_SERVICE } from '../../../manifests/kinds';
import { type FieldPath, isRecord, type Manifest } from '../../../manifests/manifest';
import type { Rule } from '../../rule';

export const IST9207 = {
  code: 'IST9207',
  name: 'GatewayRouteShadowed',
  level: 'Warning',
  summary:
    'A VirtualService takes all requests of a match of another one for the same host of one Gateway, or of two that share a port, and only the first one has an effect.',
  texts: {
    everything: (host: string, gateway: string, other: string, first: string) =>
      `VirtualService "${other}" takes all other requests for "${host}" at Gateway "${gateway}" too, and only the ${first} gets them; give one of them a narrower match`,
    match: (host: string, gateway: string, other: string, first: string) =>
      `VirtualService "${other}" has the same match for "${host}" at Gateway "${gateway}", and only the ${first} gets the requests; make the matches differ`,
    everythingElsewhere: (host: string, gateway: string, other: string, later: string) =>
      `VirtualService "${other}" takes all other requests for "${host}" at Gateway "${gateway}" too, which precedes Gateway "${later}" on the same pods and port, so only that one gets them; give one of them a narrower match`,
    matchElsewhere: (host: string, gateway: string, other: string, later: string) =>
      `VirtualService "${other}" has the same match for "${host}" at Gateway "${gateway}", which precedes Gateway "${later}" on the same pods and port, so only that one gets the requests; make the matches differ`,
    covered: (host: string, gateway: string, cover: string, first: string) =>
      `gets no request for "${host}" at Gateway "${gateway}", because ${cover} takes all of them, and the ${first} comes first; write that match more narrowly, or put both routes into one VirtualService, this one first`,
    coveredElsewhere: (host: string, gateway: string, cover: string, later: string) =>
      `gets no request for "${host}", because ${cover} takes all of them at Gateway "${gateway}", which precedes Gateway "${later}" on the same pods and port; write that match more narrowly`,
  },
} as const satisfies MessageType;

/** The key of a match that takes every request that no other match takes. */
const EVERYTHING = 'everything';
/** The number of hosts of a VirtualService that are compared: a mistake need not be reported for each of many hosts. */
const MOST_PLACES = 10;

/**
 * At a gateway, the routes of all VirtualServices for a host make up one list, oldest VirtualService first. A match whose
 * requests an earlier one takes never gets one. (C1)
 */
export const shadowedGatewayRoutes: Rule = {
  name: 'shadowed-gateway-routes',
  reports: [IST9207],
  *check(index) {
    const shared = groupedBy(placesOf(index), ({ table, host }) => `${table} ${host}`);
    const groups = [...shared.values()].filter((group) => group.length > 1);
    const order = new Map(index.view(gatewaysOf).map(({ manifest }, i) => [manifest, i]));
    const orderOf = ({ gateway }: Place) => order.get(gateway) ?? 0;
    const timesSeen = new Map<Manifest, number>();
    const matchesAt = memoized((virtualService: Manifest) => virtualService, matchesOf);
    for (const group of groups) {
      // The servers of the older Gateway come first, whatever the age of their VirtualServices.
      const sorted = group.sort((a, b) => orderOf(a) - orderOf(b) || a.rank - b.rank);
      const read = sorted.filter(({ virtualService }) => {
        const times = timesSeen.get(virtualService) ?? 0;
        timesSeen.set(virtualService, times + 1);
        return times < MOST_PLACES;
      });
      yield* shadowedIn(
        read.map((place) => ({
          place,
          matches: matchesAt(place.virtualService),
          isReported: timesSeen.get(place.virtualService) === 1,
        })),
      );
    }
  },
};

/** The matches of a VirtualService, for one of its hosts. */
interface Claim {
  readonly place: Place;
  readonly matches: readonly Match[];
  /** Whether the host is the first of the VirtualService: one is enough. */
  readonly isReported: boolean;
}

/** @param claims those of one host, in the order in which they count */
function* shadowedIn(claims: readonly Claim[]): Iterable<Finding> {
  const first = new Map<string, Place>();
  const earlier = new EarlierRoutes(claims.map(({ matches }) => matches.flatMap(({ way }) => way ?? [])));
  const known: { readonly place: Place; readonly match: Match }[] = [];
  for (const { place, matches, isReported } of claims) {
    const object = place.virtualService;
    for (const { key, field, way } of matches) {
      const other = first.get(key) ?? place;
      first.set(key, other);
      if (!isReported) {
        continue;
      }
      if (other.virtualService !== object) {
        yield { type: IST9207, object, field, text: textOf(place, key, other) };
        continue;
      }
      const cover = way && known[earlier.covering(way) ?? -1];
      if (cover && cover.place.virtualService !== object) {
        yield { type: IST9207, object, field, text: coveredText(place, cover.match, cover.place) };
      }
    }
    for (const match of matches) {
      if (match.way) {
        earlier.add([match.way], known.length);
        known.push({ place, match });
      }
    }
  }
}

function textOf(place: Place, key: string, other: Place): string {
  const { everything, match, everythingElsewhere, matchElsewhere } = IST9207.texts;
  const name = fullName(other.virtualService);
  const [gateway, otherGateway] = [fullName(place.gateway), fullName(other.gateway)];
  if (gateway !== otherGateway) {
    const text = key === EVERYTHING ? everythingElsewhere : matchElsewhere;
    return text(place.host, otherGateway, name, gateway);
  }
  return (key === EVERYTHING ? everything : match)(place.host, gateway, name, whichIsFirst(place, other));
}

function coveredText(place: Place, match: Match, other: Place): string {
  const { covered, coveredElsewhere } = IST9207.texts;
  const cover = `${fieldText(match.field)} of VirtualService "${fullName(other.virtualService)}"`;
  const [gateway, otherGateway] = [fullName(place.gateway), fullName(other.gateway)];
  return gateway === otherGateway
    ? covered(place.host, gateway, cover, whichIsFirst(place, other))
    : coveredElsewhere(place.host, otherGateway, cover, gateway);
}

function whichIsFirst(place: Place, other: Place): string {
  return other.rank === place.rank ? 'older one' : 'one that is not exported to all namespaces';
}

/** A host of a VirtualService at a Gateway. */
interface Place {
  readonly virtualService: Manifest;
  readonly gateway: Manifest;
  readonly host: string;
  /** Routes of a lower rank come first, whatever the age of their VirtualServices. */
  readonly rank: number;
  /** Equal for places that share their virtual hosts. */
  readonly table: string;
}

function* placesOf(index: MeshIndex): Iterable<Place> {
  const bindings = index.view(bindingsOf);
  const tableOf = index.view(routeTables);
  const atGateways = index
    .all(VIRTUAL_SERVICE)
    .filter((virtualService) => bindings(virtualService).gateways.length > 0 && !isDelegate(virtualService));
  for (const virtualService of oldestFirst<unknown>(atGateways)) {
    const visibility = virtualServiceVisibility(index, virtualService);
    const { hosts, http } = fieldsOf(virtualService.spec);
    for (const bound of fieldEntries(http).length > 0
      ? seenBy(visibility, bindings(virtualService).gateways)
      : []) {
      for (const [, host] of textEntries(hosts)) {
        const full = fullHost(host, virtualService.namespace);
        const table = tableOf(bound, full, virtualService.namespace);
        yield {
          virtualService,
          gateway: bound.manifest,
          host: full,
          rank: rankIn(visibility, virtualService, bound),
          table,
        };
      }
    }
  }
}

/**
 * The table of a host at a Gateway; ask by `index.view(routeTables)`. HTTP servers of several Gateways share one if they have
 * the same pods and port. Two Gateways are taken for one if all their servers for a host are such servers, with the same
 * ports. (A6, C1)
 */
function routeTables(): (gateway: BoundGateway, host: string, namespace: string) => string {
  const serversOf = memoized((gateway: BoundGateway) => gateway, serversByHost);
  return (gateway, host, namespace) => {
    const serving = [...serversOf(gateway).matching(host)]
      .flat()
      .filter((entry) => isFor(entry.host, namespace));
    const areShared = serving.every(
      ({ server: { kind, bind, redirectsToHttps }, host: { name } }) =>
        kind === 'HTTP' && bind === '' && !redirectsToHttps && isSubsetOf(host, name),
    );
    const ports = new Set(serving.map(({ server }) => `${server.port} ${server.ref.protocol}`));
    return serving.length > 0 && areShared
      ? `${selectorText(gateway.selector)} ${[...ports].sort().join()}`
      : fullName(gateway.manifest);
  };
}

/** A host of a server. */
interface Serving {
  readonly server: GatewayServer;
  readonly host: ServerHost;
}

function serversByHost({ servers }: BoundGateway): HostIndex<readonly Serving[]> {
  const all = servers.flatMap((server) => server.hosts.map((host) => ({ server, host })));
  return new HostIndex(groupedBy(all, ({ host }) => host.name));
}

/** The VirtualServices of the pods' own namespace come first, then others that are exported to it by name. (C1) */
function rankIn({ isPublic }: Visibility, { namespace }: Manifest, { pods }: BoundGateway): number {
  return isPublic ? 2 : pods.every((pod) => pod.namespace === namespace) ? 0 : 1;
}

function seenBy(visibility: Visibility, gateways: readonly BoundGateway[]): readonly BoundGateway[] {
  return gateways.filter(({ pods }) => pods.every((pod) => isVisibleIn(visibility, pod.namespace)));
}

/** A match of a VirtualService, or a route without one. */
interface Match {
  /** Equal where the matches are. */
  readonly key: string;
  readonly field: FieldPath;
  /** Undefined for a match that takes what no other does: istiod puts it at the end. (E3) */
  readonly way: Alternative | undefined;
}

function matchesOf({ spec }: Manifest): readonly Match[] {
  const found: Match[] = [];
  for (const [i, route] of fieldEntries(fieldsOf(spec).http)) {
    const field = ['spec', 'http', i];
    // The matches of the delegate narrow those of this route.
    if (route.delegate) {
      continue;
    }
    const matches = fieldEntries(route.match);
    if (matches.length === 0) {
      return [...found, { key: EVERYTHING, field, way: undefined }];
    }
    for (const [j, match] of matches) {
      const key = keyOf(match);
      if (key !== undefined) {
        const way = key === EVERYTHING ? undefined : httpAlternative(match as VirtualServiceSpecHttpMatch);
        found.push({ key, field: [...field, 'match', j], way });
      }
      if (key === EVERYTHING) {
        return found;
      }
    }
  }
  return found;
}

/** Undefined for a match that istiod does not build for every proxy. (E2) */
function keyOf(match: Fields): string | undefined {
  if (PROXY_FIELDS.some((field) => match[field] !== undefined)) {
    return undefined;
  }
  const strings = STRING_FIELDS.flatMap((name) =>
    isRecord(match[name]) ? `${name} ${stringOf(match[name])}` : [],
  );
  const maps = STRING_MAP_FIELDS.flatMap((name) =>
    Object.entries(fieldsOf(match[name])).map(
      ([key, value]) => `${name} ${JSON.stringify(key)} ${stringOf(value)}`,
    ),
  );
  const conditions = [...strings, ...maps].filter((one) => !ANY_PATH.has(one));
  return conditions.length === 0
    ? EVERYTHING
    : [...conditions, match.ignoreUriCase === true].sort().join('\n');
}

/** The keys of conditions that every path meets. (E3) */
const ANY_PATH: ReadonlySet<string> = new Set(['uri ', 'uri prefix "/"', 'uri regex ".*"']);

function stringOf(value: unknown): string {
  const kind = ['exact', 'prefix', 'regex'].find((one) => fieldsOf(value)[one] !== undefined);
  return kind === undefined ? '' : `${kind} ${JSON.stringify(textOrEmpty(fieldsOf(value)[kind]))}`;
}
