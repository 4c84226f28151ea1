import type { DestinationRuleSpecTrafficPolicyConnectionPool } from '../../../imports/networking.istio.io';
import { parseDuration } from '../../istiod/durations';
import type { FieldPath } from '../../manifests/manifest';
import type { Problem } from '../problem';
import { IGNORED_FIELD, NO_EFFECT } from '../problem-types';
import { durationProblems } from '../values/durations';
import { isSignedCount } from '../values/numbers';

type Http = NonNullable<DestinationRuleSpecTrafficPolicyConnectionPool['http']>;

/** Limits for which Istio takes 0 for the default, although one may mean "none at all". */
const LIMITS_WITHOUT_ZERO = ['maxConnections', 'http1MaxPendingRequests', 'http2MaxRequests', 'maxRetries'];

/** Limits of DestinationRules and Sidecars. */
export function* validateConnectionPool(
  field: FieldPath,
  { tcp, http }: DestinationRuleSpecTrafficPolicyConnectionPool,
): Iterable<Problem> {
  if (!tcp && !http) {
    yield { field, message: 'has no limits; set tcp or http, or remove it' };
  }
  for (const [protocol, limits] of Object.entries({ tcp, http })) {
    for (const [name, value] of Object.entries(limits ?? {})) {
      yield* limitProblems([...field, protocol, name], name, value);
    }
  }
  yield* durationProblems([...field, 'tcp', 'connectTimeout'], tcp?.connectTimeout);
  yield* durationProblems([...field, 'tcp', 'maxConnectionDuration'], tcp?.maxConnectionDuration);
  const idle = tcp?.idleTimeout === undefined ? 0 : parseDuration(tcp.idleTimeout);
  if (idle === undefined || idle < 0 || (idle >= 1 && !Number.isInteger(idle))) {
    const message = `"${tcp?.idleTimeout}" is not a duration; write one such as "1h", or "0s" for no limit`;
    yield { field: [...field, 'tcp', 'idleTimeout'], message };
  }
  yield* durationProblems([...field, 'tcp', 'tcpKeepalive', 'time'], tcp?.tcpKeepalive?.time);
  yield* durationProblems([...field, 'tcp', 'tcpKeepalive', 'interval'], tcp?.tcpKeepalive?.interval);
  yield* durationProblems([...field, 'http', 'idleTimeout'], http?.idleTimeout);
  if (http?.http2KeepAlive) {
    yield* validateHttp2KeepAlive([...field, 'http'], http);
  }
  if (http?.useClientProtocol && http.h2UpgradePolicy === 'UPGRADE') {
    const message = 'contradicts h2UpgradePolicy UPGRADE; keep one of them';
    yield { field: [...field, 'http', 'useClientProtocol'], message };
  }
}

/** Pings on HTTP/2 connections. (V3) */
function* validateHttp2KeepAlive(field: FieldPath, http: Http): Iterable<Problem> {
  const { http2KeepAlive = {}, useClientProtocol } = http;
  for (const name of ['interval', 'timeout'] as const) {
    const at = [...field, 'http2KeepAlive', name];
    if (http2KeepAlive[name] === undefined) {
      yield { field: at, message: 'is missing; set a duration, such as "30s"' };
    } else {
      yield* durationProblems(at, http2KeepAlive[name]);
    }
  }
  if (useClientProtocol) {
    const message = 'has no effect with useClientProtocol; remove one of them';
    yield { field: [...field, 'http2KeepAlive'], message, type: IGNORED_FIELD };
  }
}

function* limitProblems(field: FieldPath, name: string, value: unknown): Iterable<Problem> {
  if (typeof value === 'number' && !isSignedCount(value)) {
    yield { field, message: `${value} is not a limit; use a whole number from 1` };
  }
  if (value === 0 && LIMITS_WITHOUT_ZERO.includes(name)) {
    const message = '0 means no limit; remove it, or use a number from 1';
    yield { field, message, type: NO_EFFECT };
  }
}
