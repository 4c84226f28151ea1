import type { Finding } from '../../../catalogue/finding';
import type { MessageType } from '../../../catalogue/message-type';
import { firstFew, fullName, listed } from '../../../catalogue/words';
import { destinationRulesOf } from '../../../istiod/destination-rules/destination-rules';
import type { DestinationRule } from '../../../istiod/destination-rules/merge-rules';
import { portPolicy } from '../../../istiod/destination-rules/port-policy';
import { TLS_MODE } from '../../../istiod/endpoints/tls-mode';
import { type GatewayServer, sniHosts } from '../../../istiod/gateways/gateway-servers';
import { isGateway, mergedServers } from '../../../istiod/gateways/gateway-workloads';
import { isSubsetOf } from '../../../istiod/hosts/host-matching';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { calledPort, type MeshService } from '../../../istiod/registry/mesh-service';
import { serviceRegistryOf } from '../../../istiod/registry/service-registry';
import { type Destination, destinationsOf } from '../../../istiod/virtual-services/route-destinations';
import { podPort } from '../../../istiod/workloads/pod-ports';
import { workloadsOf } from '../../../istiod/workloads/workloads';
import { type Fields, textOrEmpty } from '../../../manifests/fields';
import { callersOf } from '../../common/callers';
import type { Rule } from '../../rule';

export const IST9236 = {
  code: 'IST9236',
  name: 'MutualTlsOfOneSide',
  level: 'Warning',
  summary:
    'A route leads sidecars to a gateway, such as an egress gateway, and only one of the two speaks mutual TLS of the mesh, or the server name is none of the gateway.',
  texts: {
    plaintext: (host: string, gateway: string, port: number) =>
      `"${host}" gets plaintext from sidecars, but Gateway "${gateway}" reads only mutual TLS on port ${port}, so requests fail with 503; set tls mode ISTIO_MUTUAL, and sni to a host of that server, in the DestinationRule for this destination`,
    mutual: (host: string, rule: string, gateway: string, port: number) =>
      `"${host}" gets mutual TLS from sidecars, by DestinationRule "${rule}", but Gateway "${gateway}" reads plaintext on port ${port}, so requests fail with 503; set protocol HTTPS and tls mode ISTIO_MUTUAL for that server, or remove tls from the DestinationRule`,
    sni: (sni: string, rule: string, gateway: string, hosts: readonly string[]) =>
      `DestinationRule "${rule}" ${sni === '' ? 'sets no sni' : `sets sni "${sni}"`} for this destination, and Gateway "${gateway}" takes only connections to ${listed(hosts)} there, so requests fail with 503; set sni to one of these hosts`,
  },
} as const satisfies MessageType;

/** What a sidecar sends to a gateway is up to a DestinationRule, because gateways do not ask for mutual TLS by themselves. (W17) */
export const gatewayMutualTls: Rule = {
  name: 'gateway-mutual-tls',
  reports: [IST9236],
  *check(index) {
    const toGateway = index.view(gatewayEntries);
    for (const destination of index.view(destinationsOf)) {
      const entry = destination.takesRequests ? toGateway(destination) : undefined;
      const text = entry && problemAt(index, destination, entry);
      if (text) {
        const { virtualService: object, field } = destination;
        yield { type: IST9236, object, field, text } satisfies Finding;
      }
    }
  },
};

/** The servers of a gateway that read what comes for a port of its Service. */
interface Entry {
  readonly service: MeshService;
  readonly port: number;
  readonly servers: readonly [GatewayServer, ...GatewayServer[]];
  readonly isMutual: boolean;
}

/** The entry that a destination leads to; undefined for other destinations, and for servers of several kinds on one port. */
function gatewayEntries(index: MeshIndex): (destination: Destination) => Entry | undefined {
  const registry = index.view(serviceRegistryOf);
  const workloads = index.view(workloadsOf);
  const serversAt = index.view(mergedServers);
  return ({ fullHost, port: written }) => {
    const [service, ...others] = registry.named(fullHost);
    const port = service?.selector && others.length === 0 ? calledPort(service, written) : undefined;
    if (!service?.selector || !port) {
      return undefined;
    }
    const pods = workloads.selectedBy(service.selector, service.namespace);
    const [pod] = pods;
    if (!pod || !pods.every((one) => isGateway(one) && one.labels[TLS_MODE] === undefined)) {
      return undefined;
    }
    const merged = serversAt(pod).get(podPort(port.targetPort, pod) ?? 0);
    const [first, ...rest] = merged?.groups.flatMap(({ servers }) => servers) ?? [];
    const isMutual = first?.tlsMode === 'ISTIO_MUTUAL' && first.kind !== 'HTTP';
    const areAlike = [...(first ? [first] : []), ...rest].every((server) =>
      isMutual
        ? server.tlsMode === 'ISTIO_MUTUAL' && server.kind !== 'HTTP'
        : server.kind === 'HTTP' || server.kind === 'TCP',
    );
    return first && areAlike
      ? { service, port: port.number, servers: [first, ...rest], isMutual }
      : undefined;
  };
}

/** Why the gateway does not understand some sidecars; undefined where it does. */
function problemAt(index: MeshIndex, destination: Destination, entry: Entry): string | undefined {
  const callers = callersOf(index, destination);
  const calling = callers.flatMap((one) => firstFew(one.namespaces()));
  // Clients that are not shown are taken to be beside the VirtualService.
  const beside = callers.length > 0 ? [destination.virtualService.namespace] : [];
  const namespaces = calling.length > 0 ? calling : beside;
  const rules = index.view(destinationRulesOf);
  for (const namespace of new Set(namespaces)) {
    const followed = rules.followedIn(namespace, entry.service);
    const problems = followed.map((rule) => problemUnder(rule, destination, entry));
    const found =
      followed.length > 0 ? problems.find((one) => one !== undefined) : withoutRule(destination, entry);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

function withoutRule({ host, subset }: Destination, { servers, port, isMutual }: Entry): string | undefined {
  return isMutual && subset === ''
    ? IST9236.texts.plaintext(host, fullName(servers[0].ref.gateway), port)
    : undefined;
}

function problemUnder(rule: DestinationRule, destination: Destination, entry: Entry): string | undefined {
  const subset = rule.subsets.get(destination.subset);
  if (destination.subset !== '' && !subset) {
    return undefined;
  }
  const { tls } = portPolicy(rule, entry.port, subset);
  const mode = textOrEmpty(tls?.mode) || 'DISABLE';
  const gateway = fullName(entry.servers[0].ref.gateway);
  const name = rule.from.map(fullName)[0] ?? '';
  if (mode === 'DISABLE') {
    return entry.isMutual ? IST9236.texts.plaintext(destination.host, gateway, entry.port) : undefined;
  }
  if (mode !== 'ISTIO_MUTUAL') {
    return undefined;
  }
  return entry.isMutual
    ? unservedName(tls, name, entry)
    : IST9236.texts.mutual(destination.host, name, gateway, entry.port);
}

/** Without an sni, a sidecar asks for a name that istiod makes, which only a server for every host takes. (G11) */
function unservedName(tls: Fields | undefined, rule: string, { servers }: Entry): string | undefined {
  const sni = textOrEmpty(tls?.sni);
  const names = servers.map((server) => sniHosts(server));
  if (
    names.some((hosts) => hosts === undefined || hosts.some((host) => isSubsetOf(sni, host) && sni !== ''))
  ) {
    return undefined;
  }
  const hosts = firstFew(new Set(names.flatMap((list) => list ?? [])));
  return IST9236.texts.sni(sni, rule, fullName(servers[0].ref.gateway), hosts);
}
