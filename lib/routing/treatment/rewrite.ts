import { compileRegex } from '../../istiod/match-string';
import { type Fields, fieldsOf, optionalFields, textOf } from '../../manifests/fields';
import { onTheWire } from '../request/on-the-wire';
import type { CompiledMatch } from '../route/match-request';

/** The path of a request after a rewrite. (F6) */
export type PathRewrite = (path: string) => string;

/** What `rewrite` does to paths; undefined if it does not change them. */
export function pathRewrite(rewrite: unknown, { path: matched }: CompiledMatch): PathRewrite | undefined {
  const fields = fieldsOf(rewrite);
  const byRegex = optionalFields(fields.uriRegexRewrite);
  if (byRegex) {
    return regexRewrite(byRegex);
  }
  return prefixRewrite(fields.uri, matched);
}

/** The path with a text in the place of exactly what matched: Envoy does not add or remove a slash. (F6, V15) */
export function prefixRewrite(uri: unknown, matched: CompiledMatch['path']): PathRewrite | undefined {
  const text = onTheWire(textOf(uri) ?? '');
  if (!text) {
    return undefined;
  }
  return matched.kind === 'regex' ? () => text : (path) => text + path.slice(matched.length);
}

function regexRewrite(fields: Fields): PathRewrite {
  const regex = compileRegex(textOf(fields.match) ?? '');
  const rewrite = onTheWire(textOf(fields.rewrite) ?? '');
  return (path) => {
    const matcher = regex.matcher(path);
    let rewritten = '';
    let at = 0;
    let end: number | undefined;
    while (matcher.find()) {
      // In RE2, an empty match does not directly follow another match.
      if (matcher.start() === end && matcher.end() === end) {
        continue;
      }
      const groups = (group: string) =>
        Number(group) <= matcher.groupCount() ? (matcher.group(Number(group)) ?? '') : '';
      rewritten += path.slice(at, matcher.start());
      rewritten += rewrite.replace(/\\([0-9\\])/g, (_, group: string) =>
        group === '\\' ? '\\' : groups(group),
      );
      at = matcher.end();
      end = at;
    }
    return rewritten + path.slice(at);
  };
}
