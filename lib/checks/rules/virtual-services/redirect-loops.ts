import type { MessageType } from '../../../catalogue/message-type';
import { isFor } from '../../../istiod/gateways/gateway-servers';
import { type Gateway, gatewaysByName } from '../../../istiod/gateways/gateways';
import { hostsMatch, isSubsetOf, isWildcard } from '../../../istiod/hosts/host-matching';
import { regexMistake, textCondition } from '../../../istiod/match-string';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { matchesOf } from '../../../istiod/virtual-services/http-match-request';
import {
  type HttpEntry,
  type VirtualService,
  virtualServicesOf,
} from '../../../istiod/virtual-services/virtual-services';
import { type Fields, fieldsOf, optionalFields, textOrEmpty, textsIn } from '../../../manifests/fields';
import { VIRTUAL_SERVICE } from '../../../manifests/kinds';
import type { Rule } from '../../rule';

export const IST9255 = {
  code: 'IST9255',
  name: 'RedirectLoop',
  level: 'Error',
  summary: 'A redirect leads requests to the route that redirects them, so clients never get an answer.',
  texts: {
    loop: (url: string) =>
      `redirects a request for ${url} to where the same route takes it again, so the client goes in a circle; redirect to another place, or put a route for that place before this one`,
  },
} as const satisfies MessageType;

/** What a redirect does to a request. */
interface Request {
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
}

/** A VirtualService, and where its requests may come from. */
interface Site {
  readonly namespace: string;
  /** Its hosts that no other VirtualService may have routes for. */
  readonly hosts: readonly string[];
  readonly gateways: readonly NamedGateway[];
}

interface NamedGateway {
  readonly name: string;
  readonly gateway: Gateway;
}

/** A client that follows a redirect sends the same request to the new place. (F3) */
export const redirectLoops: Rule = {
  name: 'redirect-loops',
  reports: [IST9255],
  *check(index) {
    const { all } = index.view(virtualServicesOf);
    for (const root of all) {
      if (!root.http.some(({ route }) => route.redirect !== undefined)) {
        continue;
      }
      const site = siteOf(index, root, all);
      const earlier: Fields[] = [];
      for (const entry of root.http) {
        const matches = matchesOf(entry.route);
        const loop = site.hosts.length > 0 ? loopOf(entry.route, site, earlier) : undefined;
        const object = entry.delegate ?? index.get(VIRTUAL_SERVICE, root.namespace, root.ref.name);
        if (loop && object) {
          yield { type: IST9255, object, field: fieldOf(entry), text: IST9255.texts.loop(urlOf(loop)) };
        }
        earlier.push(...matches);
      }
    }
  },
};

function siteOf(index: MeshIndex, root: VirtualService, all: readonly VirtualService[]): Site {
  const byName = index.view(gatewaysByName);
  return {
    namespace: root.namespace,
    hosts: root.hosts.filter((host) => !all.some((other) => other !== root && takes(other, host))),
    gateways: root.gateways.flatMap((name) => {
      const gateway = byName.get(name);
      return gateway ? [{ name, gateway }] : [];
    }),
  };
}

/** Whether another VirtualService may have routes for some names of a host: which of them is used is not said here. */
function takes({ hosts }: VirtualService, host: string): boolean {
  return hosts.some((other) => other === host || (other.length >= host.length && hostsMatch(other, host)));
}

function fieldOf({ index, delegateIndex }: HttpEntry) {
  return ['spec', 'http', delegateIndex ?? index, 'redirect'];
}

function urlOf({ scheme, host, path }: Request): string {
  const name = isWildcard(host) ? `a host of "${host}"` : host;
  return scheme === '' ? `"${path}" of ${name}` : `${scheme}, "${path}" of ${name}`;
}

