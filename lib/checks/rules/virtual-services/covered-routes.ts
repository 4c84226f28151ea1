import type { VirtualServiceSpecHttp } from '../../../../imports/networking.istio.io';
import { neverReached, unreachableHttpRoutes } from '../../../admission/virtual-service/reachability';
import { EarlierMatches } from '../../../algebra/earlier-matches';
import { IST9011 } from '../../../catalogue/admission-codes';
import type { Finding } from '../../../catalogue/finding';
import { fullName } from '../../../catalogue/words';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { gatewayName } from '../../../istiod/virtual-services/gateway-name';
import { matchesOf } from '../../../istiod/virtual-services/http-match-request';
import {
  type HttpEntry,
  type VirtualService,
  virtualServicesOf,
} from '../../../istiod/virtual-services/virtual-services';
import { memoized } from '../../../manifests/collections';
import { fieldText } from '../../../manifests/field-path';
import { type Fields, fieldsOf, objectsIn, textsIn } from '../../../manifests/fields';
import { VIRTUAL_SERVICE } from '../../../manifests/kinds';
import type { FieldPath, Manifest } from '../../../manifests/manifest';
import type { Rule } from '../../rule';

/**
 * Routes that earlier routes cover together, by conditions that differ as texts, or beyond the bounds of delegates. Admission
 * reports those whose conditions are among those of single earlier routes of the same object.
 */
export const coveredRoutes: Rule = {
  name: 'covered-routes',
  reports: [IST9011],
  *check(index) {
    const isKnown = memoized((object: Manifest) => object, unreachableIn);
    const inDelegates = new Map<string, Finding | undefined>();
    for (const root of index.view(virtualServicesOf).all) {
      for (const { place, covers, isInDelegate } of root.http.length > 1 ? answersIn(index, root) : []) {
        const { object, field } = place;
        const isNew = covers && !isKnown(object).has(fieldText(field));
        const text = isNew && neverReached([...new Set(covers.map((cover) => placeText(cover, object)))]);
        const finding = text ? { type: IST9011, object, field, text } : undefined;
        if (isInDelegate) {
          // Another root may have requests for the route.
          const key = placeText(place);
          inDelegates.set(key, inDelegates.has(key) ? finding && inDelegates.get(key) : finding);
        } else if (finding) {
          yield finding;
        }
      }
    }
    for (const finding of inDelegates.values()) {
      yield* finding ? [finding] : [];
    }
  },
};

/** A route, where it is written. */
interface Place {
  readonly object: Manifest;
  readonly field: FieldPath;
}

interface Answer {
  readonly place: Place;
  /** The routes that take all requests of the route; undefined if a request may be left. */
  readonly covers: readonly Place[] | undefined;
  readonly isInDelegate: boolean;
}

/** What becomes of the routes of a VirtualService, without routes of delegates for which it leaves no request at all. */
function* answersIn(index: MeshIndex, root: VirtualService): Iterable<Answer> {
  const manifest = index.get(VIRTUAL_SERVICE, root.namespace, root.ref.name);
  if (!manifest) {
    return;
  }
  const earlier = new EarlierMatches<Place>();
  let asked: HttpEntry | undefined;
  let isCovered = false;
  for (const entry of root.http) {
    if (entry.delegate && asked?.index !== entry.index) {
      const covers = earlier.covering(matchesOfRoot(manifest, entry.index));
      isCovered = covers !== undefined;
      yield { place: placeOf(manifest, entry.index), covers, isInDelegate: false };
    }
    asked = entry;
    if (entry.delegate && isCovered) {
      continue;
    }
    const matches = matchesOf(entry.route);
    const place = placeOf(entry.delegate ?? manifest, entry.delegateIndex ?? entry.index);
    const covers = earlier.covering(matches);
    yield { place, covers, isInDelegate: entry.delegate !== undefined };
    for (const match of covers ? [] : matches) {
      earlier.add(match, place);
    }
  }
}

function placeOf(object: Manifest, index: number): Place {
  return { object, field: ['spec', 'http', index] };
}

function placeText({ object, field }: Place, from?: Manifest): string {
  const text = fieldText(field);
  return object === from ? text : `${text} of VirtualService "${fullName(object)}"`;
}

/** The matches of a route that names a delegate, as they are before they are merged with the delegate's. */
function matchesOfRoot({ spec, namespace }: Manifest, index: number): readonly Fields[] {
  return matchesOf(fieldsOf(objectsIn(fieldsOf(spec).http)[index])).map((match) => ({
    ...match,
    gateways: textsIn(match.gateways).map((name) => gatewayName(name, namespace)),
  }));
}

/** The routes that admission reports. */
function unreachableIn({ spec }: Manifest): ReadonlySet<string> {
  const field = ['spec', 'http'];
  const routes = objectsIn(fieldsOf(spec).http) as readonly VirtualServiceSpecHttp[];
  return new Set([...unreachableHttpRoutes(field, routes)].map(({ route }) => fieldText([...field, route])));
}
