import { SOME_REQUEST_ID } from './proxy-headers';
import type { HttpRequest } from './request';

/** The path of a request with its query. */
export function pathWithQuery({ path, query }: HttpRequest): string {
  return query === undefined ? path : `${path}?${query}`;
}

/** The value of a header or pseudo-header, by its name in lower case. */
export function headerOf(request: HttpRequest, name: string): string | undefined {
  switch (name) {
    case ':authority':
    case 'host':
      return request.authority;
    case ':method':
      return request.method;
    case ':scheme':
      return request.scheme;
    case ':path':
      return pathWithQuery(request);
    case 'x-request-id':
      // Proxies give one to every request that has none. (W15)
      return request.headers.get(name) ?? SOME_REQUEST_ID;
    default:
      return request.headers.get(name);
  }
}