/** A request that a route redirects, which comes back as a request that the route redirects again. */
function loopOf(route: Fields, site: Site, earlier: readonly Fields[]): Request | undefined {
  const redirect = optionalFields(route.redirect);
  // A cookie of the answer may take the next request elsewhere, and a new port leads to another listener.
  const changesMore = redirect?.port !== undefined || redirect?.derivePort !== undefined;
  if (!redirect || changesMore || fieldsOf(route.headers).response !== undefined) {
    return undefined;
  }
  for (const match of matchesOf(route)) {
    const path = pathAfter(redirect, match);
    const host = hostAfter(redirect, match, site.hosts);
    const scheme = host === undefined ? undefined : schemeAfter(redirect, match, site, host);
    if (path === undefined || host === undefined || scheme === undefined) {
      continue;
    }
    const request = { scheme, host, path };
    if (isSteady(match) && mayTake(match, request) && !earlier.some((other) => mayTake(other, request))) {
      return request;
    }
  }
  return undefined;
}

/** Whether a browser that follows the redirect meets the conditions again which are not about the place. */
function isSteady({ headers, withoutHeaders, method }: Fields): boolean {
  const hasConditions = [headers, withoutHeaders].some((map) => Object.keys(fieldsOf(map)).length > 0);
  return !hasConditions && (!method || holds(method, 'GET'));
}

/** Whether the conditions on the place let a request pass; a wildcard host stands for any of its names. */
function mayTake(match: Fields, { scheme, host, path }: Request): boolean {
  return (
    (!match.uri || holds(match.uri, path, match.ignoreUriCase === true)) &&
    (!match.authority || isWildcard(host) || holds(match.authority, host)) &&
    (!match.scheme || scheme === '' || holds(match.scheme, scheme))
  );
}

function holds(condition: unknown, text: string, ignoreCase = false): boolean {
  const match = fieldsOf(condition);
  const regex = textOrEmpty(match.regex);
  return (regex === '' || regexMistake(regex) === undefined) && textCondition(match, ignoreCase).holds(text);
}

/** The path from which a redirect leads to a path that begins alike; undefined where none is certain. */
function pathAfter(redirect: Fields, { uri }: Fields): string | undefined {
  const { exact, prefix, regex } = fieldsOf(uri);
  const path = textOrEmpty(redirect.uri);
  const newPrefix = textOrEmpty(redirect.prefixRewrite);
  if (path !== '') {
    return /[?#]/.test(path) || !path.startsWith('/') ? undefined : path;
  }
  if (newPrefix !== '') {
    return newPrefix.startsWith(textOrEmpty(prefix)) ? newPrefix : undefined;
  }
  // Of any path, the one that routes for single paths take the least.
  return regex === undefined ? textOrEmpty(exact) || textOrEmpty(prefix) || '/...' : undefined;
}

/** The host that a redirect leads to, if it is one of those that the route is for. */
function hostAfter(redirect: Fields, { authority }: Fields, hosts: readonly string[]): string | undefined {
  const wanted = textOrEmpty(redirect.authority);
  if (wanted !== '') {
    return hosts.some((host) => isSubsetOf(wanted, host)) ? wanted : undefined;
  }
  return authority === undefined
    ? hosts[0]
    : hosts.find((host) => !isWildcard(host) && holds(authority, host));
}

/** The scheme of requests for which a redirect keeps the scheme; empty for any, undefined for none that is certain. */
function schemeAfter(redirect: Fields, match: Fields, site: Site, host: string): string | undefined {
  const scheme = textOrEmpty(redirect.scheme);
  const named = textsIn(match.gateways);
  const isServed = site.gateways.some(
    ({ name, gateway }) =>
      (named.length === 0 || named.includes(name)) && serves(gateway, scheme, match.port, { ...site, host }),
  );
  return scheme === '' || isServed ? scheme : undefined;
}

function serves(
  { servers }: Gateway,
  scheme: string,
  matchedPort: unknown,
  { host, namespace }: { readonly host: string; readonly namespace: string },
): boolean {
  return servers.some(
    ({ kind, port, hosts, redirectsToHttps }) =>
      kind === (scheme === 'https' ? 'HTTPS' : 'HTTP') &&
      !redirectsToHttps &&
      (matchedPort === undefined || matchedPort === port) &&
      hosts.some((one) => hostsMatch(one.name, host) && isFor(one, namespace)),
  );
}
