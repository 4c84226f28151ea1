import type { HostIndex } from '../../istiod/hosts/host-index';
import type { Workload } from '../../istiod/workloads/workloads';
import type { ListenedPort } from '../listener/outbound-listeners';
import type { TcpRoute } from './gateway-tcp-routes';
import { meshTcpRoute } from './mesh-tcp-routes';
import type { VirtualServicesByHost } from './virtual-services-by-host';

/** What takes a TLS connection of a sidecar by its SNI: a `tls` route, or the ServiceEntry of that name. */
export type SniChain =
  | { readonly is: 'route'; readonly route: TcpRoute }
  | { readonly is: 'service'; readonly listened: ListenedPort };

/** The ServiceEntries without addresses of a port, as a sidecar tells their connections apart. */
export interface SniScope {
  readonly workload: Workload;
  readonly virtualServices: VirtualServicesByHost;
  readonly bySni: HostIndex<ListenedPort>;
  /** The ServiceEntries among them that a VirtualService with `tls` routes names. */
  readonly routed: readonly ListenedPort[];
}

/** The chain whose SNI is the most specific that matches. A ServiceEntry with `tls` routes has no chain for its own host. (W17) */
export function chooseSniChain(scope: SniScope, sni: string | undefined): SniChain | undefined {
  const { workload, virtualServices, bySni, routed } = scope;
  const named = sni === undefined ? undefined : bySni.answering(sni);
  let best: { readonly chain: SniChain; readonly specificity: number } | undefined;
  const withoutOwnChain = new Set<ListenedPort>();
  for (const listened of routed) {
    const choice = meshTcpRoute(virtualServices, { workload, ...listened }, sni);
    if (choice.is !== 'default') {
      withoutOwnChain.add(listened);
    }
    if (choice.is === 'route' && choice.specificity > (best?.specificity ?? -1)) {
      best = { chain: { is: 'route', route: choice.route }, specificity: choice.specificity };
    }
  }
  if (!named || withoutOwnChain.has(named)) {
    return best?.chain;
  }
  const { host } = named.service;
  const specificity = host.startsWith('*') ? host.length : Number.POSITIVE_INFINITY;
  return best && best.specificity > specificity ? best.chain : { is: 'service', listened: named };
}
