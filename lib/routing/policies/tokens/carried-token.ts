import type { HttpRequest } from '../../request/request';
import type { TokenLocation } from './jwt-rule';

/** The text in a request at a place where a rule looks for a token; undefined if there is none. */
export function carriedToken(request: HttpRequest, location: TokenLocation): string | undefined {
  switch (location.in) {
    case 'header':
      return inHeader(request.headers.get(location.name), location.prefix);
    case 'parameter':
      return new URLSearchParams(request.query ?? '').get(location.name) ?? undefined;
    case 'cookie':
      return inCookies(request.headers.get('cookie') ?? '', location.name);
  }
}

/** Whether a text has the three parts of a JWT. */
export function isJwtLike(text: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text);
}

/** The text after the prefix, wherever that is, from the first character that a token may have. */
function inHeader(value: string | undefined, prefix: string): string | undefined {
  const at = value?.indexOf(prefix) ?? -1;
  if (value === undefined || at < 0) {
    return undefined;
  }
  if (prefix === '') {
    return value;
  }
  const start = value.slice(at + prefix.length).search(/[\w.-]/);
  return start < 0 ? value : value.slice(at + prefix.length + start);
}

function inCookies(header: string, name: string): string | undefined {
  const cookie = header
    .split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${name}=`));
  return cookie?.slice(name.length + 1);
}
