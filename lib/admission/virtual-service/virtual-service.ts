import type {
  VirtualServiceSpec,
  VirtualServiceSpecTcp,
  VirtualServiceSpecTls,
  VirtualServiceSpecTlsMatch,
} from '../../../imports/networking.istio.io';
import { firstOverlaps } from '../../istiod/hosts/first-overlaps';
import { HostIndex } from '../../istiod/hosts/host-index';
import { MESH } from '../../istiod/virtual-services/gateway-names';
import type { FieldPath } from '../../manifests/manifest';
import type { Problem } from '../problem';
import { IMPOSSIBLE_CONDITION, NO_EFFECT, WARNED } from '../problem-types';
import type { AdmissionObject } from '../validator';
import { exportToProblems, hostProblems, isIpAddress, isWildcardDomain, someOf } from '../values/values';
import { validateDestinations } from './destinations';
import { validateHttpRoute } from './http-route';
import { type Surroundings, validateGatewayNames, validateSource, validateSourceNamespace } from './source';
import { unusedHttpRules, unusedTcpRules, unusedTlsRules } from './unused-rules';

/**
 * What is wrong with a VirtualService, by itself: whether its gateways and destinations exist is not looked at.
 * Without hosts it is a delegate, which takes hosts and gateways from those that refer to it. (M4)
 */
export function* validateVirtualService({
  namespace,
  spec,
}: AdmissionObject<VirtualServiceSpec>): Iterable<Problem> {
  const { hosts = [], http = [], tls = [], tcp = [] } = spec;
  const isDelegate = hosts.length === 0;
  const gateways = isDelegate ? undefined : spec.gateways?.length ? spec.gateways : [MESH];
  const surroundings: Surroundings = { isDelegate, gateways, namespace };
  if (http.length + tls.length + tcp.length === 0) {
    yield { field: ['spec', 'http'], message: 'is empty, and so are spec.tls and spec.tcp; add a route' };
  }
  if (spec.gateways?.length === 0) {
    const message = 'is empty, which stands for calls inside the mesh; name gateways, or leave it out';
    yield { field: ['spec', 'gateways'], message, type: NO_EFFECT };
  }
  yield* validateGatewayNames(['spec', 'gateways'], spec.gateways);
  yield* isDelegate ? validateDelegate(spec) : validateHosts(spec, gateways ?? []);
  yield* exportToProblems(['spec', 'exportTo'], spec.exportTo, namespace);
  for (const [i, route] of http.entries()) {
    yield* validateHttpRoute(['spec', 'http', i], route, surroundings);
  }
  yield* unusedHttpRules(['spec', 'http'], http);
  const ownHosts = new HostIndex(hosts.map((host) => [host, true] as const));
  const isCovered = (host: string) => ownHosts.covers(host);
  for (const [i, route] of tls.entries()) {
    yield* validateTlsRoute(['spec', 'tls', i], route, hosts, isCovered, surroundings);
  }
  yield* unusedTlsRules(['spec', 'tls'], tls);
  for (const [i, route] of tcp.entries()) {
    yield* validateTcpRoute(['spec', 'tcp', i], route, surroundings);
  }
  yield* unusedTcpRules(['spec', 'tcp'], tcp);
}

function* validateDelegate(spec: VirtualServiceSpec): Iterable<Problem> {
  if (spec.hosts) {
    yield {
      field: ['spec', 'hosts'],
      message: 'is empty, so no request is routed; name hosts, or "*" behind a gateway',
      type: NO_EFFECT,
    };
  }
  for (const field of ['gateways', 'tls', 'tcp'] as const) {
    if (spec[field]?.length) {
      const message =
        'is not for a VirtualService without hosts, which is a delegate; add hosts, or remove it';
      yield { field: ['spec', field], message };
    }
  }
}

/** Names that Istio makes up for the Services behind a gateway of SNI. */
const GENERATED_SNI = /^outbound_\.[0-8]/;

function* validateHosts(
  { hosts = [], tls = [] }: VirtualServiceSpec,
  gateways: readonly string[],
): Iterable<Problem> {
  const inMesh = gateways.includes(MESH);
  const generates = !inMesh && tls.some(({ match }) => match?.some(({ sniHosts }) => sniHosts?.length));
  const isValid = (host: string) =>
    (isWildcardDomain(host) && !(host === '*' && inMesh)) ||
    isIpAddress(host) ||
    (generates && GENERATED_SNI.test(host));
  const overlaps = hosts.every(isValid) ? firstOverlaps(hosts) : new Map<number, number>();
  for (const [i, host] of hosts.entries()) {
    const field = ['spec', 'hosts', i];
    if (host === '*' && inMesh) {
      yield { field, message: '"*" is for gateways; in the mesh, name the hosts that are called' };
    } else if (!isValid(host)) {
      yield* hostProblems(field, host);
    } else if (!/[.*:]/.test(host) && !inMesh) {
      const message = `"${host}" stands for ${host}.<namespace>.svc.cluster.local, which nobody asks a gateway for`;
      yield {
        field,
        message: `${message}; write the name that clients use`,
        type: IMPOSSIBLE_CONDITION,
      };
    }
    const same = overlaps.get(i);
    if (same !== undefined) {
      yield { field, message: `"${host}" overlaps spec.hosts[${same}] "${hosts[same]}"; keep one of them` };
    }
  }
}

function* validateTlsRoute(
  field: FieldPath,
  { match: matches = [], route }: VirtualServiceSpecTls,
  hosts: readonly string[],
  isCovered: (host: string) => boolean,
  surroundings: Surroundings,
): Iterable<Problem> {
  if (matches.length === 0) {
    yield { field: [...field, 'match'], message: 'is empty; name the SNI hosts that this route is for' };
  }
  for (const [i, match] of matches.entries()) {
    yield* validateSniHosts([...field, 'match', i, 'sniHosts'], match, hosts, isCovered);
    yield* validateSourceNamespace([...field, 'match', i], match.sourceNamespace);
    yield* validateSource([...field, 'match', i], match, surroundings);
  }
  yield* validateDestinations([...field, 'route'], route);
}

function* validateSniHosts(
  field: FieldPath,
  { sniHosts = [] }: VirtualServiceSpecTlsMatch,
  hosts: readonly string[],
  isCovered: (host: string) => boolean,
): Iterable<Problem> {
  if (sniHosts.length === 0) {
    yield { field, message: 'is empty; name at least one SNI host' };
  }
  for (const [i, sniHost] of sniHosts.entries()) {
    const at = [...field, i];
    if (isIpAddress(sniHost)) {
      const message = `"${sniHost}" is an IP address, which no client sends as SNI; name a host`;
      yield { field: at, message, type: WARNED };
      continue;
    }
    if (!GENERATED_SNI.test(sniHost)) {
      yield* hostProblems(at, sniHost);
    }
    if (!isCovered(sniHost)) {
      yield {
        field: at,
        message: `"${sniHost}" is not covered by spec.hosts (${someOf(hosts)}); add it there`,
      };
    }
  }
}

function* validateTcpRoute(
  field: FieldPath,
  { match: matches = [], route }: VirtualServiceSpecTcp,
  surroundings: Surroundings,
): Iterable<Problem> {
  for (const [i, match] of matches.entries()) {
    yield* validateSourceNamespace([...field, 'match', i], match.sourceNamespace);
    yield* validateSource([...field, 'match', i], match, surroundings);
  }
  yield* validateDestinations([...field, 'route'], route);
}
