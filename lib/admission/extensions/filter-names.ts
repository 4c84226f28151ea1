/** Filters whose older name is `envoy.` and the last part of the newer one. */
const RENAMED: Readonly<Record<string, readonly string[]>> = {
  'envoy.filters.http': [
    'buffer',
    'cors',
    'csrf',
    'fault',
    'grpc_http1_bridge',
    'grpc_json_transcoder',
    'grpc_web',
    'gzip',
    'health_check',
    'ip_tagging',
    'lua',
    'router',
    'squash',
  ],
  'envoy.filters.network': [
    'client_ssl_auth',
    'echo',
    'http_connection_manager',
    'mongo_proxy',
    'ratelimit',
    'redis_proxy',
    'tcp_proxy',
  ],
};

const CURRENT_NAMES: ReadonlyMap<string, string> = new Map([
  ...Object.entries(RENAMED).flatMap(([prefix, names]) =>
    names.map((name) => [`envoy.${name}`, `${prefix}.${name}`] as const),
  ),
  ['envoy.http_dynamo_filter', 'envoy.filters.http.dynamo'],
  ['envoy.rate_limit', 'envoy.filters.http.ratelimit'],
]);

/**
 * The name that Envoy has now for a filter; undefined for a name that is not an older one.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/version_history/v1.14.0
 */
export function currentFilterName(name: string): string | undefined {
  const [, listener] = /^envoy\.listener\.([a-z_]+)$/.exec(name) ?? [];
  return listener === undefined ? CURRENT_NAMES.get(name) : `envoy.filters.listener.${listener}`;
}
