import { hostsMatch } from '../istiod/hosts/host-matching';
import { type KubernetesGateway, kubernetesGateways } from '../istiod/kubernetes-gateway-api';
import type { MeshIndex } from '../istiod/mesh-index';
import type { Call } from './request/read-request';
import type { Trace } from './result';
import { hostOf } from './route/choose-virtual-host';

/** The Gateways of the Kubernetes Gateway API with a listener for the host and the port of a request from outside. */
export function kubernetesGatewaysAsked(
  trace: Trace,
  index: MeshIndex,
  call: Call,
): readonly KubernetesGateway[] {
  const [entrance] = trace.hops;
  const port = entrance?.hop === 'entrance' ? entrance.port : call.port;
  const host = nameAsked(call);
  return index
    .view(kubernetesGateways)
    .filter(({ listeners }) =>
      listeners.some(
        ({ port: listened, hostname }) =>
          listened === port && (hostname === undefined || hostsMatch(hostname, host)),
      ),
    );
}

/** The name that a client from outside asks for: in the Host header, else as SNI. */
export function nameAsked({ isHttp, request, sni, host }: Call): string {
  return isHttp ? hostOf(request.authority) : (sni ?? host);
}
