import type { MeshPort, MeshService } from '../../istiod/registry/mesh-service';
import { isTls } from '../../istiod/registry/protocol';
import { MESH } from '../../istiod/virtual-services/gateway-name';
import { isBuiltFor } from '../../istiod/virtual-services/match-scope';
import type { VirtualService } from '../../istiod/virtual-services/virtual-services';
import type { Workload } from '../../istiod/workloads/workloads';
import { type Fields, objectsIn, textsIn } from '../../manifests/fields';
import { firstRoute, routeForSni, type TcpRoute } from './gateway-tcp-routes';
import { isInBlock } from './ip-blocks';
import type { VirtualServicesByHost } from './virtual-services-by-host';

/** The route that a sidecar has for bytes to a Service. */
export type MeshTcpRoute =
  | {
      readonly is: 'route';
      readonly route: TcpRoute;
      /** How specific the SNI of the route is; 0 for a `tcp` route. */
      readonly specificity: number;
    }
  /** No route applies, so the bytes go to the Service. */
  | { readonly is: 'default' }
  /** There are routes for other SNIs, and none for this one. */
  | { readonly is: 'none'; readonly because: string };

/** A port of a Service that a workload calls. */
export interface CalledPort {
  readonly workload: Workload;
  readonly service: MeshService;
  readonly port: MeshPort;
}

/** The `tls` or `tcp` route for bytes to a port of a Service: for TLS by its SNI, otherwise the first. (I6) */
export function meshTcpRoute(
  virtualServices: VirtualServicesByHost,
  called: CalledPort,
  sni: string | undefined,
): MeshTcpRoute {
  const { service, port } = called;
  const forService = virtualServices.sharing([service.host]);
  return isTls(port.protocol) ? routeBySni(forService, called, sni) : firstTcpRoute(forService, called);
}

/** The route whose SNI is the most specific that matches. */
function routeBySni(
  virtualServices: readonly VirtualService[],
  called: CalledPort,
  sni: string | undefined,
): MeshTcpRoute {
  const { service, port } = called;
  let best: TcpRoute | undefined;
  let bestSpecificity = -1;
  let hasAny = false;
  for (const virtualService of virtualServices) {
    for (const [index, fields] of virtualService.tls.entries()) {
      for (const [match, conditions] of objectsIn(fields.match).entries()) {
        if (appliesTo(called, conditions)) {
          hasAny = true;
          const specificity = specificityOf(textsIn(conditions.sniHosts), sni);
          if (specificity > bestSpecificity) {
            const destinations = objectsIn(fields.route);
            best = routeForSni({ virtualService, index, match, destinations, port: port.number });
            bestSpecificity = specificity;
          }
        }
      }
    }
  }
  if (best) {
    return { is: 'route', route: best, specificity: bestSpecificity };
  }
  const because = `no tls route of host "${service.host}" matches the SNI "${sni ?? ''}"`;
  return hasAny ? { is: 'none', because } : { is: 'default' };
}

/** How specific the best match for an SNI is: exact, or by the length of a wildcard; -1 for none. (A7) */
function specificityOf(sniHosts: readonly string[], sni: string | undefined): number {
  return Math.max(-1, ...sniHosts.map((host) => specificityOfHost(host, sni)));
}

function specificityOfHost(host: string, sni: string | undefined): number {
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

function firstTcpRoute(virtualServices: readonly VirtualService[], called: CalledPort): MeshTcpRoute {
  for (const virtualService of virtualServices) {
    for (const [index, fields] of virtualService.tcp.entries()) {
      const matches = objectsIn(fields.match);
      const match = matches.findIndex((conditions) => appliesTo(called, conditions));
      if (matches.length === 0 || match >= 0) {
        const destinations = objectsIn(fields.route);
        const route = firstRoute({ virtualService, index, match, destinations, port: called.port.number });
        return { is: 'route', route, specificity: 0 };
      }
    }
  }
  return { is: 'default' };
}

function appliesTo({ workload, port, service }: CalledPort, match: Fields): boolean {
  return (
    isBuiltFor(match, { workload, gateway: MESH, port: port.number }) &&
    isAmong(service.addresses, textsIn(match.destinationSubnets))
  );
}

function isAmong(addresses: readonly string[], subnets: readonly string[]): boolean {
  return (
    subnets.length === 0 || addresses.some((address) => subnets.some((subnet) => isInBlock(address, subnet)))
  );
}
