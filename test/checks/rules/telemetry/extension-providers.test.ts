import { extensionProviders } from '../../../../lib/checks/rules/telemetry/extension-providers';
import { parseMeshConfig } from '../../../../lib/istiod/mesh-config';
import { object } from '../../../scene';
import { messagesBy } from '../../support';

const MESH = parseMeshConfig(`extensionProviders:
  - { name: tempo, opentelemetry: { service: tempo.obs.svc.cluster.local, port: 4317 } }
  - { name: oauth, envoyExtAuthzHttp: { service: oauth.auth.svc.cluster.local, port: 4180 } }`);

const telemetry = (spec: string) => object('Telemetry', 'all', spec);
const custom = (name: string) =>
  object('AuthorizationPolicy', 'login', `{ action: CUSTOM, provider: { name: ${name} }, rules: [{}] }`);

const saying = (yaml: string, options = {}) => messagesBy(extensionProviders, yaml, options);

test.each([
  ['{ tracing: [{ providers: [{ name: tempo }] }] }'],
  ['{ tracing: [{ providers: [{ name: gone }], disableSpanReporting: true }] }'],
  ['{ accessLogging: [{ providers: [{ name: envoy }] }, { disabled: true, providers: [{ name: gone }] }] }'],
  ['{ metrics: [{ providers: [{ name: stackdriver }] }] }'],
  ['{ metrics: [{ providers: [{ name: prometheus }] }] }'],
])('nothing is wrong with %s', (spec) => {
  expect(saying(telemetry(spec), { mesh: MESH })).toEqual([]);
  expect(saying(custom('oauth'), { mesh: MESH })).toEqual([]);
});

test('the mesh does not have the provider', () => {
  expect(saying(telemetry('{ tracing: [{ providers: [{ name: jaeger }] }] }'), { mesh: MESH })).toEqual([
    'Warning IST9285 Telemetry default/all: spec.tracing[0].providers[0].name "jaeger" is unknown: the mesh configuration has no extension provider of this name, so proxies do not send any traces to it; add it to "extensionProviders", or name "tempo"',
  ]);
  expect(saying(custom('opa'), { mesh: MESH })).toEqual([
    'Warning IST9285 AuthorizationPolicy default/login: spec.provider.name "opa" is unknown: the mesh configuration has no extension provider of this name, so proxies deny all requests that the rules match; add it to "extensionProviders", or name "oauth"',
  ]);
});

test('the provider does something else', () => {
  expect(saying(telemetry('{ accessLogging: [{ providers: [{ name: tempo }] }] }'), { mesh: MESH })).toEqual([
    'Warning IST9285 Telemetry default/all: spec.accessLogging[0].providers[0].name "tempo" is an extension provider of type "opentelemetry", which does not take access logs, so proxies do not log anything to it; name a provider that does, such as "envoy"',
  ]);
  expect(saying(custom('envoy'))).toEqual([
    'Warning IST9285 AuthorizationPolicy default/login: spec.provider.name "envoy" is an extension provider of type "envoyFileAccessLog", which does not authorize requests, so proxies deny all requests that the rules match; name a provider that does',
  ]);
});

test('where no mesh configuration is shown, the profile decides, and it is a note', () => {
  const traces = telemetry('{ tracing: [{ providers: [{ name: jaeger }] }] }');
  expect(saying(traces, { profile: 'demo' })).toEqual([]);
  expect(saying(traces)).toEqual([
    `Info IST9286 Telemetry default/all: spec.tracing[0].providers[0].name "jaeger" is not an extension provider of Istio's profile; if the mesh configuration does not add it, proxies do not send any traces to it; show the configuration with --mesh-config`,
  ]);
});
