/**
 * Wrong use that must not compile. Nothing here runs: `npm run typecheck` fails when a line that is marked as an
 * error is none.
 */
import { Duration } from 'cdk8s';
import { Service } from 'cdk8s-plus-28';
import type {
  AuthorizationPolicyProps,
  AuthorizationRule,
  EnvoyConfigPatch,
  HttpRoute,
  JwtRule,
  MeshNamespaceProps,
  Metrics,
  PeerAuthenticationProps,
  PolicyTarget,
  ProxyConfigProps,
  ServiceEntryProps,
  SidecarProps,
  Tracing,
  TrafficExtensionProps,
  VirtualServiceProps,
  WasmPluginProps,
  WorkloadEntryProps,
  WorkloadGroupProps,
} from '../lib';
import {
  ApplyTo,
  AuthorizationAction,
  AuthorizationPolicy,
  Condition,
  Destination,
  EchoServer,
  EnvoyPatch,
  Gateway,
  HttpRewrite,
  JwtKeys,
  MeshNamespace,
  OutboundTrafficPolicy,
  PathMatch,
  PortProtocol,
  ReadinessProbe,
  Server,
  ServerTls,
  ServiceEntry,
  SidecarTls,
  StringMatch,
  TagOverride,
  VirtualService,
} from '../lib';

import { newChart } from './support';

function use(..._: unknown[]): void {}

