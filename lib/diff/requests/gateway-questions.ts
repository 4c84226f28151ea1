import type { ServerKind } from '../../istiod/gateways/gateway-servers';
import { isGateway } from '../../istiod/gateways/gateway-workloads';
import { gatewaysOf } from '../../istiod/gateways/gateways';
import type { MeshIndex } from '../../istiod/mesh-index';
import { DEFAULT_GATEWAY } from '../../istiod/profile/installed-profile';
import { MESH } from '../../istiod/virtual-services/gateway-name';
import { type VirtualService, virtualServicesOf } from '../../istiod/virtual-services/virtual-services';
import { workloadsOf } from '../../istiod/workloads/workloads';
import { objectsIn, textsIn } from '../../manifests/fields';
import { type MeshModel, type Source, type Trace, type TraceRequest, trace } from '../../routing';
import type { GatewayProxy } from '../../routing/listener/gateway';
import type { Affected } from '../changes/affected';
import { type CallableHost, callableHosts } from './callable-hosts';
import type { Question } from './question';

type Scheme = Question['scheme'];

/** What a client has to speak to a server. */
const SCHEMES: Readonly<Record<ServerKind, readonly Scheme[]>> = {
  HTTP: ['http'],
  HTTPS: ['https'],
  TLS: ['https'],
  PASSTHROUGH: ['https'],
  AUTO_PASSTHROUGH: [],
  TCP: ['tcp'],
};

/** The requests from outside that may have changed, through the gateways of either mesh. */
export function* gatewayQuestions(old: MeshModel, next: MeshModel, affected: Affected): Iterable<Question> {
  const hosts = callableHosts([...gatewayHosts(old.index), ...gatewayHosts(next.index)]);
  for (const { from, namespace, name } of sourcesOfEither(old, next)) {
    const models = [old, next].filter(({ index }) => index.view(gatewaySources).has(from));
    const proxies = models.map((model) => proxyOf(model, from));
    const isTouched = models.length === 1 || affected.proxy(namespace, name);
    const touched = isTouched ? hosts : hosts.filter(({ written }) => affected.host(written));
    for (const port of new Set(proxies.flatMap(({ openPorts }) => openPorts))) {
      for (const scheme of new Set(proxies.flatMap((proxy) => schemesAt(proxy, port)))) {
        yield* questionsAt({ from, port, scheme }, scheme === 'tcp' ? touched.slice(0, 1) : touched);
      }
    }
  }
}

function sourcesOfEither(old: MeshModel, next: MeshModel): Iterable<GatewaySource> {
  return new Map([...old.index.view(gatewaySources), ...next.index.view(gatewaySources)]).values();
}

/** What becomes of a request. Nobody answers one to a gateway that the mesh does not have. */
export function wayOf(model: MeshModel, request: TraceRequest): Trace {
  const { from = 'gateway' } = request;
  if (from.startsWith('mesh:') || model.index.view(gatewaySources).has(from)) {
    return trace(model, request);
  }
  const because = 'the manifests do not have this gateway';
  return { hops: [], outcomes: [{ is: 'refused', probability: 1, because }] };
}

function* questionsAt(
  { from, port, scheme }: Pick<Question, 'from' | 'port' | 'scheme'>,
  hosts: readonly CallableHost[],
): Iterable<Question> {
  for (const { written, sample, words, covers } of hosts) {
    yield { from, sources: [from], scheme, port, written, host: sample, hosts: words, covers };
  }
}

/** A gateway as a source of requests. */
export interface GatewaySource {
  readonly from: Source;
  readonly namespace: string;
  readonly name: string;
}

/** The workloads that may be gateways, by their name as a source; ask by `index.view(gatewaySources)`. */
export function gatewaySources(index: MeshIndex): ReadonlyMap<Source, GatewaySource> {
  const gateways = index.view(workloadsOf).all.filter(isGateway);
  return new Map(
    gateways.map(({ namespace, name }) => {
      const isDefault = namespace === index.mesh.rootNamespace && name === DEFAULT_GATEWAY;
      const from: Source = isDefault ? 'gateway' : `gateway:${namespace}/${name}`;
      return [from, { from, namespace, name }];
    }),
  );
}

/** The gateway that is a source of requests. */
export function proxyOf(model: MeshModel, from: Source): GatewayProxy {
  const source = model.sources.named(from);
  if (source.is !== 'gateway') {
    throw new Error(`"${from}" is not a gateway`);
  }
  return source.gateway;
}

/** What clients have to speak on a port of a gateway. */
export function schemesAt(proxy: GatewayProxy, port: number): readonly Scheme[] {
  const { listenerPort } = proxy.entrance(port);
  const listener = listenerPort === undefined ? undefined : proxy.listener(listenerPort);
  return listener?.servers.flatMap(({ kind }) => SCHEMES[kind]) ?? [];
}

/** The hosts of servers, and of the VirtualServices that are bound to Gateways. */
export function gatewayHosts(index: MeshIndex): string[] {
  const bound = index
    .view(virtualServicesOf)
    .all.filter(({ gateways }) => gateways.some((gateway) => gateway !== MESH));
  const servers = index.view(gatewaysOf).flatMap(({ servers: own }) => own);
  return [
    ...bound.flatMap((virtualService) => [...virtualService.hosts, ...sniHostsOf(virtualService)]),
    ...servers.flatMap(({ hosts }) => hosts.map(({ name }) => name)),
  ];
}

function sniHostsOf({ tls }: VirtualService): readonly string[] {
  return tls.flatMap(({ match }) => objectsIn(match).flatMap(({ sniHosts }) => textsIn(sniHosts)));
}
