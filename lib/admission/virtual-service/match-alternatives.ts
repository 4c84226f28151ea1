import type { VirtualServiceSpecHttpMatch } from '../../../imports/networking.istio.io';
import {
  HTTP_MATCH_ENTRIES,
  type HttpMatchField,
  type HttpMatchFieldKind,
} from '../../istiod/virtual-services/http-match-request';
import { lazily } from '../../manifests/collections';
import { MAX_PREFIX_LENGTH } from './limits';

/**
 * One way in which a route can be matched. Conditions are texts: equal texts are equal conditions, so one match covers
 * another if all of its conditions are among those of the other.
 */
export interface Alternative {
  /** The condition in which routes differ most: the path, or the server name. */
  readonly key: string;
  /** The keys of matches that may cover this one, its own included; prefixes only of the lengths that occur. */
  readonly coveringKeys: (prefixLengths: Iterable<number>) => readonly string[];
  /** All other conditions, which are seldom needed. */
  readonly conditions: () => Conditions;
  /** The match is for any one of these; undefined for all gateways. */
  readonly gateways: readonly string[] | undefined;
  readonly prefixLength: number | undefined;
}

/** Conditions as texts. */
export interface Conditions {
  readonly all: readonly string[];
  /** The same conditions and those that follow from them: a header with a value is present. */
  readonly implied: ReadonlySet<string>;
}

const ANY = 'any';
const ONLY_ANY: readonly string[] = [ANY];
const NO_CONDITIONS: Conditions = { all: [], implied: new Set() };

/** A condition as text, and what is asked of if the request meets it. */
interface MatchCondition {
  readonly text: string;
  /** The weaker condition that holds, too: that the value is present. */
  readonly presence?: string;
}

type ConditionsOf = (field: HttpMatchField, value: unknown) => readonly MatchCondition[];

const CONDITIONS: Readonly<Record<HttpMatchFieldKind, ConditionsOf>> = {
  'string match': (field, value) => (field === 'uri' ? [] : [presentCondition(field, value)]),
  'map of string matches': (field, map) =>
    Object.entries(Object(map)).map(([name, value]) => mapCondition(field, name, value)),
  port: (field, value) => [{ text: conditionText(field, value) }],
  namespace: (field, value) => [{ text: conditionText(field, value) }],
  labels: (_, labels) =>
    Object.entries(Object(labels)).map(([name, value]) => ({ text: conditionText(`label ${name}`, value) })),
  // The fields of an Alternative say the rest.
  gateways: () => [],
  flag: () => [],
  name: () => [],
};

function mapCondition(field: HttpMatchField, name: string, value: unknown): MatchCondition {
  switch (field) {
    case 'queryParams':
      return presentCondition(`parameter ${name}`, value);
    case 'withoutHeaders':
      return { text: conditionText(`without ${name.toLowerCase()}`, value) };
    default:
      return presentCondition(`header ${name.toLowerCase()}`, value);
  }
}

function presentCondition(name: string, value: unknown): MatchCondition {
  return { text: conditionText(name, value), presence: conditionText(name, {}) };
}

function conditionText(name: string, condition: unknown): string {
  return `${name} ${JSON.stringify(condition)}`;
}

/** The alternative that a match of an HTTP route is. */
export function httpAlternative(match: VirtualServiceSpecHttpMatch): Alternative {
  const { key, coveringKeys, prefixLength } = pathCondition(match);
  const gateways = match.gateways?.length ? match.gateways : undefined;
  const conditions = lazily(() => httpConditions(match));
  return { key, coveringKeys, conditions, gateways, prefixLength };
}

