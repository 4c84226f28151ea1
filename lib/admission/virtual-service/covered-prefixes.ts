import type {
  VirtualServiceSpecHttp,
  VirtualServiceSpecHttpMatch,
  VirtualServiceSpecHttpMatchHeaders,
} from '../../../imports/networking.istio.io';
import {
  type HttpMatchField,
  STRING_FIELDS,
  STRING_MAP_FIELDS,
} from '../../istiod/virtual-services/http-match-request';
import { fieldText } from '../../manifests/field-path';
import type { FieldPath } from '../../manifests/manifest';
import { MAX_COMPARISONS, MAX_PREFIX_LENGTH } from './limits';
import { matchText } from './match-text';
import type { UnusedRule } from './unused-rule';

/** A match is reported with at most this many earlier matches that cover it. */
const MAX_COVERS = 16;

/** Whether Istio's analyzer compares a field. It reports a match as covered although a field that it skips differs. */
const IS_COMPARED: Readonly<Record<HttpMatchField, boolean>> = {
  uri: true,
  method: true,
  scheme: false,
  authority: true,
  headers: true,
  withoutHeaders: true,
  queryParams: true,
  port: true,
  sourceLabels: false,
  sourceNamespace: false,
  gateways: false,
  ignoreUriCase: false,
  name: false,
  statPrefix: false,
};

/** Beside the prefix itself. */
const COMPARED_STRINGS = STRING_FIELDS.filter((field) => field !== 'uri' && IS_COMPARED[field]);
const COMPARED_MAPS = STRING_MAP_FIELDS.filter((field) => IS_COMPARED[field]);

/** A match by prefix as the analyzer compares it. */
interface PrefixMatch {
  readonly route: number;
  readonly match: number;
  readonly prefix: string;
  /** What must be equal: the port, and the names of headers and parameters. */
  readonly shape: string;
  /** The conditions on method, authority, headers and parameters, in the order of `shape`. */
  readonly values: readonly string[];
}

/**
 * Matches by prefix that Istio's analyzer finds covered: by an earlier match with a shorter prefix, the same port, the
 * same names of headers and parameters, and values that begin with its values. (M4)
 */
export function* coveredPrefixes(
  field: FieldPath,
  routes: readonly VirtualServiceSpecHttp[],
): Iterable<UnusedRule> {
  const withPrefix = ({ match = [] }: VirtualServiceSpecHttp) => match.filter(({ uri }) => uri?.prefix);
  if (routes.flatMap(withPrefix).length < 2) {
    return;
  }
  const earlier = new EarlierPrefixes();
  for (const covered of prefixMatches(routes)) {
    for (const { route, match, prefix } of earlier.covering(covered)) {
      const cover = fieldText([...field, route, 'match', match]);
      const message = `of prefix "${covered.prefix}" is not used, because ${cover} of prefix "${prefix}" covers it; move it up, or remove it`;
      yield { route: covered.route, match: covered.match, message };
    }
    earlier.add(covered);
  }
}

/** The matches before the first route without a match. Of equal matches, the first. */
function* prefixMatches(routes: readonly VirtualServiceSpecHttp[]): Iterable<PrefixMatch> {
  const seen = new Set<string>();
  for (const [route, { match: matches = [] }] of routes.entries()) {
    if (matches.length === 0) {
      return;
    }
    for (const [match, condition] of matches.entries()) {
      if (!condition.uri?.prefix) {
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
  const maps = COMPARED_MAPS.map((field) =>
    Object.entries(condition[field] ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  return {
    route,
    match,
    prefix: condition.uri?.prefix ?? '',
    shape: JSON.stringify([condition.port ?? 0, maps.map((entries) => entries.map(([name]) => name))]),
    values: [
      // The analyzer takes GET for the default.
      ...COMPARED_STRINGS.map(
        (field) => comparedText(condition[field]) || (field === 'method' ? 'exact:GET' : ''),
      ),
      ...maps.flatMap((entries) => entries.map(([, value]) => comparedText(value))),
    ],
  };
}

/** The analyzer compares regular expressions as if they were empty. */
function comparedText({ exact, prefix }: VirtualServiceSpecHttpMatchHeaders = {}): string {
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
    const key = keyOf(match.prefix, match.shape);
    const known = this.matches.get(key);
    if (known) {
      known.push(match);
    } else {
      this.matches.set(key, [match]);
    }
  }

  covering({ prefix, shape, values }: PrefixMatch): PrefixMatch[] {
    const covers: PrefixMatch[] = [];
    for (const length of this.lengths) {
      const candidates =
        length < prefix.length ? this.matches.get(keyOf(prefix.slice(0, length), shape)) : [];
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

function keyOf(prefix: string, shape: string): string {
  return `${shape} ${prefix}`;
}
