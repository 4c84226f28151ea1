import { type Fields, fieldsOf, objectsIn, textOf } from '../../manifests/fields';
import { InvalidRegex, regexMistake } from '../match-string';
import { STRING_FIELDS, STRING_MAP_FIELDS } from './http-match-request';

/** Why admission refuses a regular expression of a VirtualService; undefined where it accepts all of them. (M4) */
export function unreadableRegex(spec: Fields): string | undefined {
  for (const route of objectsIn(spec.http)) {
    for (const regex of regexesOf(route)) {
      const mistake = regex === '*' ? undefined : regexMistake(regex);
      if (mistake !== undefined) {
        return new InvalidRegex(regex, mistake).message;
      }
    }
  }
  return undefined;
}

/** The regular expressions of a route. */
function regexesOf({ match, corsPolicy, rewrite }: Fields): readonly string[] {
  const regexes: string[] = [];
  // Every route of a mesh is looked at, and most have no regular expression.
  const add = (value: unknown) => {
    const regex = textOf(value);
    if (regex !== undefined) {
      regexes.push(regex);
    }
  };
  for (const conditions of objectsIn(match)) {
    for (const field of STRING_FIELDS) {
      add(fieldsOf(conditions[field]).regex);
    }
    for (const field of STRING_MAP_FIELDS) {
      for (const value of Object.values(fieldsOf(conditions[field]))) {
        add(fieldsOf(value).regex);
      }
    }
  }
  for (const { regex } of objectsIn(fieldsOf(corsPolicy).allowOrigins)) {
    add(regex);
  }
  add(fieldsOf(fieldsOf(rewrite).uriRegexRewrite).match);
  return regexes;
}
