import { gatewaysOf } from '../../istiod/gateways/gateways';
import { isSubsetOf } from '../../istiod/hosts/host-matching';
import type { MeshIndex } from '../../istiod/mesh-index';
import { MESH } from '../../istiod/virtual-services/gateway-name';
import { type VirtualService, virtualServicesOf } from '../../istiod/virtual-services/virtual-services';
import { objectsIn, textsIn } from '../../manifests/fields';
import type { MeshModel, Trace, TraceRequest } from '../../routing';
import { traceWay } from '../../routing/trace';
import type { Affected } from '../changes/affected';
import { type CallableHost, callableHosts } from './callable-hosts';
import { type GatewaySource, gatewaySources, proxyOf, schemesAt } from './gateway-sources';
import type { Question } from './question';
import { isLikeHost, type ServerNames, ServersByName, serverNamesOfPolicies } from './server-names';

/** A port of a gateway, by which requests may have changed. */
interface Port extends Place {
  /** Whether all requests through the gateway may have changed. */
  readonly isTouched: boolean;
  readonly servers: ServersByName;
}

type Place = Pick<Question, 'from' | 'port' | 'scheme'>;

/** The hosts that gateways tell apart, and of which of them requests may have changed. */
interface Hosts {
  readonly all: readonly CallableHost[];
  readonly touched: readonly CallableHost[];
}

/** The requests from outside that may have changed, through the gateways of either mesh. */
export function* gatewayQuestions(old: MeshModel, next: MeshModel, affected: Affected): Iterable<Question> {
  const all = hostsOfEither(old, next);
  const hosts = { all, touched: all.filter(({ written }) => affected.host(written)) };
  for (const port of portsOfEither(old, next, affected)) {
    switch (port.scheme) {
      case 'tcp':
        yield* (port.isTouched ? all : hosts.touched).slice(0, 1).map((host) => questionFor(port, host));
        break;
      case 'http':
        yield* (port.isTouched ? all : hosts.touched).map((host) => questionFor(port, host));
        break;
      case 'https':
        yield* tlsQuestions(port, hosts);
    }
  }
}

/** Requests by each group of TLS server names: those to the hosts of the same names, and those to other hosts. */
function* tlsQuestions(port: Port, { all, touched }: Hosts): Iterable<Question> {
  const { servers } = port;
  const isTouched = new Set(touched.map(({ written }) => written));
  for (const names of servers.groups(all)) {
    const mayBeOther =
      port.isTouched || (!readsHosts(names) && names.written.some((one) => isTouched.has(one)));
    const hosts = mayBeOther ? all : touched;
    const isOwn = (host: string) => servers.areAlike(host, names.sample);
    for (const host of hosts.filter(({ sample }) => isOwn(sample))) {
      yield { ...questionFor(port, host), takes: (name) => servers.areAlike(name, host.sample) };
    }
    const others = hosts.filter(({ sample }) => !isOwn(sample));
    const served = others.filter(({ sample }) => isServed(names, sample));
    const left = mayBeOther ? others.find(({ sample }) => !isServed(names, sample)) : undefined;
    for (const host of served) {
      yield fronted(questionFor(port, host), names, servers);
    }
    if (left) {
      const covers = (host: string) => !isOwn(host) && !isServed(names, host);
      const host = { ...left, written: '*', words: 'hosts of other servers', covers };
      yield fronted(questionFor(port, host), names, servers);
    }
  }
}

/** Requests whose TLS server name is not the host that they call. */
function fronted(question: Question, { sample: sni, words }: ServerNames, servers: ServersByName): Question {
  return {
    ...question,
    hosts: `${question.hosts} by the TLS server name of ${words}`,
    sni,
    takes: (name) => servers.areAlike(name, sni),
  };
}

/** Whether servers may have routes for a host. To all others, they answer the same. */
function isServed({ chains }: ServerNames, host: string): boolean {
  return chains.some(
    (chain) => chain?.is === 'HTTP' && chain.server.hosts.some(({ name }) => isSubsetOf(host, name)),
  );
}

/** Whether the hosts of requests decide on both sides. Servers without routes, and those of bytes, do not look at them. */
function readsHosts({ chains }: ServerNames): boolean {
  return chains.every((chain) => chain?.is === 'HTTP');
}

function hostsOfEither(old: MeshModel, next: MeshModel): CallableHost[] {
  const indexes = [old.index, next.index];
  const asked = indexes.flatMap((index) => index.view(serverNamesOfPolicies));
  return callableHosts([...indexes.flatMap(gatewayHosts), ...asked.filter(isLikeHost)]);
}

function* portsOfEither(old: MeshModel, next: MeshModel, affected: Affected): Iterable<Port> {
  for (const { from, namespace, name } of sourcesOfEither(old, next)) {
    const models = [old, next].filter(({ index }) => index.view(gatewaySources).has(from));
    const proxies = models.map((model) => proxyOf(model, from));
    const isTouched = models.length === 1 || affected.proxy(namespace, name);
    for (const port of new Set(proxies.flatMap(({ openPorts }) => openPorts))) {
      const servers = new ServersByName([old, next], from, port);
      for (const scheme of new Set(proxies.flatMap((proxy) => schemesAt(proxy, port)))) {
        yield { from, port, scheme, isTouched, servers };
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
    return traceWay(model, request);
  }
  const because = 'the manifests do not have this gateway';
  return { hops: [], outcomes: [{ is: 'refused', probability: 1, because }] };
}

function questionFor(
  { from, port, scheme }: Place,
  { written, sample, words, covers }: CallableHost,
): Question {
  return { from, sources: [from], scheme, port, written, host: sample, hosts: words, covers };
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
