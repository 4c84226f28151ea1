import { matchText } from '../../../admission/virtual-service/match-text';
import type { MessageType } from '../../../catalogue/message-type';
import { textCondition } from '../../../istiod/match-string';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { matchesOf } from '../../../istiod/virtual-services/http-match-request';
import {
  type HttpEntry,
  type VirtualService,
  virtualServicesOf,
} from '../../../istiod/virtual-services/virtual-services';
import { type Fields, fieldsOf, objectsIn, textOf, textOrEmpty } from '../../../manifests/fields';
import { VIRTUAL_SERVICE } from '../../../manifests/kinds';
import type { Rule } from '../../rule';

export const IST9022 = {
  code: 'IST9022',
  name: 'PrefixRewrittenAsText',
  level: 'Warning',
  summary: 'A rewrite replaces a prefix as text, and the new path has a slash too many, or one too few.',
  texts: {
    twoSlashes: (uri: string, prefix: string) =>
      `"${uri}" takes the place of prefix "${prefix}" as text, so "${prefix}/x" becomes "${uri}/x", and "${prefix}x", which matches too, becomes "${uri}x"; match prefix "${prefix}/" and exact "${prefix}" instead`,
    withoutMatch: (uri: string) =>
      `"${uri}" takes the place of "/", the prefix of a route that asks for no path, so "/a" becomes "${uri}a"; write "${uri}/"`,
    noSlash: (uri: string, prefix: string) =>
      `"${uri}" takes the place of prefix "${prefix}" as text, so "${prefix}x" becomes "${uri}x"; write "${uri}/"`,
  },
} as const satisfies MessageType;

/** Envoy replaces the prefix that matched, and nothing else: it neither adds nor removes a slash. (F6) */
export const rewrittenPrefixes: Rule = {
  name: 'rewritten-prefixes',
  reports: [IST9022],
  *check(index) {
    const slashesAreMerged = index.mesh.pathNormalization.normalization.includes('MERGE_SLASHES');
    for (const root of index.view(virtualServicesOf).all) {
      if (!root.http.some(({ route }) => newPathOf(route) !== '')) {
        continue;
      }
      const earlier = new EarlierMatches();
      for (const entry of root.http) {
        const text = problemOf(entry.route, earlier, slashesAreMerged);
        const place = text === undefined ? undefined : placeOfRewrite(index, root, entry);
        if (place && text !== undefined) {
          const field = ['spec', 'http', place.index, 'rewrite', 'uri'];
          yield { type: IST9022, object: place.object, field, text };
        }
      }
    }
  },
};

function newPathOf({ rewrite }: Fields): string {
  return textOrEmpty(fieldsOf(rewrite).uri);
}

/** What is wrong with the rewrite of a route. Its matches are added to the earlier ones, as is each before the next. */
function problemOf(route: Fields, earlier: EarlierMatches, slashesAreMerged: boolean): string | undefined {
  const uri = newPathOf(route);
  let text: string | undefined;
  for (const match of matchesOf(route)) {
    const prefix = uri === '' ? undefined : prefixOf(match);
    if (prefix !== undefined && text === undefined) {
      const isDoubled = uri.endsWith('/') && !prefix.endsWith('/') && !slashesAreMerged;
      const isJoined = prefix.endsWith('/') && /\w$/.test(uri);
      if (isDoubled && !earlier.doTake(match, `${prefix}/x`)) {
        text = IST9022.texts.twoSlashes(uri, prefix);
      } else if (isJoined && !earlier.doTake(match, `${prefix}x`)) {
        const asksForPath = fieldsOf(match.uri).prefix !== undefined;
        text = asksForPath ? IST9022.texts.noSlash(uri, prefix) : IST9022.texts.withoutMatch(uri);
      }
    }
    earlier.add(match);
  }
  return text;
}

/** The prefix that Envoy replaces; undefined for a match that is not by prefix, whose whole path Envoy replaces. */
function prefixOf({ uri }: Fields): string | undefined {
  const { exact, prefix, regex } = fieldsOf(uri);
  return exact === undefined && regex === undefined ? textOrEmpty(prefix) || '/' : undefined;
}

/** Where the rewrite of a route is written: a delegate's own rewrite counts before that of its root. (C5) */
function placeOfRewrite(index: MeshIndex, { namespace, ref }: VirtualService, entry: HttpEntry) {
  const { delegate, delegateIndex } = entry;
  const inDelegate = objectsIn(fieldsOf(delegate?.spec).http)[delegateIndex ?? -1]?.rewrite !== undefined;
  const object = inDelegate ? delegate : index.get(VIRTUAL_SERVICE, namespace, ref.name);
  return object && { object, index: (inDelegate ? delegateIndex : entry.index) ?? entry.index };
}

/** So many regular expressions are tried. */
const MOST_REGEXES = 20;

/** The matches before a match, which take requests from it. */
class EarlierMatches {
  /** Prefixes with their other conditions. */
  private readonly prefixes = new Set<string>();
  private readonly regexes: { readonly conditions: string; readonly holds: (path: string) => boolean }[] = [];

  add(match: Fields): void {
    const prefix = prefixOf(match);
    const regex = textOf(fieldsOf(match.uri).regex);
    if (prefix !== undefined) {
      this.prefixes.add(`${conditionsOf(match)} ${prefix}`);
    } else if (regex !== undefined && regex !== '*' && this.regexes.length < MOST_REGEXES) {
      this.regexes.push({ conditions: conditionsOf(match), holds: textCondition({ regex }).holds });
    }
  }

  /** Whether an earlier match without conditions, or with the same ones, takes requests to a path. */
  doTake(match: Fields, path: string): boolean {
    const all = [conditionsOf({}), conditionsOf(match)];
    return (
      all.some((conditions) =>
        Array.from(path, (_, end) => path.slice(0, end + 1)).some((start) =>
          this.prefixes.has(`${conditions} ${start}`),
        ),
      ) || this.regexes.some(({ conditions, holds }) => all.includes(conditions) && holds(path))
    );
  }
}

/** What a match asks for besides the path. */
function conditionsOf(match: Fields): string {
  return matchText({ ...match, uri: undefined });
}
