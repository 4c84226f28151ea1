import { gatewayProxyConfigOf } from '../istiod/gateways/gateway-proxy-config';
import { refTo } from '../manifests/object-ref';
import type { Client, GatewayCall } from './destination/client';
import type { Payload } from './destination/payload';
import { after, ended, stopped, unmodelledBy } from './endings';
import { whyNoEntrance, whyNoServer } from './listener/entrance';
import { type FilterChain, type HttpChain, type TcpChain, understands } from './listener/filter-chains';
import type { GatewayProxy } from './listener/gateway';
import { chooseChain, type Listener } from './listener/listener';
import { admit } from './policies';
import { atTheEdge } from './request/at-the-edge';
import { headersAtGateway } from './request/proxy-headers';
import type { Call } from './request/read-request';
import { type Connection, type HttpRequest, SOME_CLIENT, SOME_POD } from './request/request';
import type { EntranceHop, Hop, Trace } from './result';
import { chooseRoute, whyNoRoute } from './route/choose-route';
import { chooseVirtualHost, hostOf } from './route/choose-virtual-host';
import { followRoute } from './treatment/follow-route';
import { followTcpRoute } from './treatment/follow-tcp-route';
import { toHttps } from './treatment/redirect';

/** The port on which the proxy reports that it is ready. (L2) */
const STATUS_PORT = 15021;
const REQUIRES_CERTIFICATE: readonly string[] = ['MUTUAL', 'ISTIO_MUTUAL'];

/** The way of a request from outside, through a gateway. (O) */
export function traceThroughGateway(gateway: GatewayProxy, call: Call): Trace {
  const entrance = gateway.entrance(call.port);
  const { port, listenerPort } = entrance;
  if (listenerPort === undefined) {
    const because = whyNoEntrance(gateway.entries, port, gateway.hostPorts);
    return after([entrance], stopped({ is: 'refused', because }));
  }
  const listener = gateway.listener(listenerPort);
  if (!listener?.isOpen) {
    const isStatusPort = listenerPort === STATUS_PORT;
    return after([entrance], isStatusPort ? atStatusPort(call) : refused(gateway, listener, port));
  }
  const { sni, clientIp: sourceIp = SOME_CLIENT } = call;
  return after([entrance], throughListener(gateway, listener, { port: listenerPort, sourceIp, sni }, call));
}

/** The way of what comes from a proxy of the mesh, from the gateway on. (W17) */
export function traceFromMesh(gateway: GatewayProxy, incoming: GatewayCall): Trace {
  const { call, listenerPort, peer } = incoming;
  const { sni, clientIp: sourceIp } = call;
  const workload = refTo(gateway.client.workload.manifest);
  const entrance: EntranceHop = { hop: 'entrance', by: 'gateway', workload, port: call.port, listenerPort };
  const listener = gateway.listener(listenerPort);
  if (!listener?.isOpen) {
    return after([entrance], refused(gateway, listener, listenerPort));
  }
  const connection = {
    port: listenerPort,
    sni,
    ...(sourceIp === undefined ? {} : { sourceIp }),
    ...(peer ? { peer } : {}),
  };
  const inside = incoming.hasTlsInside ? { ...call, hasTlsInside: true } : call;
  return after(
    [entrance],
    throughListener(gateway, listener, connection, { ...inside, clientIp: sourceIp ?? SOME_POD }),
  );
}

/** A call, and whether there is TLS of an application inside the TLS of its proxy. */
type IncomingCall = Call & { readonly hasTlsInside?: boolean };

function throughListener(
  gateway: GatewayProxy,
  listener: Listener,
  connection: Connection,
  call: IncomingCall,
): Trace {
  const chain = chooseChain(listener, call.isTls, call.sni);
  if (!chain) {
    const servers = gateway.serversPassedOver(listener);
    return stopped({ is: 'closed', because: whyNoChain(call) }, { servers });
  }
  return after([gateway.serverHop(chain, listener)], throughChain(gateway, chain, connection, call));
}

