import type { HttpRequest } from '../../request/request';
import type { TokenLocation } from './jwt-rule';

/** What stands in a request where a token is looked for; undefined where there is nothing. */
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

/** Whether a text may be a JWT at all, which has three parts; whether it is a good one only its issuer can tell. */
export function isJwtLike(text: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text);
}

/** What follows the prefix, wherever that stands, from the first character that a token may have. */
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
    .map((one) => one.trim())
    .find((one) => one.startsWith(`${name}=`));
  return cookie?.slice(name.length + 1);
}
