import type { DestinationRuleSpecTrafficPolicyConnectionPool } from '../../../imports/networking.istio.io';
import { NO_EFFECT, type Problem } from '../problem';
import { duration, parseDuration } from '../values/values';

/** Limits for which one might write 0 to mean "none at all", which Istio takes for the default. */
const NEVER_ZERO = [
  'tcp.maxConnections',
  'http.http1MaxPendingRequests',
  'http.http2MaxRequests',
  'http.maxRetries',
];

/** Limits of DestinationRules and Sidecars. */
export function* validateConnectionPool(
  field: string,
  pool: DestinationRuleSpecTrafficPolicyConnectionPool,
): Iterable<Problem> {
  const { tcp, http } = pool;
  if (!tcp && !http) {
    yield { field, message: 'limits nothing; set tcp or http, or leave it out' };
  }
  for (const [name, value] of Object.entries({ ...prefixed('tcp', tcp), ...prefixed('http', http) })) {
    if (typeof value === 'number' && (!Number.isInteger(value) || value < 0 || value > 2 ** 31 - 1)) {
      yield { field: `${field}.${name}`, message: `${value} is no limit; use a whole number from 1` };
    }
    if (value === 0 && NEVER_ZERO.includes(name)) {
      yield {
        field: `${field}.${name}`,
        message: '0 stands for no limit; leave it out, or use a number from 1',
        code: NO_EFFECT,
      };
    }
  }
  yield* duration(`${field}.tcp.connectTimeout`, tcp?.connectTimeout);
  yield* duration(`${field}.tcp.maxConnectionDuration`, tcp?.maxConnectionDuration);
  const idle = tcp?.idleTimeout === undefined ? 0 : parseDuration(tcp.idleTimeout);
  if (idle === undefined || (idle >= 1 && !Number.isInteger(idle))) {
    yield {
      field: `${field}.tcp.idleTimeout`,
      message: `"${tcp?.idleTimeout}" is no duration; "0s" is for no limit`,
    };
  }
  yield* duration(`${field}.tcp.tcpKeepalive.time`, tcp?.tcpKeepalive?.time);
  yield* duration(`${field}.tcp.tcpKeepalive.interval`, tcp?.tcpKeepalive?.interval);
  yield* duration(`${field}.http.idleTimeout`, http?.idleTimeout);
  if (http?.useClientProtocol && String(http.h2UpgradePolicy) === 'UPGRADE') {
    yield {
      field: `${field}.http.useClientProtocol`,
      message: 'contradicts h2UpgradePolicy UPGRADE; keep one of them',
    };
  }
}

function prefixed(prefix: string, settings: object = {}): Record<string, unknown> {
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [`${prefix}.${name}`, value]));
}
