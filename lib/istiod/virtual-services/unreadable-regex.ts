import { type Fields, fieldsOf, objectsIn, textOf } from '../../manifests/fields';
import { InvalidRegex, regexMistake } from '../match-string';
import { STRING_FIELDS, STRING_MAP_FIELDS } from './http-match-request';

/** Why a VirtualService would not be admitted for one of its regular expressions; undefined where all are fine. (M4) */
export function unreadableRegex(spec: Fields): string | undefined {
  for (const { match, corsPolicy, rewrite } of objectsIn(spec.http)) {
    const { match: replaced } = fieldsOf(fieldsOf(rewrite).uriRegexRewrite);
    const regexes = [
      ...objectsIn(match).flatMap(regexesOf),
      ...objectsIn(fieldsOf(corsPolicy).allowOrigins).map(({ regex }) => regex),
      replaced,
    ];
    for (const value of regexes) {
      const regex = textOf(value);
      const mistake = regex === undefined || regex === '*' ? undefined : regexMistake(regex);
      if (mistake !== undefined) {
        return new InvalidRegex(String(regex), mistake).message;
      }
    }
  }
  return undefined;
}

function regexesOf(match: Fields): unknown[] {
  const maps = STRING_MAP_FIELDS.flatMap((field) => Object.values(fieldsOf(match[field])));
  return [...STRING_FIELDS.map((field) => match[field]), ...maps].map((one) => fieldsOf(one).regex);
}
