import type { VirtualServiceSpecTls, VirtualServiceSpecTlsMatch } from '../../../imports/networking.istio.io';
import { HostIndex } from '../../istiod/hosts/host-index';
import { isIpAddress } from '../../manifests/ip';
import type { FieldPath } from '../../manifests/manifest';
import type { Problem } from '../problem';
import { WARNED } from '../problem-types';
import { hostProblems } from '../values/host-names';
import { someOf } from '../values/list-problems';
import type { VirtualServiceContext } from './context';
import { validateDestinations } from './destinations';
import { validateConnectionMatch } from './source-match';

/** Names that Istio makes up for the Services behind a gateway that routes by SNI. */
export const GENERATED_SNI = /^outbound_\.[0-8]/;

export function* validateTlsRoutes(
  field: FieldPath,
  routes: readonly VirtualServiceSpecTls[],
  context: VirtualServiceContext,
): Iterable<Problem> {
  if (routes.length === 0) {
    return;
  }
  const hosts = new HostIndex(context.hosts.map((host) => [host, true] as const));
  for (const [i, { match: matches = [], route }] of routes.entries()) {
    if (matches.length === 0) {
      const message = 'is empty; add the SNI hosts that this route is for';
      yield { field: [...field, i, 'match'], message };
    }
    for (const [j, match] of matches.entries()) {
      const at = [...field, i, 'match', j];
      yield* validateSniHosts([...at, 'sniHosts'], match, context, hosts);
      yield* validateConnectionMatch(at, match, context);
    }
    yield* validateDestinations([...field, i, 'route'], route, context.namespace);
  }
}

function* validateSniHosts(
  field: FieldPath,
  { sniHosts = [] }: VirtualServiceSpecTlsMatch,
  context: VirtualServiceContext,
  hosts: HostIndex<true>,
): Iterable<Problem> {
  if (sniHosts.length === 0) {
    yield { field, message: 'is empty; add at least one SNI host' };
  }
  for (const [i, sniHost] of sniHosts.entries()) {
    const at = [...field, i];
    if (isIpAddress(sniHost)) {
      const message = `"${sniHost}" is an IP address, which no client sends as SNI; write a host name`;
      yield { field: at, message, type: WARNED };
      continue;
    }
    if (!GENERATED_SNI.test(sniHost)) {
      yield* hostProblems(at, sniHost);
    }
    if (!hosts.covers(sniHost)) {
      const message = `"${sniHost}" is not covered by spec.hosts (${someOf(context.hosts)}); add it there`;
      yield { field: at, message };
    }
  }
}
