import type { DestinationRuleSpecTrafficPolicyConnectionPool } from '../../imports/networking.istio.io';
import type { Problem } from './problem';
import { duration } from './values';

/** Limits of DestinationRules and Sidecars. */
export function* validateConnectionPool(
  field: string,
  pool: DestinationRuleSpecTrafficPolicyConnectionPool,
): Iterable<Problem> {
  const { tcp, http } = pool;
  if (!tcp && !http) {
    yield { field, message: 'limits nothing; set tcp or http, or leave it out' };
  }
  for (const [name, value] of Object.entries({
    'tcp.maxConnections': tcp?.maxConnections,
    'http.http1MaxPendingRequests': http?.http1MaxPendingRequests,
    'http.http2MaxRequests': http?.http2MaxRequests,
    'http.maxRequestsPerConnection': http?.maxRequestsPerConnection,
    'http.maxRetries': http?.maxRetries,
    'http.maxConcurrentStreams': http?.maxConcurrentStreams,
  })) {
    if (value !== undefined && (!Number.isInteger(value) || value < 0 || value > 2 ** 31 - 1)) {
      yield { field: `${field}.${name}`, message: `${value} is no limit; use a whole number from 1` };
    }
    if (value === 0) {
      yield { field: `${field}.${name}`, message: '0 stands for no limit; leave it out, or use a number from 1' };
    }
  }
  yield* duration(`${field}.tcp.connectTimeout`, tcp?.connectTimeout);
  yield* duration(`${field}.tcp.maxConnectionDuration`, tcp?.maxConnectionDuration);
  yield* duration(`${field}.tcp.idleTimeout`, tcp?.idleTimeout);
  yield* duration(`${field}.tcp.tcpKeepalive.time`, tcp?.tcpKeepalive?.time);
  yield* duration(`${field}.tcp.tcpKeepalive.interval`, tcp?.tcpKeepalive?.interval);
  yield* duration(`${field}.http.idleTimeout`, http?.idleTimeout);
  if (http?.useClientProtocol && String(http.h2UpgradePolicy) === 'UPGRADE') {
    yield { field: `${field}.http.useClientProtocol`, message: 'contradicts h2UpgradePolicy UPGRADE; keep one of them' };
  }
}
