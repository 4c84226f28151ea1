import type { DestinationRuleSpecTrafficPolicyConnectionPool } from '../../../imports/networking.istio.io';
import type { FieldPath } from '../../manifests/manifest';
import type { Problem } from '../problem';
import { NO_EFFECT } from '../problem-types';
import { durationProblems, parseDuration } from '../values/values';

/** Limits for which one might write 0 to mean "none at all", which Istio takes for the default. */
const NEVER_ZERO = ['maxConnections', 'http1MaxPendingRequests', 'http2MaxRequests', 'maxRetries'];

/** Limits of DestinationRules and Sidecars. */
export function* validateConnectionPool(
  field: FieldPath,
  pool: DestinationRuleSpecTrafficPolicyConnectionPool,
): Iterable<Problem> {
  const { tcp, http } = pool;
  if (!tcp && !http) {
    yield { field, message: 'limits nothing; set tcp or http, or leave it out' };
  }
  for (const [protocol, limits] of Object.entries({ tcp, http })) {
    for (const [name, value] of Object.entries(limits ?? {})) {
      yield* limitProblems([...field, protocol, name], name, value);
    }
  }
  yield* durationProblems([...field, 'tcp', 'connectTimeout'], tcp?.connectTimeout);
  yield* durationProblems([...field, 'tcp', 'maxConnectionDuration'], tcp?.maxConnectionDuration);
  const idle = tcp?.idleTimeout === undefined ? 0 : parseDuration(tcp.idleTimeout);
  if (idle === undefined || (idle >= 1 && !Number.isInteger(idle))) {
    yield {
      field: [...field, 'tcp', 'idleTimeout'],
      message: `"${tcp?.idleTimeout}" is no duration; "0s" is for no limit`,
    };
  }
  yield* durationProblems([...field, 'tcp', 'tcpKeepalive', 'time'], tcp?.tcpKeepalive?.time);
  yield* durationProblems([...field, 'tcp', 'tcpKeepalive', 'interval'], tcp?.tcpKeepalive?.interval);
  yield* durationProblems([...field, 'http', 'idleTimeout'], http?.idleTimeout);
  if (http?.useClientProtocol && String(http.h2UpgradePolicy) === 'UPGRADE') {
    yield {
      field: [...field, 'http', 'useClientProtocol'],
      message: 'contradicts h2UpgradePolicy UPGRADE; keep one of them',
    };
  }
}

function* limitProblems(field: FieldPath, name: string, value: unknown): Iterable<Problem> {
  if (typeof value === 'number' && (!Number.isInteger(value) || value < 0 || value > 2 ** 31 - 1)) {
    yield { field, message: `${value} is no limit; use a whole number from 1` };
  }
  if (value === 0 && NEVER_ZERO.includes(name)) {
    const message = '0 stands for no limit; leave it out, or use a number from 1';
    yield { field, message, type: NO_EFFECT };
  }
}
