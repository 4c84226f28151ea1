import { hostsNamed } from '../../istiod/hosts/service-host';
import type { MeshIndex } from '../../istiod/mesh-index';
import { MESH } from '../../istiod/virtual-services/gateway-name';
import type { VirtualService } from '../../istiod/virtual-services/virtual-services';
import { refTo } from '../../manifests/object-ref';
import type { RoutingClient } from '../destination/routing-client';
import { kubernetesGatewaysAsked, nameAsked } from '../kubernetes-gateways-asked';
import type { GatewayProxy } from '../listener/gateway';
import type { SidecarProxy } from '../listener/sidecar';
import type { Question } from '../question';
import type { Call } from '../request/read-request';
import type { Outcome, Trace } from '../result';
import { hostOf } from '../route/choose-virtual-host';
import type { RequestSource } from '../sources';
import { aliasesWithoutPort } from './aliases-without-port';
import { whyNotAtGateway } from './at-gateway';
import { unknownServices, whyNotInMesh } from './at-sidecar';
import type { NearMiss } from './near-miss';
import { similarService, similarVirtualService } from './similar-hosts';
import { subsetsNotSeen } from './subsets-not-seen';
import { type WrittenVirtualService, writtenVirtualServices } from './written-virtual-services';

const OF_GATEWAY_API =
  'of the Kubernetes Gateway API is for this host and port; its pods and routes are not modelled';
/** A longer list would hide the rest of the trace. */
const MOST_NEAR_MISSES = 5;

/** The trace with what almost took the request, if nothing takes it. */
export function withNearMisses(trace: Trace, question: Question): Trace {
  if (!trace.outcomes.some(isMiss)) {
    return trace;
  }
  const found = [...firstOf(nearMisses(trace, question))];
  return found.length > 0 ? { ...trace, nearMisses: found } : trace;
}

function isMiss(outcome: Outcome): boolean {
  switch (outcome.is) {
    case 'failed':
      return outcome.flag === 'NR' || outcome.flag === 'NC' || outcome.destination === undefined;
    case 'refused':
    case 'closed':
    case 'passed through':
      return true;
    default:
      return false;
  }
}

function* nearMisses(trace: Trace, { index, source, call }: Question): Iterable<NearMiss> {
  const isRouted = trace.hops.some(({ hop }) => hop === 'destinations');
  if (!isRouted && source.is === 'gateway') {
    yield* missesAtGateway(trace, index, source.gateway, call);
  }
  if (!isRouted && source.is === 'sidecar') {
    yield* missesInMesh(trace, index, source.sidecar, call);
  }
  const { client } = proxyOf(source);
  for (const outcome of trace.outcomes) {
    if (outcome.is === 'failed' && outcome.destination) {
      yield* subsetsNotSeen(client, outcome.destination);
      yield* aliasesWithoutPort(client, outcome.destination, call.port);
    }
  }
}

function proxyOf(source: RequestSource): GatewayProxy | SidecarProxy | { readonly client: RoutingClient } {
  switch (source.is) {
    case 'gateway':
      return source.gateway;
    case 'sidecar':
      return source.sidecar;
    case 'no proxy':
      return source;
  }
}

function* missesAtGateway(
  trace: Trace,
  index: MeshIndex,
  { client }: GatewayProxy,
  call: Call,
): Iterable<NearMiss> {
  const [entrance] = trace.hops;
  const listenerPort = entrance?.hop === 'entrance' ? entrance.listenerPort : undefined;
  if (listenerPort === undefined) {
    return;
  }
  const host = nameAsked(call);
  const lost = { index, workload: client.workload, listenerPort };
  const isMeant = isMeantFor(trace, (gateway) => gateway !== MESH);
  for (const written of writtenFor(index, [host]).filter(isMeant)) {
    yield* 'object' in written ? [written] : missesOf(written, whyNotAtGateway(lost, written));
  }
  if (writtenFor(index, [host]).length === 0) {
    yield* similarVirtualService(index, host);
  }
  for (const { manifest } of kubernetesGatewaysAsked(trace, index, call)) {
    yield { object: refTo(manifest), because: OF_GATEWAY_API };
  }
}

function* missesInMesh(
  trace: Trace,
  index: MeshIndex,
  sidecar: SidecarProxy,
  call: Call,
): Iterable<NearMiss> {
  const { namespace } = sidecar.client.workload;
  const hosts = hostsNamed(call.isHttp ? hostOf(call.request.authority) : call.host, namespace);
  const isMeant = isMeantFor(trace, (gateway) => gateway === MESH);
  for (const written of writtenFor(index, hosts).filter(isMeant)) {
    yield* 'object' in written
      ? [written]
      : missesOf(written, whyNotInMesh(index, sidecar, call.port, written));
  }
  yield* unknownServices(index, sidecar, hosts, call.port);
  yield* similarService(index, hosts, namespace);
}

function writtenFor(index: MeshIndex, hosts: readonly string[]): readonly WrittenVirtualService[] {
  const byHost = index.view(writtenVirtualServices);
  return [...new Set(hosts.flatMap((host) => [...byHost.covering(host)].flat()))];
}

/** Where a virtual host answers, VirtualServices for other proxies are not worth a line. */
function isMeantFor(
  trace: Trace,
  isOfProxy: (gateway: string) => boolean,
): (written: WrittenVirtualService) => boolean {
  const isAnswered = trace.hops.some(({ hop }) => hop === 'virtual host');
  return (written) => !isAnswered || 'object' in written || written.gateways.some(isOfProxy);
}

function* missesOf({ ref }: VirtualService, reasons: Iterable<string>): Iterable<NearMiss> {
  for (const because of reasons) {
    yield { object: ref, because };
  }
}

function* firstOf(misses: Iterable<NearMiss>): Iterable<NearMiss> {
  let left = MOST_NEAR_MISSES;
  for (const miss of misses) {
    if (left === 0) {
      return;
    }
    left -= 1;
    yield miss;
  }
}
