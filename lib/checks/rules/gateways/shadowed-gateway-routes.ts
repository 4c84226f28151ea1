import type { MessageType } from '../../../catalogue/message-type';
import { fullName } from '../../../catalogue/words';
import { type BoundGateway, bindingsOf } from '../../../istiod/gateways/gateway-bindings';
import { fullHost } from '../../../istiod/hosts/service-host';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { oldestFirst } from '../../../istiod/oldest-first';
import { isDelegate } from '../../../istiod/virtual-services/delegates';
import {
  PROXY_FIELDS,
  STRING_FIELDS,
  STRING_MAP_FIELDS,
} from '../../../istiod/virtual-services/http-match-request';
import { isVisibleIn, virtualServiceVisibility } from '../../../istiod/visibility';
import { groupedBy } from '../../../manifests/collections';
import { type Fields, fieldEntries, fieldsOf, textEntries, textOrEmpty } from '../../../manifests/fields';
import { VIRTUAL_SERVICE } from '../../../manifests/kinds';
import { type FieldPath, isRecord, type Manifest } from '../../../manifests/manifest';
import type { Rule } from '../../rule';

export const IST9207 = {
  code: 'IST9207',
  name: 'GatewayRouteShadowed',
  level: 'Warning',
  summary:
    'Two VirtualServices have the same match for one host of one Gateway, and only the older one has an effect.',
  texts: {
    everything: (host: string, gateway: string, other: string) =>
      `VirtualService "${other}" takes all other requests for "${host}" at Gateway "${gateway}" too, and only the older one gets them; give one of them a narrower match`,
    match: (host: string, gateway: string, other: string) =>
      `VirtualService "${other}" has the same match for "${host}" at Gateway "${gateway}", and only the older one gets the requests; make the matches differ`,
  },
} as const satisfies MessageType;

/** The key of a match that takes every request that no other match takes. */
const EVERYTHING = 'everything';
/** The number of hosts of a VirtualService that are compared: a mistake need not be reported for each of many hosts. */
const MOST_PLACES = 10;

/**
 * At a gateway, the routes of all VirtualServices for a host make up one list, oldest VirtualService first. Of two equal
 * matches, the second never gets a request. (C1)
 */
export const shadowedGatewayRoutes: Rule = {
  name: 'shadowed-gateway-routes',
  reports: [IST9207],
  *check(index) {
    const shared = groupedBy(placesOf(index), ({ gateway, host }) => `${fullName(gateway)} ${host}`);
    const groups = [...shared.values()].filter((group) => group.length > 1);
    const timesSeen = new Map<Manifest, number>();
    for (const group of groups) {
      const first = new Map<string, Manifest>();
      for (const place of group) {
        const object = place.virtualService;
        const times = timesSeen.get(object) ?? 0;
        timesSeen.set(object, times + 1);
        for (const [key, field] of times < MOST_PLACES ? matchesOf(object) : []) {
          const other = first.get(key) ?? object;
          first.set(key, other);
          if (other !== object && times === 0) {
            yield { type: IST9207, object, field, text: textOf(place, key, other) };
          }
        }
      }
    }
  },
};

function textOf({ gateway, host }: Place, key: string, other: Manifest): string {
  const { everything, match } = IST9207.texts;
  return (key === EVERYTHING ? everything : match)(host, fullName(gateway), fullName(other));
}

/** A host of a VirtualService at a Gateway. */
interface Place {
  readonly virtualService: Manifest;
  readonly gateway: Manifest;
  readonly host: string;
}

function* placesOf(index: MeshIndex): Iterable<Place> {
  const bindings = index.view(bindingsOf);
  const bound = index
    .all(VIRTUAL_SERVICE)
    .filter((virtualService) => bindings(virtualService).gateways.length > 0 && !isDelegate(virtualService));
  for (const virtualService of oldestFirst<unknown>(bound)) {
    const { hosts, http } = fieldsOf(virtualService.spec);
    for (const { manifest: gateway } of fieldEntries(http).length > 0
      ? seenBy(index, virtualService, bindings(virtualService).gateways)
      : []) {
      for (const [, host] of textEntries(hosts)) {
        yield { virtualService, gateway, host: fullHost(host, virtualService.namespace) };
      }
    }
  }
}

function seenBy(
  index: MeshIndex,
  virtualService: Manifest,
  gateways: readonly BoundGateway[],
): readonly BoundGateway[] {
  const visibility = virtualServiceVisibility(index, virtualService);
  return gateways.filter(({ pods }) => pods.every((pod) => isVisibleIn(visibility, pod.namespace)));
}

/** The matches of a VirtualService as keys, which are equal where the matches are. */
function* matchesOf({ spec }: Manifest): Iterable<[key: string, field: FieldPath]> {
  for (const [i, route] of fieldEntries(fieldsOf(spec).http)) {
    const field = ['spec', 'http', i];
    // The matches of the delegate narrow those of this route.
    if (route.delegate) {
      continue;
    }
    const matches = fieldEntries(route.match);
    if (matches.length === 0) {
      yield [EVERYTHING, field];
      return;
    }
    for (const [j, match] of matches) {
      const key = keyOf(match);
      if (key !== undefined) {
        yield [key, [...field, 'match', j]];
      }
      if (key === EVERYTHING) {
        return;
      }
    }
  }
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
