import type {
  VirtualServiceSpecHttp,
  VirtualServiceSpecTcp,
  VirtualServiceSpecTls,
} from '../../../imports/networking.istio.io';
import { enumeration } from '../../catalogue/words';
import { lazily } from '../../manifests/collections';
import { fieldText } from '../../manifests/field-path';
import type { FieldPath } from '../../manifests/manifest';
import { MAX_COMPARISONS } from './limits';
import { type Alternative, httpAlternative, tcpAlternative, tlsAlternatives } from './match-alternatives';

/** A route that no request reaches. */
export interface UnreachableRoute {
  readonly route: number;
  readonly message: string;
}

/**
 * HTTP routes that no request reaches, because earlier routes take every request that they match: the first match wins,
 * however specific a later one is.
 */
export function unreachableHttpRoutes(
  field: FieldPath,
  routes: readonly VirtualServiceSpecHttp[],
): Iterable<UnreachableRoute> {
  const alternatives = ({ match }: VirtualServiceSpecHttp) => atLeastOne(match).map(httpAlternative);
  // A delegate may leave requests to the routes that follow.
  return unreachable(field, routes, alternatives, (route) => route.delegate === undefined);
}

/** TLS routes that no connection reaches; they differ by server name. */
export function unreachableTlsRoutes(
  field: FieldPath,
  routes: readonly VirtualServiceSpecTls[],
): Iterable<UnreachableRoute> {
  return unreachable(field, routes, ({ match = [] }) => match.flatMap(tlsAlternatives));
}

/** TCP routes that no connection reaches. */
export function unreachableTcpRoutes(
  field: FieldPath,
  routes: readonly VirtualServiceSpecTcp[],
): Iterable<UnreachableRoute> {
  return unreachable(field, routes, ({ match }) => atLeastOne(match).map(tcpAlternative));
}

/**
 * Says that a route is never reached.
 *
 * @param covers the earlier routes that take its requests
 */
export function neverReached(covers: readonly string[]): string {
  const take = covers.length === 1 ? 'takes' : 'together take';
  return `is never reached, because ${enumeration(covers)} before it ${take} all traffic that it matches; move it up, or remove it`;
}

/** @param takesAll whether the route takes all that it matches */
function* unreachable<Route>(
  field: FieldPath,
  routes: readonly Route[],
  alternativesOf: (route: Route) => readonly Alternative[],
  takesAll: (route: Route) => boolean = () => true,
): Iterable<UnreachableRoute> {
  if (routes.length < 2) {
    return;
  }
  const all = routes.map(alternativesOf);
  const earlier = new EarlierRoutes(all);
  for (const [index, route] of routes.entries()) {
    const alternatives = all[index] ?? [];
    const covers = alternatives.map((alternative) => earlier.covering(alternative));
    if (covers.length > 0 && !covers.includes(undefined)) {
      const places = [...new Set(covers)];
      const message = neverReached(places.map((cover) => fieldText([...field, cover ?? 0])));
      yield { route: index, message };
    }
    if (index < routes.length - 1 && takesAll(route)) {
      // What an alternative with a cover covers, its cover covers, too.
      earlier.add(
        alternatives.filter((_, i) => covers[i] === undefined),
        index,
      );
    }
  }
}

interface EarlierRoute {
  readonly alternative: Alternative;
  readonly index: number;
}

/** Finds the earlier route that covers a match by its key and its rarest condition, so that time stays linear in the routes. */
export class EarlierRoutes {
  /** By key, then by condition. */
  private readonly routes = new Map<string, Map<string, EarlierRoute[]>>();
  private readonly prefixLengths = new Set<number>();
  private comparisons = 0;

  /** @param all the alternatives that may be added, route by route */
  constructor(private readonly all: readonly (readonly Alternative[])[]) {}

  add(alternatives: readonly Alternative[], index: number): void {
    for (const alternative of alternatives) {
      const rarest = this.rarest(alternative.conditions().all);
      const byCondition = this.routes.get(alternative.key) ?? new Map<string, EarlierRoute[]>();
      this.routes.set(alternative.key, byCondition);
      const known = byCondition.get(rarest);
      if (known) {
        known.push({ alternative, index });
      } else {
        byCondition.set(rarest, [{ alternative, index }]);
      }
      if (alternative.prefixLength !== undefined) {
        this.prefixLengths.add(alternative.prefixLength);
      }
    }
  }

  /** The index of a route that takes all requests of an alternative. */
  covering(specific: Alternative): number | undefined {
    for (const key of this.routes.size === 0 ? [] : specific.coveringKeys(this.prefixLengths)) {
      const byCondition = this.routes.get(key);
      for (const condition of byCondition ? ['', ...specific.conditions().implied] : []) {
        for (const { alternative, index } of byCondition?.get(condition) ?? []) {
          this.comparisons++;
          if (this.comparisons > MAX_COMPARISONS) {
            return undefined;
          }
          if (covers(alternative, specific)) {
            return index;
          }
        }
      }
    }
    return undefined;
  }

  private rarest(conditions: readonly string[]): string {
    const [first = '', ...rest] = conditions;
    const frequency = (condition: string) => this.frequencies().get(condition) ?? 0;
    return rest.reduce(
      (rare, condition) => (frequency(condition) < frequency(rare) ? condition : rare),
      first,
    );
  }

  private readonly frequencies = lazily(() => {
    const frequencies = new Map<string, number>();
    for (const { conditions } of this.all.flat()) {
      for (const condition of conditions().all) {
        frequencies.set(condition, (frequencies.get(condition) ?? 0) + 1);
      }
    }
    return frequencies;
  });
}

function covers(general: Alternative, specific: Alternative): boolean {
  const { implied } = specific.conditions();
  return (
    general.conditions().all.every((condition) => implied.has(condition)) &&
    (!general.gateways || !!specific.gateways?.every((name) => general.gateways?.includes(name)))
  );
}

function atLeastOne<Match extends object>(matches: readonly Match[] | undefined): readonly Match[] {
  return matches?.length ? matches : [{} as Match];
}
