import { type Fields, numberOf, textOf } from '../../manifests/fields';
import type { HttpRequest } from '../request/request';
import type { RouteScope } from '../route/build-routes';

/** A redirect that needs no more than a request. */
export interface Redirect {
  readonly status: number;
  location(request: HttpRequest): string;
}

const STATUSES: readonly number[] = [301, 302, 303, 307, 308];

/** What a route's `redirect` does; undefined for a status that Istio makes no route of. (F3) */
export function redirectOf(redirect: Fields, { port: serverPort, isTls }: RouteScope): Redirect | undefined {
  const status = numberOf(redirect.redirectCode) || 301;
  if (!STATUSES.includes(status)) {
    return undefined;
  }
  const uri = textOf(redirect.uri) ?? '';
  const newHost = textOf(redirect.authority) ?? '';
  const newScheme = textOf(redirect.scheme) ?? '';
  const port = numberOf(redirect.port) ?? (redirect.derivePort === 'FROM_REQUEST_PORT' ? serverPort : 0);
  const portScheme = newScheme || (isTls ? 'https' : 'http');
  const newPort = port === defaultPort(portScheme) ? 0 : port;
  return {
    status,
    location: ({ scheme, authority, path, query }) => {
      const host = newHost || withoutPort(authority, scheme, newScheme, newPort);
      const target = uri
        ? `${uri}${query !== undefined && !uri.includes('?') ? `?${query}` : ''}`
        : `${path}${query === undefined ? '' : `?${query}`}`;
      return `${newScheme || scheme}://${host}${newPort ? `:${newPort}` : ''}${target}`;
    },
  };
}

/** To the same place by HTTPS, the Host as it was sent. (F4) */
export function toHttps({ authority, path, query }: HttpRequest): string {
  return `https://${authority}${path}${query === undefined ? '' : `?${query}`}`;
}

/** A port of the old address goes when there is a new one, or when it was the old scheme's own. */
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
