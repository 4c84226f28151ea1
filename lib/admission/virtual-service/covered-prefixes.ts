import type {
  VirtualServiceSpecHttp,
  VirtualServiceSpecHttpMatch,
  VirtualServiceSpecHttpMatchHeaders,
} from '../../../imports/networking.istio.io';
import { fieldText } from '../../manifests/field-path';
import type { FieldPath } from '../../manifests/manifest';
import { matchText } from './match-text';
import type { UnusedRule } from './unused-rule';

/** Prefixes of more characters are not looked for, which keeps time linear. */
const MAX_PREFIX_LENGTH = 512;
/** How many matches that cover a match are told. */
const MAX_COVERS = 16;
/** How many pairs of matches of one object are compared; only thousands of matches alike come to it. */
const MAX_COMPARISONS = 1_000_000;

/** A match of a prefix as Istio compares it: regular expressions count as nothing, and no method for GET. */
interface PrefixMatch {
  readonly route: number;
  readonly match: number;
  readonly prefix: string;
  /** What must be equal: the port, and the names of headers and parameters. */
  readonly kind: string;
  /** The conditions on method, authority, headers and parameters, in the order of `kind`. */
  readonly values: readonly string[];
}

/**
 * Matches by prefix that a shorter prefix before them covers, in Istio's eyes: with the same port and the same names of
 * headers and parameters, and with values that begin with theirs. (M4)
 */
export function* coveredPrefixes(
  field: FieldPath,
  routes: readonly VirtualServiceSpecHttp[],
): Iterable<UnusedRule> {
  const withPrefix = ({ match = [] }: VirtualServiceSpecHttp) => match.filter((one) => one?.uri?.prefix);
  if (routes.flatMap(withPrefix).length < 2) {
    return;
  }
  const earlier = new EarlierPrefixes();
  for (const one of prefixMatches(routes)) {
    for (const { route, match, prefix } of earlier.covering(one)) {
      const message = `of prefix "${one.prefix}" is not used: ${fieldText([...field, route, 'match', match])} of prefix "${prefix}" covers it; move it up, or remove it`;
      yield { route: one.route, match: one.match, message };
    }
    earlier.add(one);
  }
}

/** Those that no rule without match precedes, each but once. */
function* prefixMatches(routes: readonly VirtualServiceSpecHttp[]): Iterable<PrefixMatch> {
  const seen = new Set<string>();
  for (const [route, { match: matches = [] }] of routes.entries()) {
    if (matches.length === 0) {
      return;
    }
    for (const [match, condition] of matches.entries()) {
      if (!condition?.uri?.prefix) {
        continue;
      }
      const text = matchText(condition);
      if (!seen.has(text)) {
        seen.add(text);
        yield prefixMatch(route, match, condition);
      }
    }
  }
}

function prefixMatch(route: number, match: number, condition: VirtualServiceSpecHttpMatch): PrefixMatch {
  const maps = [condition.headers, condition.queryParams, condition.withoutHeaders].map((map = {}) =>
    Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  return {
    route,
    match,
    prefix: condition.uri?.prefix ?? '',
    kind: JSON.stringify([condition.port ?? 0, maps.map((entries) => entries.map(([name]) => name))]),
    values: [
      conditionText(condition.method) || 'exact:GET',
      conditionText(condition.authority),
      ...maps.flatMap((entries) => entries.map(([, value]) => conditionText(value))),
    ],
  };
}

function conditionText({ exact, prefix }: VirtualServiceSpecHttpMatchHeaders = {}): string {
  return exact ? `exact:${exact}` : prefix ? `prefix:${prefix}` : '';
}

/** Finds matches by their prefix. */
class EarlierPrefixes {
  private readonly matches = new Map<string, PrefixMatch[]>();
  private readonly lengths = new Set<number>();
  private comparisons = 0;

  add(match: PrefixMatch): void {
    if (match.prefix.length > MAX_PREFIX_LENGTH) {
      return;
    }
    this.lengths.add(match.prefix.length);
    const key = keyOf(match.prefix, match.kind);
    const known = this.matches.get(key);
    if (known) {
      known.push(match);
    } else {
      this.matches.set(key, [match]);
    }
  }

  covering({ prefix, kind, values }: PrefixMatch): PrefixMatch[] {
    const covers: PrefixMatch[] = [];
    for (const length of this.lengths) {
      const candidates = length < prefix.length ? this.matches.get(keyOf(prefix.slice(0, length), kind)) : [];
      for (const candidate of candidates ?? []) {
        this.comparisons++;
        if (this.comparisons > MAX_COMPARISONS || covers.length === MAX_COVERS) {
          return covers;
        }
        if (candidate.values.every((value, i) => value.startsWith(values[i] ?? ''))) {
          covers.push(candidate);
        }
      }
    }
    return covers;
  }
}

function keyOf(prefix: string, kind: string): string {
  return `${kind} ${prefix}`;
}
