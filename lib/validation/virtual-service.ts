import type {
  VirtualServiceSpec,
  VirtualServiceSpecTcp,
  VirtualServiceSpecTls,
  VirtualServiceSpecTlsMatch,
} from '../../imports/networking.istio.io';
import { hostsMatch, isSubsetOf } from '../manifests/hosts';
import { validateDestinations } from './destinations';
import { validateHttpRoute } from './http-route';
import type { Problem } from './problem';
import { unreachableHttpRoutes, unreachableTcpRoutes, unreachableTlsRoutes } from './reachability';
import { MESH, validateSource } from './source';
import { exportTo, isDnsLabel, isIpAddress, kubernetesName, wildcardDomain } from './values';

/**
 * What is wrong with a VirtualService, by itself: whether its gateways and destinations exist is not looked at.
 * Without hosts it is a delegate, which takes hosts and gateways from those that refer to it.
 */
export function* validateVirtualService(name: string, spec: VirtualServiceSpec): Iterable<Problem> {
  yield* kubernetesName('metadata.name', name);
  const { http = [], tls = [], tcp = [] } = spec;
  const isDelegate = spec.hosts === undefined;
  const gateways = isDelegate ? undefined : spec.gateways?.length ? spec.gateways : [MESH];
  if (http.length + tls.length + tcp.length === 0) {
    yield { field: 'spec.http', message: 'is empty, and so are spec.tls and spec.tcp; add a route' };
  }
  if (spec.gateways?.length === 0) {
    const message = 'is empty, which stands for calls inside the mesh; name gateways, or leave it out';
    yield { field: 'spec.gateways', message };
  }
  for (const [i, gateway] of (spec.gateways ?? []).entries()) {
    yield* gatewayName(`spec.gateways[${i}]`, gateway);
  }
  yield* validateHosts(spec.hosts, gateways);
  yield* exportTo('spec.exportTo', spec.exportTo);
  for (const [i, route] of http.entries()) {
    yield* validateHttpRoute(`spec.http[${i}]`, route, { isDelegate, gateways });
  }
  yield* unreachableHttpRoutes('spec.http', http);
  for (const [i, route] of tls.entries()) {
    yield* validateTlsRoute(`spec.tls[${i}]`, route, spec.hosts ?? [], gateways);
  }
  yield* unreachableTlsRoutes('spec.tls', tls);
  for (const [i, route] of tcp.entries()) {
    yield* validateTcpRoute(`spec.tcp[${i}]`, route, gateways);
  }
  yield* unreachableTcpRoutes('spec.tcp', tcp);
}

function* gatewayName(field: string, name: string): Iterable<Problem> {
  const parts = name.split('/');
  if (parts.length > 2 || !parts.every(isDnsLabel)) {
    yield { field, message: `"${name}" is no gateway; write "name" or "namespace/name"` };
  }
}

function* validateHosts(
  hosts: readonly string[] | undefined,
  gateways?: readonly string[],
): Iterable<Problem> {
  if (hosts?.length === 0) {
    yield {
      field: 'spec.hosts',
      message: 'is empty, so no request is routed; name hosts, or "*" behind a gateway',
    };
  }
  for (const [i, host] of (hosts ?? []).entries()) {
    const field = `spec.hosts[${i}]`;
    if (!isIpAddress(host)) {
      yield* wildcardDomain(field, host);
    }
    if (host === '*' && gateways?.includes(MESH)) {
      yield { field, message: '"*" is for gateways; in the mesh, name the hosts that are called' };
    } else if (!/[.*:]/.test(host) && !gateways?.includes(MESH)) {
      const message = `"${host}" stands for ${host}.<namespace>.svc.cluster.local, which nobody asks a gateway for`;
      yield { field, message: `${message}; write the name that clients use` };
    }
    const same = hosts?.findIndex((other) => hostsMatch(host, other)) ?? i;
    if (same < i) {
      yield { field, message: `"${host}" overlaps spec.hosts[${same}] "${hosts?.[same]}"; keep one of them` };
    }
  }
}

function* validateTlsRoute(
  field: string,
  route: VirtualServiceSpecTls,
  hosts: readonly string[],
  gateways?: readonly string[],
): Iterable<Problem> {
  if (route.match.length === 0) {
    yield { field: `${field}.match`, message: 'is empty; name the SNI hosts that this route is for' };
  }
  for (const [i, match] of route.match.entries()) {
    yield* validateSniHosts(`${field}.match[${i}].sniHosts`, match, hosts);
    yield* validateSource(`${field}.match[${i}]`, match, gateways);
  }
  yield* validateDestinations(`${field}.route`, route.route);
}

function* validateSniHosts(
  field: string,
  { sniHosts }: VirtualServiceSpecTlsMatch,
  hosts: readonly string[],
): Iterable<Problem> {
  if (sniHosts.length === 0) {
    yield { field, message: 'is empty; name at least one SNI host' };
  }
  for (const [i, sniHost] of sniHosts.entries()) {
    yield* wildcardDomain(`${field}[${i}]`, sniHost);
    if (!hosts.some((host) => isSubsetOf(sniHost, host))) {
      const message = `"${sniHost}" is not covered by spec.hosts (${hosts.join(', ')}); add it there`;
      yield { field: `${field}[${i}]`, message };
    }
  }
}

function* validateTcpRoute(
  field: string,
  route: VirtualServiceSpecTcp,
  gateways?: readonly string[],
): Iterable<Problem> {
  for (const [i, match] of (route.match ?? []).entries()) {
    yield* validateSource(`${field}.match[${i}]`, match, gateways);
  }
  yield* validateDestinations(`${field}.route`, route.route);
}