function refused(gateway: GatewayProxy, listener: Listener | undefined, port: number): Trace {
  if (listener?.conflict !== undefined) {
    const because = `Envoy rejects the listener on port ${port}: ${listener.conflict}`;
    return stopped({ is: 'refused', because });
  }
  const [dropped] = listener?.withoutChain ?? [];
  if (listener && dropped) {
    const because = `no server is left on port ${port}: ${dropped.because}`;
    return stopped({ is: 'refused', because }, { servers: gateway.serversPassedOver(listener) });
  }
  return stopped({ is: 'refused', because: whyNoServer(gateway.openPorts, port) });
}

/** The proxy itself answers on its status port, without any Gateway. (L2) */
function atStatusPort({ request: { path } }: Call): Trace {
  return path === '/healthz/ready'
    ? ended({ is: 'responded', status: 200, by: 'status port' })
    : stopped({ is: 'failed', status: 404, because: 'the status port answers only to /healthz/ready' });
}

function whyNoChain({ isTls, sni }: Call): string {
  if (!isTls) {
    return 'the servers on this port accept only TLS';
  }
  return sni === undefined
    ? 'the client sends no SNI, and every server on this port requires one'
    : `no server on this port has the name "${sni}"`;
}

function throughChain(
  gateway: GatewayProxy,
  chain: FilterChain,
  connection: Connection,
  call: IncomingCall,
): Trace {
  const mismatch = whyClosed(chain, call);
  if (mismatch !== undefined) {
    return stopped({ is: 'closed', because: mismatch });
  }
  if (gateway.extension) {
    return stopped(unmodelledBy(gateway.extension));
  }
  switch (chain.is) {
    case 'AUTO_PASSTHROUGH': {
      const because = 'AUTO_PASSTHROUGH sends to the cluster that the SNI names';
      return stopped({ is: 'unmodelled', object: chain.server.ref.gateway, because });
    }
    case 'TCP':
      return forwardBytes(gateway, chain, connection, call);
    case 'HTTP':
      return call.isHttp ? routeRequest(gateway, chain, connection, call) : notHttp(call);
  }
}

/** A server that reads HTTP answers 400 to other bytes. (W16) */
function notHttp({ isTls, hasTlsInside }: IncomingCall): Trace {
  const because = 'the server speaks HTTP, and the client does not';
  const isReadable = !isTls && !hasTlsInside;
  return stopped({ is: 'closed', ...(isReadable ? { status: 400 } : {}), because });
}

/** Why a connection that has a chain is closed: one side does not use TLS, or the client has no certificate. */
function whyClosed(chain: FilterChain, { isTls, hasCertificate }: Call): string | undefined {
  if (!understands(chain, isTls)) {
    return isTls
      ? 'the client sends TLS, and the server expects plain HTTP'
      : 'the server expects TLS, and the client sends plaintext';
  }
  const { tlsMode } = chain.server;
  const terminatesTls = chain.is !== 'AUTO_PASSTHROUGH' && chain.terminatesTls;
  return terminatesTls && !hasCertificate && REQUIRES_CERTIFICATE.includes(tlsMode)
    ? `the server requires a client certificate (${tlsMode}), and the client has none`
    : undefined;
}

function routeRequest(gateway: GatewayProxy, chain: HttpChain, connection: Connection, call: Call): Trace {
  if (call.bad) {
    return stopped({ is: 'failed', status: 400, because: call.bad.because });
  }
  const { index, workload } = gateway.client;
  if (!index.view(gatewayProxyConfigOf)(workload).isHardened) {
    return routeAdmitted(gateway, chain, connection, call);
  }
  const read = atTheEdge(call.request);
  switch (read.is) {
    case 'refused':
      return stopped({ is: 'failed', status: 400, because: read.because });
    case 'redirected': {
      const { location } = read;
      const redirect: Hop = { hop: 'treatment', redirect: { status: 307, location } };
      return after([redirect], ended({ is: 'redirected', status: 307, location, by: chain.server.ref }));
    }
    case 'routed':
      return routeAdmitted(gateway, chain, connection, { ...call, request: read.request });
  }
}

function routeAdmitted(gateway: GatewayProxy, chain: HttpChain, connection: Connection, call: Call): Trace {
  const { client, isGuarded } = gateway;
  const { request, clientIp } = atGateway(client, call);
  if (!isGuarded) {
    return throughVirtualHost(gateway, chain, request, undefined);
  }
  const peer = { ...connection, remoteIp: clientIp };
  const admission = admit(client.index, client.workload, peer, request);
  return after(
    [admission.hop],
    admission.refusal
      ? ended(admission.refusal)
      : throughVirtualHost(gateway, chain, admission.request ?? request, admission.claims),
  );
}

