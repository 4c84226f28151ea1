/**
 * A profile of `istioctl install`. `demo` has an egress gateway, more ports at the ingress gateway, and extension providers;
 * `minimal` and `remote` have no gateway; `preview` lets proxies answer DNS. (L1)
 */
export type Profile = 'default' | 'demo' | 'minimal' | 'openshift' | 'preview' | 'remote' | 'stable';

export const PROFILES: readonly Profile[] = [
  'default',
  'demo',
  'minimal',
  'openshift',
  'preview',
  'remote',
  'stable',
];
export const DEFAULT_PROFILE: Profile = 'default';

const COLLECTOR = 'opentelemetry-collector.observability.svc.cluster.local';

const DEMO = {
  accessLogFile: '/dev/stdout',
  extensionProviders: [
    { name: 'otel', envoyOtelAls: { service: COLLECTOR, port: 4317 } },
    { name: 'skywalking', skywalking: { service: 'tracing.istio-system.svc.cluster.local', port: 11800 } },
    { name: 'otel-tracing', opentelemetry: { service: COLLECTOR, port: 4317 } },
    {
      name: 'jaeger',
      opentelemetry: { service: 'jaeger-collector.istio-system.svc.cluster.local', port: 4317 },
    },
  ],
};

const PREVIEW = { defaultConfig: { proxyMetadata: { ISTIO_META_DNS_CAPTURE: 'true' } } };

/** What a profile writes into the mesh configuration, in the fields of MeshConfig. (L1) */
export const PROFILE_MESH: Readonly<Record<Profile, Readonly<Record<string, unknown>>>> = {
  default: {},
  demo: DEMO,
  minimal: {},
  openshift: {},
  preview: PREVIEW,
  remote: {},
  stable: {},
};
