import type { GatewayServer } from '../../istiod/gateways/gateway-servers';
import { isGateway } from '../../istiod/gateways/gateway-workloads';
import { gatewaysOf } from '../../istiod/gateways/gateways';
import { kubernetesGateways } from '../../istiod/kubernetes-gateway-api';
import { type Workload, workloadsOf } from '../../istiod/workloads/workloads';
import { groupedBy } from '../../manifests/collections';
import { fieldText } from '../../manifests/field-path';
import { fieldsOf, objectsIn, textsIn } from '../../manifests/fields';
import { KUBERNETES_ROUTES } from '../../manifests/kinds';
import { refTo } from '../../manifests/object-ref';
import type { ServerRef } from '../../routing';
import type { FilterChain, HttpChain, TcpChain } from '../../routing/listener/filter-chains';
import type { GatewayProxy } from '../../routing/listener/gateway';
import type { Listener } from '../../routing/listener/listener';
import type { TcpRoute } from '../../routing/route/gateway-tcp-routes';
import type { GatewayVirtualHost } from '../../routing/route/gateway-virtual-hosts';
import type { Destinations } from './destinations';
import { addForwarding, addTcpForwarding } from './forwarding';
import { groupedRefTo } from './grouped-ref';
import { addObject, type OpenNode } from './map-builder';
import type { MapContext } from './map-context';
import type { Encryption } from './map-types';
import { hostPortText, serverName } from './names';
import { gatewayPortId, hostId, nameText, redirectId, routeId, serverId } from './node-ids';
import { effectOf, markWorkload } from './workload-marks';

/** The ways that begin at gateways: their ports, servers, hosts and routes. */
export class GatewayPart {
  /** The ids of hosts that have the same routes, whichever servers lead to them. */
  private readonly hosts = new Map<string, string>();

  constructor(
    private readonly context: MapContext,
    private readonly destinations: Destinations,
  ) {}

  add(): void {
    const { index, model } = this.context;
    for (const gateway of index.view(gatewaysOf)) {
      for (const server of gateway.servers) {
        this.server(server);
      }
    }
    for (const workload of index.view(workloadsOf).all.filter(isGateway)) {
      const source = model.sources.named(`gateway:${workload.namespace}/${workload.name}`);
      if (source.is === 'gateway') {
        this.gateway(workload, source.gateway);
      }
    }
    this.kubernetesGateways();
  }

  private server({ ref, kind, field, tlsMode, redirectsToHttps }: GatewayServer): void {
    const { gateway, hosts } = ref;
    this.context.builder.node(serverId(ref), () => ({
      kind: 'server',
      column: 'server',
      namespace: gateway.namespace,
      label: `${gateway.name} ${serverName(ref)}`,
      details: [
        `Gateway ${nameText(gateway)} servers[${ref.index}]`,
        `hosts ${hosts.join(', ')}`,
        ...(kind === 'HTTP' || kind === 'TCP' ? [] : [`TLS ${tlsMode}`]),
        ...(redirectsToHttps ? ['redirects to HTTPS'] : []),
      ],
      facts: { server: ref },
      objects: [{ ...gateway, field: fieldText(field) }],
    }));
  }

  private gateway(workload: Workload, proxy: GatewayProxy): void {
    const reached =
      proxy.entries.length > 0
        ? proxy.entries
        : proxy.openPorts.map((port) => ({ number: port, targetPort: port }));
    for (const [listenerPort, entries] of groupedBy(reached, ({ targetPort }) => targetPort)) {
      const listener = proxy.listener(listenerPort);
      if (listener) {
        const numbers = [...new Set(entries.map(({ number }) => number))];
        this.port(workload, proxy, listener, { listenerPort, numbers });
      }
    }
  }

  private port(
    workload: Workload,
    proxy: GatewayProxy,
    listener: Listener,
    { listenerPort, numbers }: { readonly listenerPort: number; readonly numbers: readonly number[] },
  ): void {
    const { builder, index } = this.context;
    const id = gatewayPortId(workload, listenerPort);
    const { manifest, name, namespace } = workload;
    const ofMachine = [...proxy.hostPorts.keys()].filter(
      (port) => proxy.entrance(port).listenerPort === listenerPort,
    );
    const node = builder.node(id, () => ({
      kind: 'gateway port',
      column: 'entrance',
      namespace,
      label: `${name}:${numbers.join(', ')}`,
      details: [
        ...ofMachine.map(hostPortText),
        ...(numbers.includes(listenerPort) ? [] : [`listens on port ${listenerPort}`]),
      ],
      facts: { hostPorts: ofMachine },
      objects: [refTo(manifest), ...proxy.entries.map(({ service }) => refTo(service))],
    }));
    markWorkload(index, node, workload);
    if (proxy.extension) {
      node.marks.unmodelled ??= effectOf(proxy.extension);
    }
    if (!listener.isOpen) {
      node.marks.broken =
        listener.conflict === undefined
          ? `no server is left on this port: ${listener.withoutChain[0]?.because ?? 'it has no routes'}`
          : `Envoy rejects the listener: ${listener.conflict}`;
    }
    for (const { server, because } of listener.withoutChain) {
      const dropped = builder.nodes.get(serverId(server));
      if (dropped) {
        dropped.marks.broken ??= because;
      }
    }
    for (const chain of new Set([...listener.forAny, ...listener.bySni.values()])) {
      this.chain(id, proxy, chain);
    }
  }

