import type {
  VirtualServiceSpecHttp,
  VirtualServiceSpecHttpMatch,
  VirtualServiceSpecTcp,
  VirtualServiceSpecTls,
} from '../../../imports/networking.istio.io';
import { fieldText } from '../../manifests/field-path';
import type { FieldPath } from '../../manifests/manifest';

/** A route that no request reaches. */
export interface UnreachableRoute {
  readonly route: number;
  readonly message: string;
}

/**
 * One way in which a route can be matched. Conditions are words: equal words are equal conditions, so that one match
 * covers another when all its words are among the other's.
 */
interface Alternative {
  /** The condition by which routes differ most: the path, or the server name. */
  readonly key: string;
  /** Keys that hold wherever this one does, itself included; prefixes only of the lengths that there are. */
  readonly coveringKeys: (prefixLengths: Iterable<number>) => Iterable<string>;
  /** All other conditions. */
  readonly words: readonly string[];
  /** The same, and what follows from them: a header with a value is present. */
  readonly implied: ReadonlySet<string>;
  /** Gateways are alternatives to one another; undefined for any. */
  readonly gateways: readonly string[] | undefined;
  readonly prefixLength?: number;
}

const ANY = 'any';
/** Longer prefixes are not looked for, which keeps time linear. */
const MAX_PREFIX_LENGTH = 512;
/** How many pairs of matches of one object are compared; only thousands of matches alike come to it. */
const MAX_COMPARISONS = 1_000_000;

/**
 * HTTP routes that no request reaches, because routes before them take every request that they match: the first match
 * wins, however specific a later one is.
 */
export function* unreachableHttpRoutes(
  field: FieldPath,
  routes: readonly VirtualServiceSpecHttp[],
): Iterable<UnreachableRoute> {
  const alternatives = (route: VirtualServiceSpecHttp) => atLeastOne(route.match).map(httpAlternative);
  // A delegate may leave requests to the routes that follow.
  yield* unreachable(field, routes, alternatives, (route) => route.delegate === undefined);
}

/** The same for TLS routes, which differ by server name. */
export function* unreachableTlsRoutes(
  field: FieldPath,
  routes: readonly VirtualServiceSpecTls[],
): Iterable<UnreachableRoute> {
  yield* unreachable(field, routes, ({ match = [] }) =>
    match.flatMap(({ sniHosts = [], ...rest }) =>
      sniHosts.map((host) => ({
        ...sourceAlternative(rest),
        key: host,
        coveringKeys: () => [host, ...wildcardsOver(host)],
      })),
    ),
  );
}

/** The same for TCP routes. */
export function* unreachableTcpRoutes(
  field: FieldPath,
  routes: readonly VirtualServiceSpecTcp[],
): Iterable<UnreachableRoute> {
  yield* unreachable(field, routes, (route) => atLeastOne(route.match).map(sourceAlternative));
}

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
      const message = `is never reached: ${names} before it match all that it matches; move it up, or remove it`;
      yield { route: index, message };
    }
    for (const { alternative, cover } of takesAll(route) ? alternatives : []) {
      // Whatever this covers, its cover covers too.
      if (cover === undefined) {
        earlier.add(alternative, index);
      }
    }
  }
}

/**
 * Finds the route that covers a match by key and rarest word, so that time stays linear in the number of routes.
 */
class EarlierRoutes {
  private readonly routes = new Map<string, { alternative: Alternative; index: number }[]>();
  private readonly prefixLengths = new Set<number>();
  private readonly frequencies = new Map<string, number>();
  private comparisons = 0;

  constructor(alternatives: Iterable<Alternative>) {
    for (const { words } of alternatives) {
      for (const word of words) {
        this.frequencies.set(word, (this.frequencies.get(word) ?? 0) + 1);
      }
    }
  }