function httpConditions(match: VirtualServiceSpecHttpMatch): Conditions {
  // Most matches have a path only.
  if (Object.keys(match).every((field) => field === 'uri')) {
    return NO_CONDITIONS;
  }
  // In a match that names gateways, istiod ignores the source. (E2)
  const isIgnored = (kind: HttpMatchFieldKind) =>
    match.gateways?.length && (kind === 'labels' || kind === 'namespace');
  const conditions = HTTP_MATCH_ENTRIES.flatMap(([field, kind]) =>
    match[field] === undefined || isIgnored(kind) ? [] : CONDITIONS[kind](field, match[field]),
  );
  const all = conditions.map(({ text }) => text);
  return { all, implied: new Set([...all, ...conditions.flatMap(({ presence }) => presence ?? [])]) };
}

/** A match of a TLS or TCP route. */
interface ConnectionMatch {
  readonly port?: number;
  readonly sourceLabels?: Readonly<Record<string, string>>;
  readonly sourceNamespace?: string;
  readonly sourceSubnet?: string;
  readonly destinationSubnets?: readonly string[];
  readonly gateways?: readonly string[];
}

/** The alternative that a match of a TCP route is. */
export function tcpAlternative({ gateways, ...match }: ConnectionMatch): Alternative {
  return {
    key: ANY,
    coveringKeys: () => ONLY_ANY,
    conditions: lazily(() => connectionConditions(match)),
    gateways: gateways?.length ? gateways : undefined,
    prefixLength: undefined,
  };
}

function connectionConditions({ sourceLabels = {}, ...match }: ConnectionMatch): Conditions {
  const { port, sourceNamespace, sourceSubnet, destinationSubnets } = match;
  const present = Object.entries({ port, sourceNamespace, sourceSubnet, destinationSubnets }).filter(
    ([, value]) => value !== undefined,
  );
  const labels = Object.entries(sourceLabels).map(([name, value]) => [`label ${name}`, value] as const);
  const all = [...present, ...labels].map(([name, value]) => conditionText(name, value));
  return { all, implied: new Set(all) };
}

/** The alternatives that a match of a TLS route is: one for each server name. */
export function tlsAlternatives({
  sniHosts = [],
  ...match
}: ConnectionMatch & { readonly sniHosts?: readonly string[] }): Alternative[] {
  const alternative = tcpAlternative(match);
  return sniHosts.map((host) => ({
    ...alternative,
    key: host,
    coveringKeys: () => [host, ...wildcardsOver(host)],
  }));
}

type PathCondition = Pick<Alternative, 'key' | 'coveringKeys' | 'prefixLength'>;

function pathCondition({ uri = {}, ignoreUriCase = false }: VirtualServiceSpecHttpMatch): PathCondition {
  const { exact, prefix = '/', regex } = uri;
  const start = exact ?? prefix;
  if (regex !== undefined || start === '' || (exact === undefined && start === '/')) {
    const key = regex === undefined || regex === '.*' ? ANY : `regex ${regex}`;
    return { key, coveringKeys: () => (key === ANY ? ONLY_ANY : [ANY, key]), prefixLength: undefined };
  }
  const kind = exact === undefined ? 'prefix' : 'exact';
  return {
    key: pathKey(kind, start, ignoreUriCase),
    prefixLength: exact === undefined && start.length <= MAX_PREFIX_LENGTH ? start.length : undefined,
    coveringKeys(prefixLengths) {
      const keys = [ANY];
      // A match that ignores case covers one that does not, too.
      for (const ignoreCase of ignoreUriCase ? [true] : [true, false]) {
        if (kind === 'exact') {
          keys.push(pathKey('exact', start, ignoreCase));
        }
        for (const length of prefixLengths) {
          if (length <= start.length) {
            keys.push(pathKey('prefix', start.slice(0, length), ignoreCase));
          }
        }
      }
      return keys;
    },
  };
}

function pathKey(kind: 'exact' | 'prefix', value: string, ignoreCase: boolean): string {
  return ignoreCase ? `${kind} in any case ${value.toLowerCase()}` : `${kind} ${value}`;
}

/** `*.b.c`, `*.c` and `*` for `a.b.c`. */
function* wildcardsOver(host: string): Iterable<string> {
  for (let dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
    yield `*${host.slice(dot)}`;
  }
  yield '*';
}