  private chain(entrance: string, proxy: GatewayProxy, chain: FilterChain): void {
    const { builder } = this.context;
    const encryption = encryptionFor(chain);
    for (const server of [chain.server.ref, ...chain.shares]) {
      builder.edge(entrance, serverId(server), { encryption });
      const node = builder.nodes.get(serverId(server));
      if (node) {
        node.marks.encryption = encryption;
      }
    }
    switch (chain.is) {
      case 'HTTP':
        this.routeTable(proxy, chain);
        break;
      case 'TCP':
        this.tcpRoute(proxy, chain);
        break;
      case 'AUTO_PASSTHROUGH': {
        const node = builder.nodes.get(serverId(chain.server.ref));
        if (node) {
          node.marks.unmodelled = 'AUTO_PASSTHROUGH sends to the cluster that the SNI names';
        }
      }
    }
  }

  private routeTable(proxy: GatewayProxy, chain: HttpChain): void {
    const refused = chain.whyRefused();
    const node = this.context.builder.nodes.get(serverId(chain.server.ref));
    if (refused !== undefined && node) {
      node.marks.broken ??= refused;
    }
    for (const virtualHost of chain.table().values()) {
      if (virtualHost.exists) {
        this.virtualHost(proxy, virtualHost);
      }
    }
  }

  private virtualHost(proxy: GatewayProxy, virtualHost: GatewayVirtualHost): void {
    const { domain, routes, redirectedBy, servers, hop } = virtualHost;
    const ids = [...new Set(routes.map(({ ref }) => routeId(ref)))];
    const what = redirectedBy ? redirectId(redirectedBy) : ids.join(' ');
    const host = this.host(domain, what, servers);
    const { id } = host;
    const { builder } = this.context;
    for (const virtualService of hop.virtualServices) {
      addObject(host, { ...virtualService, field: 'spec.hosts' });
    }
    if (redirectedBy) {
      this.redirect(redirectedBy);
      builder.edge(id, redirectId(redirectedBy));
      return;
    }
    for (const route of routes) {
      builder.edge(id, routeId(route.ref));
      addForwarding(this.destinations, builder, proxy, route);
    }
  }

  /** One node for a host, as long as all servers lead to the same routes. */
  private host(domain: string, what: string, servers: readonly ServerRef[]): OpenNode {
    const { builder } = this.context;
    const key = `${domain} ${what}`;
    const [first] = servers;
    const id = this.hosts.get(key) ?? hostId(first ? serverId(first) : '', domain);
    this.hosts.set(key, id);
    const node = builder.node(id, () => ({
      kind: 'host',
      column: 'host',
      namespace: first?.gateway.namespace ?? '',
      label: domain,
    }));
    for (const server of servers) {
      builder.edge(serverId(server), id);
    }
    return node;
  }

  private redirect(server: ServerRef): void {
    this.context.builder.node(redirectId(server), () => ({
      kind: 'redirect to HTTPS',
      column: 'route',
      namespace: server.gateway.namespace,
      label: 'redirects to HTTPS',
      details: ['301, unless the request came by HTTPS'],
      objects: [{ ...server.gateway, field: `spec.servers[${server.index}].tls.httpsRedirect` }],
    }));
  }

  private tcpRoute({ client }: GatewayProxy, chain: TcpChain): void {
    const { builder } = this.context;
    const from = serverId(chain.server.ref);
    const to = routeId(chain.route.ref);
    const names = sniHostsOf(chain.route);
    for (const name of names) {
      builder.edge(this.host(name, to, [chain.server.ref]).id, to);
    }
    if (names.length === 0) {
      builder.edge(from, to);
    }
    const carried = chain.terminatesTls || chain.serves === 'TCP' ? 'bytes' : 'TLS';
    addTcpForwarding(this.destinations, client, chain.route, carried);
  }

  private kubernetesGateways(): void {
    const { builder, index } = this.context;
    const unmodelled = 'the Kubernetes Gateway API is not modelled';
    for (const { manifest, listeners } of index.view(kubernetesGateways)) {
      const node = builder.node(`kubernetes-gateway:${nameText(manifest)}`, () => ({
        kind: 'kubernetes gateway',
        column: 'server',
        namespace: manifest.namespace,
        label: manifest.name,
        details: listeners.map(({ port, hostname = '*' }) => `port ${port} for ${hostname}`),
        objects: [groupedRefTo(manifest)],
      }));
      node.marks.unmodelled = unmodelled;
    }
    for (const manifest of KUBERNETES_ROUTES.flatMap((kind) => index.all(kind))) {
      const id = `kubernetes-route:${manifest.kind}/${nameText(manifest)}`;
      const { hostnames, parentRefs } = fieldsOf(manifest.spec);
      const node = builder.node(id, () => ({
        kind: 'kubernetes route',
        column: 'route',
        namespace: manifest.namespace,
        label: `${manifest.kind} ${manifest.name}`,
        details: [`hosts ${textsIn(hostnames).join(', ') || '*'}`],
        objects: [groupedRefTo(manifest)],
      }));
      node.marks.unmodelled = unmodelled;
      for (const { name, namespace = manifest.namespace } of objectsIn(parentRefs)) {
        const parent = `kubernetes-gateway:${namespace}/${name}`;
        if (builder.has(parent)) {
          builder.edge(parent, id);
        }
      }
    }
  }
}

/** The names by which TLS clients take a route. */
function sniHostsOf({ ref, virtualService }: TcpRoute): readonly string[] {
  const [match] =
    ref.protocol === 'tls' ? objectsIn(virtualService.tls[ref.index]?.match).slice(ref.match) : [];
  return textsIn(match?.sniHosts);
}

/** What clients of a gateway encrypt. */
function encryptionFor({ server }: FilterChain): Encryption {
  switch (server.kind) {
    case 'HTTP':
    case 'TCP':
      return 'plaintext';
    case 'HTTPS':
    case 'TLS':
      return ['MUTUAL', 'ISTIO_MUTUAL'].includes(server.tlsMode) ? 'mutual TLS' : 'TLS';
    default:
      return 'TLS';
  }
}
