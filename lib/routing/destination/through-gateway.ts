import type { Workload } from '../../istiod/workloads/workloads';
import type { Call } from '../request/read-request';
import type { Outcome, Trace } from '../result';
import { hostOf } from '../route/choose-virtual-host';
import type { Arrival } from './arrive';
import type { Client } from './client';
import type { Payload } from './payload';

/** The rest of the way of what comes from a proxy of the mesh to a gateway, as the client sees it. (W17) */
export function throughGateway(client: Client, gateway: Workload, arrival: Arrival, payload: Payload): Trace {
  const { sending, hop } = arrival;
  const { transport } = sending;
  const onward = client.throughGateway(gateway, {
    call: callOf(arrival, payload),
    listenerPort: hop.endpoint.port,
    peer: transport === 'mutual TLS of the mesh' ? client.identity : undefined,
    hasTlsInside: transport !== 'plaintext' && payload.isTls === true,
  });
  const isRouted = onward.hops.some((one) => one.hop === 'virtual host' || one.hop === 'route');
  const flag = transport === 'plaintext' || isRouted ? 'UC' : 'UF';
  return {
    hops: onward.hops,
    outcomes: onward.outcomes.map((outcome) => asSeen(outcome, sending.isReadAsHttp, flag)),
  };
}

function callOf({ sending, hop: { endpoint } }: Arrival, payload: Payload): Call {
  const { request = payload.inside, bad, isTls = false, sourceIp } = payload;
  const { transport } = sending;
  const isEncrypted = transport !== 'plaintext';
  const scheme = isEncrypted ? 'https' : 'http';
  const host = request ? hostOf(request.authority) : '';
  return {
    isHttp: request !== undefined,
    isTls: isEncrypted || isTls,
    host,
    port: endpoint.port,
    sni: isEncrypted ? (sending.sni ?? (sending.isReadAsHttp ? host : undefined)) : payload.sni,
    clientIp: sourceIp,
    hasCertificate: transport === 'mutual TLS' || transport === 'mutual TLS of the mesh',
    request: request ? { ...request, scheme } : NO_REQUEST,
    bad,
  };
}

/** Bytes have no request, and nothing asks for one. */
const NO_REQUEST: Call['request'] = {
  method: 'GET',
  scheme: 'http',
  authority: '',
  path: '/',
  query: undefined,
  headers: new Map(),
};

/** The client's own proxy answers for a gateway that closes a connection, if it reads requests. */
function asSeen(outcome: Outcome, isReadAsHttp: boolean, flag: 'UC' | 'UF'): Outcome {
  if (outcome.is === 'denied' && outcome.status === undefined) {
    return isReadAsHttp ? { ...outcome, status: 503 } : outcome;
  }
  if (outcome.is !== 'refused' && outcome.is !== 'closed') {
    return outcome;
  }
  const { is, because, probability, destination, status } = outcome;
  const to = destination ? { destination } : {};
  const answered = status === undefined ? {} : { status };
  return isReadAsHttp
    ? { probability, is: 'failed', status: 503, flag: is === 'refused' ? 'UF' : flag, because, ...to }
    : { probability, is: 'closed', ...answered, because, ...to };
}
