import type { MeshConfig } from '../istiod/mesh-config';
import { fieldsOf, numberOf } from '../manifests/fields';
import { refTo } from '../manifests/object-ref';
import { deliver } from './destination/deliver';
import { end, type Journey, startJourney, stop } from './journey';
import { chooseChain, type FilterChain, type Listener, understands } from './listener/filter-chains';
import type { GatewayProxy } from './listener/gateway';
import { admit } from './policies/admit';
import type { Call } from './request/read-request';
import type { Connection, HttpRequest } from './request/request';
import type { Branch, Trace } from './result';
import { chooseRoute, whyNoRoute } from './route/choose-route';
import { chooseVirtualHost, hostOf } from './route/choose-virtual-host';
import type { VirtualHost } from './route/gateway-virtual-hosts';
import { followRoute } from './treatment/follow-route';
import { toHttps } from './treatment/redirect';
import { unmodelledBy } from './unmodelled';

/** A documentation address: from outside, and of nobody in particular. */
const SOMEBODY = '203.0.113.1';
const STATUS_PORT = 15021;
/** How many ports are told of a gateway that does not have the one that is called. */
const MOST_PORTS = 10;
const REQUIRES_CERTIFICATE: readonly string[] = ['MUTUAL', 'ISTIO_MUTUAL'];

/** The way of a request from outside, through a gateway. (O) */
export function traceThroughGateway(
  gateway: GatewayProxy,
  call: Call,
  hostPorts: ReadonlyMap<number, number>,
): Trace {
  const journey = startJourney();
  const listenerPort = enter(gateway, call, hostPorts, journey);
  const port = hostPorts.get(call.port) ?? call.port;
  if (listenerPort === undefined) {
    return stop(journey, { is: 'refused', because: whyNoEntry(gateway, port, hostPorts) });
  }
  // 1. Listener
  const listener = gateway.listener(listenerPort);
  if (!listener?.isOpen) {
    return listenerPort === STATUS_PORT
      ? statusPort(call, journey)
      : refused(gateway, listener, port, journey);
  }
  // 2. TLS
  const chain = chooseChain(listener, call.isTls, call.sni);
  if (!chain) {
    const servers = gateway.serversNotMatching(listener);
    return stop(journey, { is: 'closed', because: whyNoChain(call) }, { servers });
  }
  journey.hops.push(gateway.serverHop(chain, listener));
  const mismatch = whyClosed(chain, call);
  if (mismatch !== undefined) {
    return stop(journey, { is: 'closed', because: mismatch });
  }
  if (gateway.extension) {
    return stop(journey, unmodelledBy(gateway.extension));
  }
  const connection = {
    port: listenerPort,
    sourceIp: call.clientIp ?? SOMEBODY,
    ...(call.sni === undefined ? {} : { sni: call.sni }),
  };
  switch (chain.is) {
    case 'AUTO_PASSTHROUGH': {
      const because = 'AUTO_PASSTHROUGH sends to the cluster that the name of the TLS handshake spells';
      return stop(journey, { is: 'unmodelled', object: chain.server.ref.gateway, because });
    }
    case 'bytes':
      return passBytes(gateway, chain, connection, call, journey);
    case 'HTTP':
      return call.isHttp
        ? routeHttp(gateway, chain, connection, call, journey)
        : stop(journey, { is: 'closed', because: 'the server speaks HTTP, and the client does not' });
  }
}

/** By which port of the pods it comes in; undefined where no Service leads there. */
function enter(
  { client: { workload }, entries }: GatewayProxy,
  { port: called }: Call,
  hostPorts: ReadonlyMap<number, number>,
  { hops }: Journey,
): number | undefined {
  const port = hostPorts.get(called) ?? called;
  const entry = entries.find(({ number }) => number === port);
  // Pods that no Service selects can only be called themselves.
  const listenerPort = entry?.targetPort ?? (entries.length === 0 ? port : undefined);
  hops.push({
    hop: 'entrance',
    by: 'gateway',
    workload: refTo(workload.manifest),
    ...(port === called ? {} : { hostPort: called }),
    port,
    ...(entry ? { service: refTo(entry.service) } : {}),
    ...(listenerPort === undefined ? {} : { listenerPort }),
  });
  return listenerPort;
}

