import { type IstioVersion, isAtLeast } from '../../istiod/istio-version';
import { type Fields, numberOf, textOf } from '../../manifests/fields';
import { pathWithQuery } from '../request/header-of';
import { onTheWire } from '../request/on-the-wire';
import type { HttpRequest } from '../request/request';
import type { HttpRoute } from '../route/build-routes';
import { prefixRewrite } from './rewrite';

/** What a route's `redirect` answers. */
export interface Redirect {
  readonly status: number;
  /** The URL that a request is redirected to. */
  location(request: HttpRequest): string;
}

const STATUSES: readonly number[] = [301, 302, 303, 307, 308];

/** The redirect of a route; undefined for a status with which Istio makes no route. (F3) */
export function redirectOf(
  redirect: Fields,
  { match, scope }: Pick<HttpRoute, 'match' | 'scope'>,
  istio: IstioVersion,
): Redirect | undefined {
  const { port: serverPort, isTls } = scope;
  const status = numberOf(redirect.redirectCode) || 301;
  if (!STATUSES.includes(status)) {
    return undefined;
  }
  const uri = rooted(onTheWire(textOf(redirect.uri) ?? ''));
  const rewrite = isAtLeast(istio, '1.31') ? prefixRewrite(redirect.prefixRewrite, match.path) : undefined;
  const newHost = onTheWire(textOf(redirect.authority) ?? '');
  const newScheme = textOf(redirect.scheme) ?? '';
  const port = numberOf(redirect.port) ?? (redirect.derivePort === 'FROM_REQUEST_PORT' ? serverPort : 0);
  const portScheme = newScheme || (isTls ? 'https' : 'http');
  const newPort = port === defaultPort(portScheme) ? 0 : port;
  return {
    status,
    location: (request) => {
      const { scheme, authority, query } = request;
      const host = newHost || withoutPort(authority, scheme, newScheme, newPort);
      const target = uri
        ? `${uri}${query !== undefined && !uri.includes('?') ? `?${query}` : ''}`
        : pathWithQuery(rewrite ? { ...request, path: rewrite(request.path) } : request);
      return `${newScheme || scheme}://${host}${newPort ? `:${newPort}` : ''}${target}`;
    },
  };
}

/** A path without its slash gets one. (W10) */
function rooted(uri: string): string {
  return uri === '' || uri.startsWith('/') ? uri : `/${uri}`;
}

/** Where a direct response with a status of a redirect sends the client: to the URL that it asked for. (F5) */
export function toSameUrl(request: HttpRequest): string {
  return `${request.scheme}://${request.authority}${pathWithQuery(request)}`;
}

/** The same URL with HTTPS, and the Host header as it was sent. (F4) */
export function toHttps(request: HttpRequest): string {
  return `https://${request.authority}${pathWithQuery(request)}`;
}

/** The Host header, without its port if the redirect sets another, or if the scheme changes and the port was its default. */
function withoutPort(authority: string, scheme: string, newScheme: string, newPort: number): string {
  const colon = authority.lastIndexOf(':');
  if (colon <= authority.lastIndexOf(']')) {
    return authority;
  }
  const changesScheme = newScheme !== '' && newScheme !== scheme;
  const isDefault = changesScheme && Number(authority.slice(colon + 1)) === defaultPort(scheme);
  return newPort || isDefault ? authority.slice(0, colon) : authority;
}

function defaultPort(scheme: string): number {
  return scheme === 'https' ? 443 : 80;
}
