/** What a proxy reads one connection by, and does not pass on. Those of an upgrade stay if there is one, as for WebSockets. (W15) */
const OF_CONNECTION = ['x-envoy-internal', 'keep-alive', 'proxy-connection', 'transfer-encoding'];
const OF_UPGRADE = ['connection', 'te', 'upgrade'];

/** What a gateway does not take over from a client outside. (W15) */
const FROM_OUTSIDE = [
  'x-request-id',
  'x-envoy-decorator-operation',
  'x-envoy-downstream-service-cluster',
  'x-envoy-downstream-service-node',
  'x-envoy-expected-rq-timeout-ms',
  'x-envoy-force-trace',
  'x-envoy-hedge-on-per-try-timeout',
  'x-envoy-ip-tags',
  'x-envoy-max-retries',
  'x-envoy-original-host',
  'x-envoy-original-path',
  'x-envoy-original-url',
  'x-envoy-retry-grpc-on',
  'x-envoy-retry-on',
  'x-envoy-upstream-alt-stat-name',
  'x-envoy-upstream-rq-per-try-timeout-ms',
  'x-envoy-upstream-rq-timeout-alt-response',
  'x-envoy-upstream-rq-timeout-ms',
];

/** An identifier that a proxy makes up for a request. */
export const SOME_REQUEST_ID = '00000000-0000-4000-8000-000000000000';

/** Headers of which Envoy joins only the values that are not empty. It keeps each of them in a place of its own. (W15) */
const WITHOUT_EMPTY_VALUES: ReadonlySet<string> = new Set([
  'accept',
  'authorization',
  'content-type',
  'origin',
  'user-agent',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
]);

/** A header that a client sends in several lines, as Envoy reads it. (E6, W15) */
export function joinedValues(name: string, values: readonly string[]): string {
  const trimmed = values.map((value) => value.replace(/^[ \t]+|[ \t]+$/g, ''));
  return (WITHOUT_EMPTY_VALUES.has(name) ? trimmed.filter((value) => value !== '') : trimmed).join(',');
}

/** The headers of a request as a sidecar passes them on, without those that are for one connection only. (W15) */
export function passedOnHeaders(headers: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const dropped = headers.size === 0 ? [] : connectionHeaders(headers);
  return dropped.length === 0 ? headers : without(headers, dropped);
}

/** The headers of a request from outside, as the routes and policies of a gateway see them. (W15) */
export function headersAtGateway(
  headers: ReadonlyMap<string, string>,
  clientIp: string,
): Map<string, string> {
  const dropped = headers.size === 0 ? [] : [...connectionHeaders(headers), ...FROM_OUTSIDE];
  const seen = without(headers, dropped);
  seen.set('x-envoy-external-address', clientIp);
  return seen;
}

function connectionHeaders(headers: ReadonlyMap<string, string>): readonly string[] {
  const isUpgrade = headers.has('upgrade') && /\bupgrade\b/i.test(headers.get('connection') ?? '');
  const names = isUpgrade ? OF_CONNECTION : [...OF_CONNECTION, ...OF_UPGRADE];
  return names.filter((name) => headers.has(name) && !(name === 'te' && headers.get(name) === 'trailers'));
}

function without(headers: ReadonlyMap<string, string>, names: readonly string[]): Map<string, string> {
  const kept = new Map(headers);
  for (const name of names) {
    kept.delete(name);
  }
  return kept;
}