function whyNoEntry({ entries }: GatewayProxy, port: number, hostPorts: ReadonlyMap<number, number>): string {
  const numbers = [...new Set(entries.map(({ number }) => number))].sort((a, b) => a - b);
  const mapped = [...hostPorts]
    .filter(([, to]) => numbers.includes(to))
    .slice(0, MOST_PORTS)
    .map(([from, to]) => `${from} leads to ${to}`);
  const onHost = mapped.length > 0 ? `; of this machine, port ${listed(mapped)}` : '';
  return `no Service of the gateway has port ${port}; there are ${listed(numbers.slice(0, MOST_PORTS))}${onHost}`;
}

function refused(
  gateway: GatewayProxy,
  listener: Listener | undefined,
  port: number,
  journey: Journey,
): Trace {
  const { openPorts } = gateway;
  const [lost] = listener?.lost ?? [];
  if (listener?.clash !== undefined) {
    const because = `Envoy refuses the listener on port ${port}: ${listener.clash}`;
    return stop(journey, { is: 'refused', because });
  }
  const others =
    openPorts.length > 0 ? `; there are servers on ${listed(openPorts.slice(0, MOST_PORTS))}` : '';
  const because = lost
    ? `no server is left on port ${port}: ${lost.because}`
    : `no Gateway for these pods has a server that listens on port ${port}${others}`;
  // Of a port without any server all of them would be told to listen elsewhere.
  return stop(
    journey,
    { is: 'refused', because },
    lost ? { servers: gateway.serversNotMatching(listener) } : {},
  );
}

