import { type Fields, fieldsOf, objectsIn, textOf } from '../../manifests/fields';
import { compileRegex, InvalidRegex } from '../match-string';

/** Why a VirtualService would not be admitted for one of its regular expressions; undefined where all are fine. (M4) */
export function unreadableRegex(spec: Fields): string | undefined {
  for (const { match, corsPolicy, rewrite } of objectsIn(spec.http)) {
    const { match: replaced } = fieldsOf(fieldsOf(rewrite).uriRegexRewrite);
    const regexes = [
      ...objectsIn(match).flatMap(regexesOf),
      ...objectsIn(fieldsOf(corsPolicy).allowOrigins).map(({ regex }) => regex),
      replaced,
    ];
    for (const regex of regexes) {
      const because = textOf(regex) === undefined || regex === '*' ? undefined : whyUnreadable(String(regex));
      if (because !== undefined) {
        return because;
      }
    }
  }
  return undefined;
}

function regexesOf(match: Fields): unknown[] {
  const { uri, scheme, method, authority, headers, withoutHeaders, queryParams } = match;
  const maps = [headers, withoutHeaders, queryParams].flatMap((map) => Object.values(fieldsOf(map)));
  return [uri, scheme, method, authority, ...maps].map((one) => fieldsOf(one).regex);
}

function whyUnreadable(regex: string): string | undefined {
  try {
    compileRegex(regex);
    return undefined;
  } catch (error) {
    if (error instanceof InvalidRegex) {
      return error.message;
    }
    throw error;
  }
}