export function misuse(): void {
  const chart = newChart();
  const to = Destination.host('shop');
  const hosts = ['shop'];
  const gateway = new Gateway(chart, 'gateway');
  const echo = new EchoServer(chart, 'echo');

  // @ts-expect-error hosts are required
  use({ http: [{ to }] } satisfies VirtualServiceProps);
  // @ts-expect-error a gateway is a reference, not a name
  use({ hosts, gateways: ['gateway'] } satisfies VirtualServiceProps);
  // @ts-expect-error a Service is no gateway
  use({ hosts, gateways: [new Service(chart, 'service')] } satisfies VirtualServiceProps);
  // @ts-expect-error a destination is a reference, not a name
  use({ to: 'shop' } satisfies HttpRoute);
  // @ts-expect-error a gateway is no destination
  use({ to: gateway } satisfies HttpRoute);
  // @ts-expect-error a timeout has a unit
  use({ to, timeout: 5 } satisfies HttpRoute);
  // @ts-expect-error a path says how it is compared
  use({ to, match: [{ path: '/api' }] } satisfies HttpRoute);
  // @ts-expect-error a path is no header
  use({ to, match: [{ headers: { 'x-a': PathMatch.exact('/a') } }] } satisfies HttpRoute);
  // @ts-expect-error a header is no path
  use({ to, match: [{ path: StringMatch.exact('/a') }] } satisfies HttpRoute);
  // @ts-expect-error a redirect has one of five codes
  use({ redirect: { uri: '/', redirectCode: 304 } } satisfies HttpRoute);
  // @ts-expect-error a delegate has no hosts
  use({ delegate: new VirtualService(chart, 'routes', { hosts }) } satisfies HttpRoute);
  // @ts-expect-error a rewrite of both path and pattern has no factory
  use({ to, rewrite: { uri: '/', uriRegexRewrite: {} } } satisfies HttpRoute);
  // @ts-expect-error retries say how many
  use({ to, retries: { perTryTimeout: Duration.seconds(1) } } satisfies HttpRoute);
  // @ts-expect-error a fault is made by its factory
  use({ to, fault: { abort: { httpStatus: 503 } } } satisfies HttpRoute);
  // @ts-expect-error an unknown field
  use({ to, timeOut: Duration.seconds(1) } satisfies HttpRoute);
  // @ts-expect-error HTTPS needs TLS settings
  Server.https({ hosts });
  // @ts-expect-error HTTP takes none
  Server.http({ hosts, tls: ServerTls.istioMutual() });
  // @ts-expect-error TCP has no usual port
  Server.tcp({ hosts });
  // @ts-expect-error the mesh's own certificates have no secret
  ServerTls.istioMutual({ credentialName: 'x' });
  // @ts-expect-error only clients of mutual TLS have names
  ServerTls.simple({ credentialName: 'x', subjectAltNames: ['y'] });
  // @ts-expect-error factories make these
  new HttpRewrite({ uri: '/' });
  // @ts-expect-error a version of TLS is an enum
  ServerTls.simple({ credentialName: 'x', minProtocolVersion: '1.2' });
  // @ts-expect-error a revision is a name
  use({ revision: true } satisfies MeshNamespaceProps);
  use(MeshNamespace);

  const rules: AuthorizationRule[] = [{ from: [echo] }];
  const issuer = 'https://accounts.example.com';
  // @ts-expect-error only CUSTOM asks a provider
  use({ action: AuthorizationAction.DENY, provider: 'x', rules } satisfies AuthorizationPolicyProps);
  // @ts-expect-error ALLOW is the default, and asks none
  use({ provider: 'x', rules } satisfies AuthorizationPolicyProps);
  // @ts-expect-error CUSTOM needs a provider
  use({ action: AuthorizationAction.CUSTOM, rules } satisfies AuthorizationPolicyProps);
  // @ts-expect-error an audit denies nothing, so it need not be tried first
  use({ action: AuthorizationAction.AUDIT, dryRun: true, rules } satisfies AuthorizationPolicyProps);
  // @ts-expect-error a policy without rules is asked for by name, and has none
  AuthorizationPolicy.denyAll(chart, 'nothing', { rules });
  // @ts-expect-error a source is a reference, not a name
  use({ from: ['echo'] } satisfies AuthorizationRule);
  // @ts-expect-error a Service sends nothing
  use({ from: [echo.service] } satisfies AuthorizationRule);
  // @ts-expect-error a namespace has no principal
  use({ from: [{ principals: [new MeshNamespace(chart, 'shop')] }] } satisfies AuthorizationRule);
  // @ts-expect-error a port is a number
  use({ to: [{ ports: ['8080'] }] } satisfies AuthorizationRule);
  // @ts-expect-error a condition is made by its factory
  use({ when: [{ key: 'source.ip', values: ['10.0.0.1'] }] } satisfies AuthorizationRule);
  // @ts-expect-error a condition has values
  Condition.claim('groups', {});
  // @ts-expect-error a token is checked with keys
  use({ issuer } satisfies JwtRule);
  // @ts-expect-error keys say where they come from
  use({ issuer, keys: 'https://accounts.example.com/keys.json' } satisfies JwtRule);
  // @ts-expect-error keys that are there need no fetching
  JwtKeys.inline('{}', { timeout: Duration.seconds(1) });
  // @ts-expect-error a mode is an enum
  use({ mtls: 'STRICT' } satisfies PeerAuthenticationProps);
  // @ts-expect-error a target says of what kind it is
  use({ targetRefs: ['waypoint'] } satisfies PolicyTarget);
  // @ts-expect-error a ServiceEntry names its hosts
  use({ ports: [{ number: 443 }] } satisfies ServiceEntryProps);
  // @ts-expect-error a protocol is an enum
  use({ hosts, ports: [{ number: 443, protocol: 'TLS' }] } satisfies ServiceEntryProps);
  // @ts-expect-error a resolution is an enum
  use({ hosts, resolution: 'DNS' } satisfies ServiceEntryProps);
  // @ts-expect-error endpoints are a list or a selector
  use({ hosts, endpoints: 'db' } satisfies ServiceEntryProps);
  // @ts-expect-error a destination says which host and port of the entry
  use({ to: new ServiceEntry(chart, 'entry', { hosts }) } satisfies HttpRoute);
  // @ts-expect-error a workload has one port of each name
  use({ ports: [8080] } satisfies WorkloadEntryProps);
  // @ts-expect-error a group has a template
  use({ probe: ReadinessProbe.grpc({ port: 1 }) } satisfies WorkloadGroupProps);
  // @ts-expect-error a probe has one method
  use({ template: {}, probe: { httpGet: { port: 1 }, grpc: { port: 1 } } } satisfies WorkloadGroupProps);
  // @ts-expect-error a period has a unit
  ReadinessProbe.tcpSocket({ port: 1, periodSeconds: 5 });
  // @ts-expect-error hosts are made by factories
  use({ egress: [{ hosts: ['./*'] }] } satisfies SidecarProps);
  // @ts-expect-error an ingress listener has a number
  use({ ingress: [{ port: { protocol: PortProtocol.HTTP } }] } satisfies SidecarProps);
  // @ts-expect-error only what is let through can go through a proxy
  OutboundTrafficPolicy.registryOnly({ egressProxy: to });
  // @ts-expect-error a sidecar has no access to secrets
  SidecarTls.simple({ credentialName: 'x' });
  // @ts-expect-error mutual TLS checks clients against something
  SidecarTls.mutual({ certificates: { serverCertificate: 'x', privateKey: 'y' } });
  // @ts-expect-error an image is made by its factory
  use({ image: 'debug' } satisfies ProxyConfigProps);
  // @ts-expect-error a tag says where its value comes from
  use({ customTags: { a: 'b' } } satisfies Tracing);
  // @ts-expect-error a metric is of Istio or of a provider
  use({ overrides: [{ metric: 'REQUEST_COUNT', disabled: true }] } satisfies Metrics);
  // @ts-expect-error a tag that is removed has no value
  TagOverride.remove('x');
  // @ts-expect-error a plugin is somewhere
  use({ pluginName: 'x' } satisfies WasmPluginProps);
  // @ts-expect-error a variable has a value or is the proxy's
  use({ url: 'x', vmConfig: { env: { A: 'b' } } } satisfies WasmPluginProps);
  // @ts-expect-error a TrafficExtension has one filter
  use({ lua: 'x', wasm: { url: 'y' } } satisfies TrafficExtensionProps);
  // @ts-expect-error what is merged has a value
  EnvoyPatch.merge();
  // @ts-expect-error what is removed has none
  EnvoyPatch.remove({});
  // @ts-expect-error a patch is made by its factory
  use({ applyTo: ApplyTo.CLUSTER, patch: { operation: 'ADD' } } satisfies EnvoyConfigPatch);
}
