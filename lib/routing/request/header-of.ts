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
    default:
      return request.headers.get(name);
  }
}
