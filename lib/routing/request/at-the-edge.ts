import { withoutEmptySegments } from './normalize-path';
import type { HttpRequest } from './request';

/** What a gateway with the settings for the edge makes of a request before it looks for a route. (V23) */
export type AtTheEdge =
  | { readonly is: 'refused'; readonly because: string }
  /** The client is redirected to the path without escaped slashes. */
  | { readonly is: 'redirected'; readonly location: string }
  | { readonly is: 'routed'; readonly request: HttpRequest };

const ESCAPED_SLASH = /%(2f|5c)/i;

/**
 * Applies the profile EDGE of `connectionSettings`: it refuses headers with an underscore, redirects from escaped slashes,
 * and merges slashes. (V23)
 */
export function atTheEdge(request: HttpRequest): AtTheEdge {
  const header = [...request.headers.keys()].find((name) => name.includes('_'));
  if (header !== undefined) {
    const because = `the gateway has connectionSettings with profile EDGE, which refuses headers with an underscore, such as "${header}"`;
    return { is: 'refused', because };
  }
  const { path, query } = request;
  const unescaped = path.replace(/%2f/gi, '/').replace(/%5c/gi, '/');
  const merged = withoutEmptySegments(unescaped);
  if (ESCAPED_SLASH.test(path)) {
    return { is: 'redirected', location: query === undefined ? merged : `${merged}?${query}` };
  }
  return { is: 'routed', request: merged === path ? request : { ...request, path: merged } };
}
