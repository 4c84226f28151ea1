import type { VirtualServiceSpec, VirtualServiceSpecTcp } from '../../../imports/networking.istio.io';
import { firstOverlaps } from '../../istiod/hosts/first-overlaps';
import { MESH } from '../../istiod/virtual-services/gateway-name';
import { isIpAddress } from '../../manifests/ip';
import type { FieldPath } from '../../manifests/manifest';
import type { Problem } from '../problem';
import { IMPOSSIBLE_CONDITION, NO_EFFECT } from '../problem-types';
import type { AdmissionObject } from '../validator';
import { exportToProblems } from '../values/export-to';
import { hostProblems, isWildcardDomain } from '../values/host-names';
import type { VirtualServiceContext } from './context';
import { validateDestinations } from './destinations';
import { gatewayNameProblems } from './gateway-names';
import { validateHttpRoute } from './http-route';
import { validateConnectionMatch } from './source-match';
import { GENERATED_SNI, validateTlsRoutes } from './tls-route';
import { unusedHttpRuleProblems, unusedTcpRuleProblems, unusedTlsRuleProblems } from './unused-rules';

/**
 * What is wrong with a VirtualService. A VirtualService without hosts is a delegate: it takes hosts and gateways from the
 * VirtualServices that delegate to it. (M4)
 */
export function* validateVirtualService({
  namespace,
  spec,
}: AdmissionObject<VirtualServiceSpec>): Iterable<Problem> {
  const { hosts = [], http = [], tls = [], tcp = [] } = spec;
  const isDelegate = hosts.length === 0;
  const gateways = isDelegate ? undefined : spec.gateways?.length ? spec.gateways : [MESH];
  const context: VirtualServiceContext = { hosts, isDelegate, gateways, namespace };
  if (http.length + tls.length + tcp.length === 0) {
    yield { field: ['spec', 'http'], message: 'is empty, and so are spec.tls and spec.tcp; add a route' };
  }
  if (spec.gateways?.length === 0) {
    const message = 'is empty, which means calls inside the mesh; add gateways, or remove the field';
    yield { field: ['spec', 'gateways'], message, type: NO_EFFECT };
  }
  yield* gatewayNameProblems(['spec', 'gateways'], spec.gateways);
  yield* isDelegate ? validateDelegate(spec) : validateHosts(spec, gateways ?? []);
  yield* exportToProblems(['spec', 'exportTo'], spec.exportTo, namespace);
  for (const [i, route] of http.entries()) {
    yield* validateHttpRoute(['spec', 'http', i], route, context);
  }
  yield* unusedHttpRuleProblems(['spec', 'http'], http);
  yield* validateTlsRoutes(['spec', 'tls'], tls, context);
  yield* unusedTlsRuleProblems(['spec', 'tls'], tls);
  for (const [i, route] of tcp.entries()) {
    yield* validateTcpRoute(['spec', 'tcp', i], route, context);
  }
  yield* unusedTcpRuleProblems(['spec', 'tcp'], tcp);
}

function* validateDelegate(spec: VirtualServiceSpec): Iterable<Problem> {
  if (spec.hosts) {
    const message = 'is empty, so no request is routed; add hosts, or "*" at a gateway';
    yield { field: ['spec', 'hosts'], message, type: NO_EFFECT };
  }
  for (const field of ['gateways', 'tls', 'tcp'] as const) {
    if (spec[field]?.length) {
      const message =
        'cannot be set in a VirtualService without hosts, which is a delegate; add hosts, or remove the field';
      yield { field: ['spec', field], message };
    }
  }
}

function* validateHosts(
  { hosts = [], tls = [] }: VirtualServiceSpec,
  gateways: readonly string[],
): Iterable<Problem> {
  const inMesh = gateways.includes(MESH);
  const mayBeGenerated = !inMesh && tls.some(({ match }) => match?.some(({ sniHosts }) => sniHosts?.length));
  const isValid = (host: string) =>
    (isWildcardDomain(host) && !(host === '*' && inMesh)) ||
    isIpAddress(host) ||
    (mayBeGenerated && GENERATED_SNI.test(host));
  const overlaps = hosts.every(isValid) ? firstOverlaps(hosts) : new Map<number, number>();
  for (const [i, host] of hosts.entries()) {
    const field = ['spec', 'hosts', i];
    if (host === '*' && inMesh) {
      yield { field, message: '"*" is for gateways only; in the mesh, name the hosts that clients call' };
    } else if (!isValid(host)) {
      yield* hostProblems(field, host);
    } else if (!/[.*:]/.test(host) && !inMesh) {
      const message = `"${host}" means ${host}.<namespace>.svc.cluster.local, which no client of a gateway asks for; write the name that clients use`;
      yield { field, message, type: IMPOSSIBLE_CONDITION };
    }
    const overlapped = overlaps.get(i);
    if (overlapped !== undefined) {
      const message = `"${host}" overlaps spec.hosts[${overlapped}] "${hosts[overlapped]}"; keep one of them`;
      yield { field, message };
    }
  }
}

function* validateTcpRoute(
  field: FieldPath,
  { match: matches = [], route }: VirtualServiceSpecTcp,
  context: VirtualServiceContext,
): Iterable<Problem> {
  for (const [i, match] of matches.entries()) {
    yield* validateConnectionMatch([...field, 'match', i], match, context);
  }
  yield* validateDestinations([...field, 'route'], route, context.namespace);
}