/** The request as the gateway's filters see it, with the address of the client. (F4, H7, W15) */
function atGateway(
  { index, workload }: Client,
  { request, clientIp: sender = SOME_CLIENT }: Call,
): { request: HttpRequest; clientIp: string } {
  const { trustedProxies } = index.view(gatewayProxyConfigOf)(workload);
  const forwardedFor = request.headers.get('x-forwarded-for');
  const isTrusted = trustedProxies > 0;
  const trustedIp = isTrusted ? forwardedFor?.split(',').at(-trustedProxies)?.trim() : undefined;
  const clientIp = trustedIp ?? sender;
  const headers = headersAtGateway(request.headers, clientIp);
  const forwardedProto = isTrusted ? headers.get('x-forwarded-proto') : undefined;
  headers.set('x-forwarded-proto', forwardedProto ?? request.scheme);
  headers.set('x-forwarded-for', forwardedFor === undefined ? sender : `${forwardedFor},${sender}`);
  return { request: { ...request, headers }, clientIp };
}

/** @param claims the claims that the request has proved. Routes match no others. (E9) */
function throughVirtualHost(
  { plans }: GatewayProxy,
  chain: HttpChain,
  request: HttpRequest,
  claims: HttpRequest['claims'],
): Trace {
  const refused = chain.whyRefused();
  if (refused !== undefined) {
    return stopped({ is: 'failed', status: 404, flag: 'NR', because: refused });
  }
  const virtualHost = chooseVirtualHost(chain.table(), request.authority);
  if (!virtualHost) {
    const because = `no VirtualService for this server has the host "${hostOf(request.authority)}"`;
    return stopped({ is: 'failed', status: 404, flag: 'NR', because });
  }
  const { domain, hop, redirectedBy } = virtualHost;
  if (redirectedBy && request.headers.get('x-forwarded-proto') !== 'https') {
    const location = toHttps(request);
    const redirect: Hop = { hop: 'treatment', redirect: { status: 301, location } };
    return after([hop, redirect], ended({ is: 'redirected', status: 301, location, by: redirectedBy }));
  }
  const { route, passedOver } = chooseRoute(virtualHost.routes, withClaims(request, claims));
  if (!route) {
    const because = whyNoRoute(domain, passedOver);
    return after([hop], stopped({ is: 'failed', status: 404, flag: 'NR', because }, { routes: passedOver }));
  }
  const taken: Hop = { hop: 'route', route: route.ref, because: route.because, passedOver };
  return after([hop, taken], followRoute(plans, { route, request }));
}

function withClaims(request: HttpRequest, claims: HttpRequest['claims']): HttpRequest {
  if (request.claims === claims) {
    return request;
  }
  const { claims: _, ...others } = request;
  return claims ? { ...others, claims } : others;
}

/** Bytes go where the route says, whatever they are. (A10) */
function forwardBytes(
  { client, isGuarded }: GatewayProxy,
  chain: TcpChain,
  connection: Connection,
  call: IncomingCall,
): Trace {
  const payload = bytesOf(call, chain);
  if (!isGuarded) {
    return followTcpRoute(client, chain.route, payload);
  }
  const { sourceIp = SOME_CLIENT } = connection;
  const { hop, refusal } = admit(client.index, client.workload, { ...connection, remoteIp: sourceIp });
  return after([hop], refusal ? ended(refusal) : followTcpRoute(client, chain.route, payload));
}

/** What the chain forwards: the request in plaintext, or TLS that it does not terminate. */
function bytesOf(
  { isTls, isHttp, request, bad, sni, hasTlsInside }: IncomingCall,
  { terminatesTls }: TcpChain,
): Payload {
  if (isTls === terminatesTls && !hasTlsInside) {
    return isHttp ? { inside: request, ...(bad ? { bad } : {}) } : {};
  }
  return { isTls: true, ...(sni === undefined || terminatesTls ? {} : { sni }) };
}