function listed(words: readonly (number | string)[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** The proxy itself answers there, without any Gateway. (L2) */
function statusPort({ request: { path } }: Call, journey: Journey): Trace {
  if (path === '/healthz/ready') {
    end(journey, { is: 'responded', status: 200, by: 'status port' });
    return journey;
  }
  return stop(journey, {
    is: 'failed',
    status: 404,
    because: 'the status port answers to /healthz/ready only',
  });
}

function whyNoChain({ isTls, sni }: Call): string {
  if (!isTls) {
    return 'the servers on this port take TLS only';
  }
  return sni === undefined
    ? 'the client names no server in its TLS handshake, and all servers ask for a name'
    : `no server on this port has the name "${sni}"`;
}

/** 3. Client certificate, and whether both sides speak TLS at all. */
function whyClosed(chain: FilterChain, { isTls, hasCertificate }: Call): string | undefined {
  if (!understands(chain, isTls)) {
    return isTls
      ? 'the client speaks TLS, and the server plain HTTP'
      : 'the server takes TLS, and the client speaks none';
  }
  const opensTls = chain.is !== 'AUTO_PASSTHROUGH' && chain.opensTls;
  return opensTls && !hasCertificate && REQUIRES_CERTIFICATE.includes(chain.server.tlsMode)
    ? `the server asks for a client certificate (${chain.server.tlsMode}), and the client has none`
    : undefined;
}

function routeHttp(
  gateway: GatewayProxy,
  chain: FilterChain & { is: 'HTTP' },
  connection: Connection,
  call: Call,
  journey: Journey,
): Trace {
  const { client, plans, isGuarded } = gateway;
  const { request, clientIp } = atGateway(client.index.mesh, call);
  // 5. Policies of the gateway
  let passed = request;
  let claims: HttpRequest['claims'];
  if (isGuarded) {
    const admission = admit(client.index, client.workload, { ...connection, remoteIp: clientIp }, request);
    journey.hops.push(admission.hop);
    if (admission.refusal) {
      end(journey, admission.refusal);
      return journey;
    }
    passed = admission.request ?? request;
    claims = admission.claims;
  }
  // 6. Virtual host
  const { host, because } = virtualHostFor(chain, passed);
  if (!host) {
    return stop(journey, { is: 'failed', status: 404, flag: 'NR', because });
  }
  const { domain, virtualServices, redirectedBy } = host;
  journey.hops.push({ hop: 'virtual host', domain, virtualServices, passedOver: [] });
  if (redirectedBy && passed.headers.get('x-forwarded-proto') !== 'https') {
    const location = toHttps(passed);
    journey.hops.push({ hop: 'treatment', redirect: { status: 301, location } });
    end(journey, { is: 'redirected', status: 301, location, by: redirectedBy });
    return journey;
  }
  // 7. Route: only what somebody has verified counts as a claim. (E9)
  const seen = passed.claims === claims ? passed : { ...passed, claims };
  const { route, passedOver } = chooseRoute(host.routes, seen as HttpRequest);
  if (!route) {
    const why = whyNoRoute(domain, passedOver);
    return stop(journey, { is: 'failed', status: 404, flag: 'NR', because: why }, { routes: passedOver });
  }
  journey.hops.push({ hop: 'route', route: route.ref, because: route.because, passedOver });
  // 8 to 12
  followRoute(plans, route, passed, undefined, journey);
  return journey;
}

function virtualHostFor(
  chain: FilterChain & { is: 'HTTP' },
  { authority }: HttpRequest,
): { host?: VirtualHost; because: string } {
  const host = chooseVirtualHost(chain.table(), authority);
  const because = `no VirtualService for this server has the host "${hostOf(authority)}"`;
  return host ? { host, because } : { because };
}

/** What the gateway makes of headers that tell where a request came from. (F4, H7) */
function atGateway(
  { defaultConfig }: MeshConfig,
  { request, clientIp = SOMEBODY }: Call,
): { request: HttpRequest; clientIp: string } {
  const topology = fieldsOf(fieldsOf(defaultConfig).gatewayTopology);
  const trusted = numberOf(topology.numTrustedProxies) ?? 0;
  const headers = new Map(request.headers);
  const forwarded = headers.get('x-forwarded-for');
  const senders = forwarded?.split(',').map((one) => one.trim()) ?? [];
  const proto = trusted > 0 ? headers.get('x-forwarded-proto') : undefined;
  headers.set('x-forwarded-proto', proto ?? request.scheme);
  headers.set('x-forwarded-for', forwarded === undefined ? clientIp : `${forwarded},${clientIp}`);
  return {
    request: { ...request, headers },
    clientIp: trusted > 0 ? (senders.at(-trusted) ?? clientIp) : clientIp,
  };
}

/** Bytes go where the route says, whatever they are. (A10) */
function passBytes(
  { client, isGuarded }: GatewayProxy,
  { route, opensTls }: FilterChain & { is: 'bytes' },
  connection: Connection,
  call: Call,
  journey: Journey,
): Trace {
  const { sourceIp = SOMEBODY } = connection;
  if (isGuarded) {
    const admission = admit(client.index, client.workload, { ...connection, remoteIp: sourceIp });
    journey.hops.push(admission.hop);
    if (admission.refusal) {
      end(journey, admission.refusal);
      return journey;
    }
  }
  journey.hops.push({ hop: 'route', route: route.ref, because: 'it is the first that fits', passedOver: [] });
  if (route.targets.length === 0) {
    const because = 'the route has no destination of any weight, which Envoy refuses';
    return stop(journey, { is: 'unmodelled', object: route.virtualService.ref, because });
  }
  const payload = call.isTls === opensTls ? (call.isHttp ? { inside: call.request } : {}) : sniOf(call);
  const branches = route.targets.map(({ cluster, share }): Branch => {
    const hops = deliver(client, cluster, payload, share, journey);
    return { destination: cluster.ref, share, hops };
  });
  journey.hops.push({ hop: 'destinations', branches });
  return journey;
}

/** TLS that the gateway does not open. */
function sniOf({ sni }: Call): { sni?: string } {
  return sni === undefined ? {} : { sni };
}
