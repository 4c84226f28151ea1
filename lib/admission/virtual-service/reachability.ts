import type {
  VirtualServiceSpecHttp,
  VirtualServiceSpecTcp,
  VirtualServiceSpecTls,
} from '../../../imports/networking.istio.io';
import { fieldText } from '../../manifests/field-path';
import type { FieldPath } from '../../manifests/manifest';
import { type Alternative, httpAlternative, tcpAlternative, tlsAlternatives } from './match-alternatives';

/** A route that no request reaches. */
export interface UnreachableRoute {
  readonly route: number;
  readonly message: string;
}

/** After this many comparisons the rest of an object is skipped. Only thousands of similar matches need so many. */
const MAX_COMPARISONS = 1_000_000;

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
  const earlier = new EarlierRoutes(all.flat());
  for (const [index, route] of routes.entries()) {
    const alternatives = (all[index] ?? []).map((alternative) => ({
      alternative,
      cover: earlier.covering(alternative),
    }));
    const covers = new Set(alternatives.map(({ cover }) => cover));
    if (alternatives.length > 0 && !covers.has(undefined)) {
      const names = [...covers].map((cover) => fieldText([...field, cover ?? 0])).join(' and ');
      const take = covers.size === 1 ? 'takes' : 'take';
      const message = `is never reached, because ${names} before it ${take} all traffic that it matches; move it up, or remove it`;
      yield { route: index, message };
    }
    for (const { alternative, cover } of takesAll(route) ? alternatives : []) {
      // What this alternative covers, its cover covers, too.
      if (cover === undefined) {
        earlier.add(alternative, index);
      }
    }
  }
}

/** Finds the route that covers a match by its key and its rarest condition, so that time stays linear in the routes. */
class EarlierRoutes {
  private readonly routes = new Map<string, { alternative: Alternative; index: number }[]>();
  private readonly prefixLengths = new Set<number>();
  private readonly frequencies = new Map<string, number>();
  private comparisons = 0;

  constructor(alternatives: Iterable<Alternative>) {
    for (const { conditions } of alternatives) {
      for (const condition of conditions) {
        this.frequencies.set(condition, (this.frequencies.get(condition) ?? 0) + 1);
      }
    }
  }

  add(alternative: Alternative, index: number): void {
    const bucket = `${this.rarest(alternative.conditions)}\n${alternative.key}`;
    const known = this.routes.get(bucket);
    if (known) {
      known.push({ alternative, index });
    } else {
      this.routes.set(bucket, [{ alternative, index }]);
    }
    if (alternative.prefixLength !== undefined) {
      this.prefixLengths.add(alternative.prefixLength);
    }
  }

  covering(specific: Alternative): number | undefined {
    for (const key of specific.coveringKeys(this.prefixLengths)) {
      for (const condition of ['', ...specific.implied]) {
        for (const { alternative, index } of this.routes.get(`${condition}\n${key}`) ?? []) {
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
    const frequency = (condition: string) => this.frequencies.get(condition) ?? 0;
    return rest.reduce(
      (rare, condition) => (frequency(condition) < frequency(rare) ? condition : rare),
      first,
    );
  }
}

function covers(general: Alternative, specific: Alternative): boolean {
  return (
    general.conditions.every((condition) => specific.implied.has(condition)) &&
    (!general.gateways || !!specific.gateways?.every((name) => general.gateways?.includes(name)))
  );
}

function atLeastOne<Match extends object>(matches: readonly Match[] | undefined): readonly Match[] {
  return matches?.length ? matches : [{} as Match];
}