  add(alternative: Alternative, index: number): void {
    const bucket = `${this.rarest(alternative.words)}\n${alternative.key}`;
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
      for (const word of ['', ...specific.implied]) {
        for (const { alternative, index } of this.routes.get(`${word}\n${key}`) ?? []) {
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

  private rarest(words: readonly string[]): string {
    const [first = '', ...rest] = words;
    const frequency = (word: string) => this.frequencies.get(word) ?? 0;
    return rest.reduce((rare, word) => (frequency(word) < frequency(rare) ? word : rare), first);
  }
}

function covers(general: Alternative, specific: Alternative): boolean {
  return (
    general.words.every((word) => specific.implied.has(word)) &&
    (!general.gateways || !!specific.gateways?.every((name) => general.gateways?.includes(name)))
  );
}

function atLeastOne<Match extends object>(matches: readonly Match[] | undefined): readonly Match[] {
  return matches?.length ? matches : [{} as Match];
}

const NO_WORDS: ReadonlySet<string> = new Set();

function httpAlternative(match: VirtualServiceSpecHttpMatch): Alternative {
  // Most ask for a path and no more.
  if (Object.keys(match).every((condition) => condition === 'uri')) {
    return { ...path(match), words: [], implied: NO_WORDS, gateways: undefined };
  }
  const { method, scheme, authority, headers = {}, queryParams = {}, withoutHeaders = {} } = match;
  const lowerCase = (map: object) =>
    Object.entries(map).map(([name, value]) => [name.toLowerCase(), value] as const);
  const present = [
    ...Object.entries({ method, scheme, authority }).filter(([, condition]) => condition !== undefined),
    ...lowerCase(headers).map(([name, condition]) => [`header ${name}`, condition] as const),
    ...Object.entries(queryParams).map(([name, condition]) => [`parameter ${name}`, condition] as const),
  ];
  const source = sourceAlternative(match);
  const words = [
    ...present.map(([name, condition]) => word(name, condition)),
    ...lowerCase(withoutHeaders).map(([name, condition]) => word(`without ${name}`, condition)),
    ...source.words,
  ];
  return {
    ...path(match),
    words,
    implied: new Set([...words, ...present.map(([name]) => word(name, {}))]),
    gateways: source.gateways,
  };
}

interface SourceConditions {
  readonly port?: number;
  readonly sourceLabels?: Readonly<Record<string, string>>;
  readonly sourceNamespace?: string;
  readonly sourceSubnet?: string;
  readonly destinationSubnets?: readonly string[];
  readonly gateways?: readonly string[];
}

function sourceAlternative(match: SourceConditions): Alternative {
  const { port, sourceLabels = {}, sourceNamespace, sourceSubnet, destinationSubnets, gateways } = match;
  const words = [
    ...Object.entries({ port, sourceNamespace, sourceSubnet, destinationSubnets }).filter(
      ([, value]) => value !== undefined,
    ),
    ...Object.entries(sourceLabels).map(([name, value]) => [`label ${name}`, value] as const),
  ].map(([name, value]) => word(String(name), value));
  return {
    key: ANY,
    coveringKeys: () => [ANY],
    words,
    implied: new Set(words),
    gateways: gateways?.length ? gateways : undefined,
  };
}

function word(name: string, condition: unknown): string {
  return `${name} ${JSON.stringify(condition)}`;
}

type PathCondition = Pick<Alternative, 'key' | 'coveringKeys' | 'prefixLength'>;

function path({ uri = {}, ignoreUriCase = false }: VirtualServiceSpecHttpMatch): PathCondition {
  const { exact, prefix = '/', regex } = uri;
  const start = exact ?? prefix;
  if (regex !== undefined || start === '' || (exact === undefined && start === '/')) {
    const key = regex === undefined || regex === '.*' ? ANY : `regex ${regex}`;
    return { key, coveringKeys: () => [ANY, key] };
  }
  const kind = exact === undefined ? 'prefix' : 'exact';
  return {
    key: pathKey(kind, start, ignoreUriCase),
    prefixLength: exact === undefined && start.length <= MAX_PREFIX_LENGTH ? start.length : undefined,
    *coveringKeys(prefixLengths) {
      yield ANY;
      // What ignores case covers what does not, too.
      for (const ignoreCase of ignoreUriCase ? [true] : [true, false]) {
        if (kind === 'exact') {
          yield pathKey('exact', start, ignoreCase);
        }
        for (const length of prefixLengths) {
          if (length <= start.length) {
            yield pathKey('prefix', start.slice(0, length), ignoreCase);
          }
        }
      }
    },
  };
}

function pathKey(kind: 'exact' | 'prefix', value: string, ignoreCase: boolean): string {
  return ignoreCase ? `${kind} in any case ${value.toLowerCase()}` : `${kind} ${value}`;
}

/** `*.b.c` and `*.c` and `*` for `a.b.c`. */
function* wildcardsOver(host: string): Iterable<string> {
  for (let dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
    yield `*${host.slice(dot)}`;
  }
  yield '*';
}
