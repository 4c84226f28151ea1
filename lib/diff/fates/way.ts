import type { Branch, Hop } from '../../routing';
import { endpointText, hostAndPort } from './endpoints';

/** A hop on the way of a request, and the endpoints of the branch that it is in. */
export interface Step {
  readonly hop: Hop;
  /** ` to Deployment shop/cart:8080` where only some of the requests come by; empty before their ways part. */
  readonly to: string;
}

/** The hops of a trace, those of all branches included. */
export function* stepsOf(hops: readonly Hop[], to = ''): Iterable<Step> {
  for (const hop of hops) {
    yield { hop, to };
    const branches = hop.hop === 'destinations' ? hop.branches : [];
    for (const branch of branches) {
      yield* stepsOf(branch.hops, branches.length > 1 ? ` to ${endpointsOf(branch)}` : to);
    }
  }
}

/** Where the requests of a branch go: the endpoints, or the name of a destination without any. */
function endpointsOf({ hops, destination }: Branch): string {
  const host = hostAndPort(destination);
  const endpoints = hops.flatMap((hop) => (hop.hop === 'workloads' ? hop.endpoints : []));
  return endpoints.map((endpoint) => endpointText(endpoint, host)).join(' and ') || host;
}
