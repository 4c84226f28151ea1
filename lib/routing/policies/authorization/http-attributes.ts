import { headerOf } from '../../request/header-of';
import type { HttpRequest } from '../../request/request';
import type { Attribute } from './attribute';
import { isPathTemplate, pathTemplateMatch } from './path-template';
import { type TextMatch, textMatch, textMatchIgnoringCase } from './text-match';
import { nameInBrackets } from './token-attributes';
import type { Match } from './truth';

/** The Host header as it was sent, with its port. */
export const host: Attribute = httpAttribute((value) =>
  ofHttp(({ authority }) => authority, textMatchIgnoringCase(value)),
);

export const method: Attribute = httpAttribute((value) => ofHttp((http) => http.method, textMatch(value)));

export const path: Attribute = httpAttribute((value) => {
  const match = isPathTemplate(value) ? pathTemplateMatch(value) : textMatch(value);
  return match && ofHttp((http) => http.path, match);
});

/** A header, whose name is in brackets. `*` matches any value, and no value matches a header that is absent. */
export function header(name: string): Attribute {
  return headerAttribute(name, textMatch);
}

/** A header of which one of the values between commas has to match. */
export function headerElement(name: string): Attribute {
  return headerAttribute(name, (value) => {
    const match = textMatch(value);
    return (text) => text.split(',').some(match);
  });
}

function headerAttribute(text: string, matchOf: (value: string) => TextMatch): Attribute {
  const name = nameInBrackets(text)?.toLowerCase();
  return httpAttribute((value) => {
    const match = value === '*' ? () => true : matchOf(value);
    return name === undefined ? undefined : ofHttp((http) => headerOf(http, name), match);
  });
}

function httpAttribute(match: Attribute['match']): Attribute {
  return { isHttpOnly: true, match };
}

function ofHttp(read: (http: HttpRequest) => string | undefined, match: TextMatch): Match {
  return ({ http }) => {
    const text = http && read(http);
    return text !== undefined && match(text);
  };
}
