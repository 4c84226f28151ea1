import { hostsMatch } from '../../istiod/hosts/hosts';
import type { MeshPort, MeshService } from '../../istiod/registry/mesh-service';
import { isTls } from '../../istiod/registry/protocol';
import type { EgressListener } from '../../istiod/sidecar-scope';
import { MESH } from '../../istiod/virtual-services/gateway-names';
import type { VirtualService } from '../../istiod/virtual-services/virtual-services';
import { carries, type Workload } from '../../istiod/workloads/workloads';
import { type Fields, numberOf, objectsIn, textOf, textsIn } from '../../manifests/fields';
import { texts } from '../../manifests/manifest';
import type { RouteRef } from '../result';
import { isInBlock } from './ip-blocks';

/** The route that bytes to a Service take from a sidecar. */
export type L4MeshRoute =
  | {
      readonly is: 'route';
      readonly ref: RouteRef;
      readonly virtualService: VirtualService;
      readonly destinations: readonly Fields[];
    }
  /** Straight to the Service. */
  | { readonly is: 'default' }
  /** There are routes by name, and none for this one. */
  | { readonly is: 'none'; readonly because: string };

/** Which `tls` or `tcp` route bytes to a port of a Service take: TLS by the name it calls, others in order. (I6) */
export function l4MeshRoute(
  workload: Workload,
  { virtualServices }: EgressListener,
  service: MeshService,
  port: MeshPort,
  sni: string | undefined,
): L4MeshRoute {
  const fitting = virtualServices.filter(({ hosts }) => hosts.some((host) => hostsMatch(host, service.host)));
  const context = { workload, port: port.number, service };
  return isTls(port.protocol) ? byName(fitting, context, sni) : inOrder(fitting, context);
}

interface Context {
  readonly workload: Workload;
  readonly port: number;
  readonly service: MeshService;
}

function byName(
  virtualServices: readonly VirtualService[],
  context: Context,
  sni: string | undefined,
): L4MeshRoute {
  let best: (L4MeshRoute & { is: 'route' }) | undefined;
  let bestLength = -1;
  let isAny = false;
  for (const virtualService of virtualServices) {
    for (const [index, { match, route }] of virtualService.tls.entries()) {
      for (const [place, one] of objectsIn(match).entries()) {
        if (!appliesTo(one, context)) {
          continue;
        }
        isAny = true;
        const length = Math.max(...textsIn(one.sniHosts).map((host) => closeness(host, sni)), -1);
        if (length > bestLength) {
          const ref: RouteRef = { virtualService: virtualService.ref, protocol: 'tls', index, match: place };
          best = { is: 'route', ref, virtualService, destinations: objectsIn(route) };
          bestLength = length;
        }
      }
    }
  }
  const because = `no tls route of host "${context.service.host}" is for the name "${sni ?? ''}"`;
  return best ?? (isAny ? { is: 'none', because } : { is: 'default' });
}

/** How well a name fits: exactly, by how much of a wildcard, not at all. (A7) */
function closeness(host: string, sni: string | undefined): number {
  if (host === '*') {
    return 0;
  }
  if (sni === undefined) {
    return -1;
  }
  if (host === sni) {
    return Number.POSITIVE_INFINITY;
  }
  return host.startsWith('*') && sni.endsWith(host.slice(1)) && sni.length >= host.length ? host.length : -1;
}

function inOrder(virtualServices: readonly VirtualService[], context: Context): L4MeshRoute {
  for (const virtualService of virtualServices) {
    for (const [index, { match, route }] of virtualService.tcp.entries()) {
      const matches = objectsIn(match);
      const place = matches.findIndex((one) => appliesTo(one, context));
      if (matches.length === 0 || place >= 0) {
        const ref: RouteRef = {
          virtualService: virtualService.ref,
          protocol: 'tcp',
          index,
          ...(place >= 0 ? { match: place } : {}),
        };
        return { is: 'route', ref, virtualService, destinations: objectsIn(route) };
      }
    }
  }
  return { is: 'default' };
}

function appliesTo(match: Fields, { workload, port, service }: Context): boolean {
  const wanted = numberOf(match.port);
  const gateways = textsIn(match.gateways);
  const namespace = textOf(match.sourceNamespace);
  const subnets = textsIn(match.destinationSubnets);
  if ((wanted && wanted !== port) || !isAmong(service.addresses, subnets)) {
    return false;
  }
  return gateways.length > 0
    ? gateways.includes(MESH)
    : carries(workload.labels, texts(match.sourceLabels)) && (!namespace || namespace === workload.namespace);
}

function isAmong(addresses: readonly string[], subnets: readonly string[]): boolean {
  return subnets.length === 0 || addresses.some((address) => subnets.some((one) => isInBlock(address, one)));
}
