import type { VirtualServiceSpecHttp, VirtualServiceSpecHttpMatch } from '../../imports/networking.istio.io';
import type { Problem } from './problem';

type Match = VirtualServiceSpecHttpMatch;
type EarlierMatches = Map<string, { match: Match; index: number }[]>;

/**
 * Routes that no request reaches, because routes before them take every request that they match: the first match
 * wins, however specific a later one is.
 *
 * Earlier matches are looked up by path, so that routes told apart by their paths take linear time.
 */
export function* unreachableRoutes(
  field: string,
  routes: readonly VirtualServiceSpecHttp[],
): Iterable<Problem> {
  const earlier: EarlierMatches = new Map();
  for (const [index, route] of routes.entries()) {
    const matches = route.match?.length ? route.match : [{}];
    const covers = matches.map((match) => coveringRoute(match, earlier));
    if (covers.every((cover) => cover !== undefined)) {
      const message = `is never reached: ${field}[${covers[0]}] comes first and matches all that it matches`;
      yield { field: `${field}[${index}]`, message: `${message}; move it before` };
    }
    // A delegate may leave requests to the routes that follow.
    for (const match of route.delegate ? [] : matches) {
      const key = pathKey(match);
      const known = earlier.get(key) ?? [];
      known.push({ match, index });
      earlier.set(key, known);
    }
  }
}

function coveringRoute(match: Match, earlier: EarlierMatches): number | undefined {
  for (const key of coveringPathKeys(match)) {
    const cover = earlier.get(key)?.find((candidate) => conditionsImply(match, candidate.match));
    if (cover) {
      return cover.index;
    }
  }
  return undefined;
}

const ANY_PATH = 'any';

function pathKey({ uri = {}, ignoreUriCase = false }: Match): string {
  const { exact, prefix, regex } = uri;
  if (regex !== undefined) {
    return regex === '.*' ? ANY_PATH : `regex ${regex}`;
  }
  if (exact !== undefined) {
    return key('exact', exact, ignoreUriCase);
  }
  return prefix === undefined || prefix === '' || prefix === '/'
    ? ANY_PATH
    : key('prefix', prefix, ignoreUriCase);
}

function key(kind: 'exact' | 'prefix', path: string, ignoreCase: boolean): string {
  return ignoreCase ? `${kind} in any case ${path.toLowerCase()}` : `${kind} ${path}`;
}

/** The keys of all path conditions that hold wherever this match's own does. */
function* coveringPathKeys(match: Match): Iterable<string> {
  yield ANY_PATH;
  yield pathKey(match);
  const { exact, prefix } = match.uri ?? {};
  const path = exact ?? prefix ?? '';
  for (const ignoreCase of match.ignoreUriCase ? [true] : [true, false]) {
    if (exact !== undefined) {
      yield key('exact', exact, ignoreCase);
    }
    for (let length = 2; length <= path.length; length++) {
      yield key('prefix', path.slice(0, length), ignoreCase);
    }
  }
}

/** Whether each condition of `general`, the path aside, holds wherever those of `specific` do. */
function conditionsImply(specific: Match, general: Match): boolean {
  const { method, scheme, authority, headers, withoutHeaders, queryParams, sourceLabels } = general;
  const { port, sourceNamespace, gateways } = general;
  return (
    mapImplies({ ...specific }, { method, scheme, authority }) &&
    mapImplies(specific.headers, headers) &&
    mapImplies(specific.queryParams, queryParams) &&
    Object.entries(withoutHeaders ?? {}).every(([name, value]) =>
      equal(specific.withoutHeaders?.[name], value),
    ) &&
    Object.entries(sourceLabels ?? {}).every(([name, value]) => specific.sourceLabels?.[name] === value) &&
    (port === undefined || specific.port === port) &&
    (sourceNamespace === undefined || specific.sourceNamespace === sourceNamespace) &&
    (!gateways?.length ||
      (!!specific.gateways?.length && specific.gateways.every((name) => gateways.includes(name))))
  );
}

/** A condition is implied by an equal one; one that asks for mere presence, by any. */
function mapImplies(specific: object = {}, general: object = {}): boolean {
  return Object.entries(general).every(([name, condition]) => {
    const given = (specific as Record<string, unknown>)[name];
    return (
      condition === undefined || equal(given, condition) || (given !== undefined && equal(condition, {}))
    );
  });
}

function equal(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
