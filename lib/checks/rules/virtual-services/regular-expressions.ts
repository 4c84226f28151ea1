import { IST0122 } from '../../../catalogue/istio-traffic-codes';
import { regexMistake } from '../../../istiod/match-string';
import { STRING_FIELDS, STRING_MAP_FIELDS } from '../../../istiod/virtual-services/http-match-request';
import { type Fields, fieldEntries, fieldsOf, textOrEmpty } from '../../../manifests/fields';
import { VIRTUAL_SERVICE } from '../../../manifests/kinds';
import type { FieldPath } from '../../../manifests/manifest';
import type { Rule } from '../../rule';

const MAPS = STRING_MAP_FIELDS.filter((name) => name !== 'withoutHeaders');

/** Istio's analyzer reads the matches of HTTP routes except `withoutHeaders`, and the origins of CORS. */
export const regularExpressions: Rule = {
  name: 'regular-expressions',
  reports: [IST0122],
  *check(index) {
    for (const object of index.written(VIRTUAL_SERVICE)) {
      for (const [field, regex] of regexesIn(object.spec)) {
        const problem = regexMistake(regex);
        if (problem !== undefined) {
          yield { type: IST0122, object, field, text: IST0122.texts.regex(regex, problem) };
        }
      }
    }
  },
};

function* regexesIn(spec: unknown): Iterable<[FieldPath, string]> {
  for (const [i, { match, corsPolicy }] of fieldEntries(fieldsOf(spec).http)) {
    for (const [j, condition] of fieldEntries(match)) {
      for (const [path, value] of stringMatchesIn(condition)) {
        const regex = regexOf(value);
        if (regex !== '') {
          yield [['spec', 'http', i, 'match', j, ...path, 'regex'], regex];
        }
      }
    }
    for (const [j, origin] of fieldEntries(fieldsOf(corsPolicy).allowOrigins)) {
      const regex = regexOf(origin);
      if (regex !== '') {
        yield [['spec', 'http', i, 'corsPolicy', 'allowOrigins', j, 'regex'], regex];
      }
    }
  }
}

function* stringMatchesIn(condition: Fields): Iterable<[FieldPath, unknown]> {
  for (const name of STRING_FIELDS) {
    if (condition[name] !== undefined) {
      yield [[name], condition[name]];
    }
  }
  for (const name of MAPS) {
    for (const [key, value] of Object.entries(fieldsOf(condition[name]))) {
      yield [[name, key], value];
    }
  }
}

function regexOf(value: unknown): string {
  return textOrEmpty(fieldsOf(value).regex);
}
