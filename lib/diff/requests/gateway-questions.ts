import { gatewaysOf } from '../../istiod/gateways/gateways';
import { isSubsetOf } from '../../istiod/hosts/host-matching';
import type { MeshIndex } from '../../istiod/mesh-index';
import { MESH } from '../../istiod/virtual-services/gateway-name';
import { type VirtualService, virtualServicesOf } from '../../istiod/virtual-services/virtual-services';
import { objectsIn, textsIn } from '../../manifests/fields';
import { type MeshModel, type Trace, type TraceRequest, trace } from '../../routing';
import type { FilterChain } from '../../routing/listener/filter-chains';
import type { Affected } from '../changes/affected';
import { type CallableHost, callableHosts } from './callable-hosts';
import { type GatewaySource, gatewaySources, proxyOf, schemesAt } from './gateway-sources';
import type { Question } from './question';
import { type ServerNames, ServersByName } from './server-names';

/** Requests to one port of a gateway. */
interface Port {
  readonly questions: readonly Question[];
  readonly servers: ServersByName;
  /** Whether all requests through the gateway may have changed. */
  readonly isTouched: boolean;
}

/** The requests from outside that may have changed, through the gateways of either mesh. */
export function* gatewayQuestions(old: MeshModel, next: MeshModel, affected: Affected): Iterable<Question> {
  const hosts = hostsOfEither(old, next);
  for (const { questions, servers } of portsOfEither(old, next, hosts, affected)) {
    yield* questions.map((question) => ({
      ...question,
      takes: (name: string) => servers.areAlike(name, question.host),
    }));
  }
}

/**
 * Requests whose TLS server name is not the host that they call. For servers that end TLS, those to hosts that a server may have
 * routes for are asked for host by host. All other hosts are alike there: at most policies of the gateway tell them apart.
 */
export function* frontedQuestions(old: MeshModel, next: MeshModel, affected: Affected): Iterable<Question> {
  const hosts = hostsOfEither(old, next);
  for (const { questions, servers, isTouched } of portsOfEither(old, next, hosts, affected)) {
    const asked = questions.filter(({ scheme }) => scheme === 'https');
    const groups = asked.length > 0 ? servers.groups(hosts) : [];
    for (const group of groups.filter(readsRequests)) {
      yield* asked
        .filter(({ host }) => isServed(group, host) && !servers.areAlike(group.sample, host))
        .map((question) => fronted(question, group, servers));
      const [any] = asked.filter(({ written, host }) => written === '*' && !isServed(group, host));
      if (isTouched && any) {
        const others = {
          ...any,
          hosts: 'hosts of other servers',
          covers: (host: string) => !isServed(group, host),
        };
        yield fronted(others, group, servers);
      }
    }
  }
}

function fronted(question: Question, { sample: sni, words }: ServerNames, servers: ServersByName): Question {
  return {
    ...question,
    hosts: `${question.hosts} by the TLS server name of ${words}`,
    sni,
    takes: (name) => servers.areAlike(name, sni),
  };
}

function isServed({ chains }: ServerNames, host: string): boolean {
  return chains.some((chain) => mayServe(chain, host));
}

function readsRequests({ chains }: ServerNames): boolean {
  return chains.some((chain) => chain?.is === 'HTTP');
}

function mayServe(chain: FilterChain | undefined, host: string): boolean {
  return chain?.is === 'HTTP' && chain.server.hosts.some(({ name }) => isSubsetOf(host, name));
}

function hostsOfEither(old: MeshModel, next: MeshModel): CallableHost[] {
  return callableHosts([...gatewayHosts(old.index), ...gatewayHosts(next.index)]);
}

function* portsOfEither(
  old: MeshModel,
  next: MeshModel,
  hosts: readonly CallableHost[],
  affected: Affected,
): Iterable<Port> {
  for (const { from, namespace, name } of sourcesOfEither(old, next)) {
    const models = [old, next].filter(({ index }) => index.view(gatewaySources).has(from));
    const proxies = models.map((model) => proxyOf(model, from));
    const isTouched = models.length === 1 || affected.proxy(namespace, name);
    const touched = isTouched ? hosts : hosts.filter(({ written }) => affected.host(written));
    for (const port of new Set(proxies.flatMap(({ openPorts }) => openPorts))) {
      const servers = new ServersByName([old, next], from, port);
      for (const scheme of new Set(proxies.flatMap((proxy) => schemesAt(proxy, port)))) {
        const asked = scheme === 'tcp' ? touched.slice(0, 1) : touched;
        yield { servers, questions: questionsAt({ from, port, scheme }, asked), isTouched };
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

function questionsAt(
  { from, port, scheme }: Pick<Question, 'from' | 'port' | 'scheme'>,
  hosts: readonly CallableHost[],
): Question[] {
  return hosts.map(({ written, sample, words, covers }) => ({
    from,
    sources: [from],
    scheme,
    port,
    written,
    host: sample,
    hosts: words,
    covers,
  }));
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
