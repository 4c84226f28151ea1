export { CipherSuite, GrpcStatus, HttpMethod, RetryOn } from '../validation';
export {
  type AuditPolicyProps,
  AuthorizationAction,
  AuthorizationPolicy,
  type AuthorizationPolicyOptions,
  type AuthorizationPolicyProps,
  type BlanketPolicyProps,
  type CustomPolicyProps,
  type DryRunOptions,
  type EnforcingPolicyProps,
} from './authorization-policy';
export type { AuthorizationOperation, AuthorizationRule } from './authorization-rule';
export {
  type AuthorizationSource,
  type AuthorizationSourceLike,
  Principal,
  type PrincipalLike,
  type PrincipalOptions,
  type ServiceIdentity,
} from './authorization-source';
export {
  ClientCertificate,
  ClientTls,
  type ClientTlsOptions,
  type MutualClientTlsOptions,
  type SimpleClientTlsOptions,
} from './client-tls';
export { Condition, type ConditionValues } from './condition';
export {
  type ConnectionPoolSettings,
  H2UpgradePolicy,
  type HttpSettings,
  type TcpKeepalive,
  type TcpSettings,
} from './connection-pool';
export { type CorsPolicy, UnmatchedPreflights } from './cors-policy';
export {
  DelegateVirtualService,
  type DelegateVirtualServiceProps,
  type FromVirtualServiceNameOptions,
} from './delegate-virtual-service';
export {
  Destination,
  type DestinationOptions,
  type DestinationReference,
  type RouteDestination,
  type ServiceDestinationOptions,
} from './destination';
export {
  DestinationRule,
  type DestinationRuleProps,
  type Subset,
  type SubsetDestinationOptions,
} from './destination-rule';
export { EchoServer, type EchoServerProps } from './echo-server';
export { EgressHosts } from './egress-hosts';
export { ApplyTo, type EnvoyConfigPatch, EnvoyFilter, type EnvoyFilterProps } from './envoy-filter';
export { EnvoyMatch, type EnvoyMatchOptions, PatchContext, type ProxyMatch } from './envoy-filter-match';
export {
  type ClusterMatch,
  type FilterChainMatch,
  type FilterMatch,
  type ListenerMatch,
  RouteAction,
  type RouteConfigurationMatch,
  type RouteMatch,
  type VirtualHostMatch,
  type WaypointMatch,
} from './envoy-filter-objects';
export { type AddOptions, type EnvoyConfig, EnvoyPatch, FilterClass } from './envoy-filter-patch';
export { type ExtensionScope, PluginPhase, type TrafficSelector } from './extension-scope';
export { type FromGatewayNameOptions, Gateway, type GatewayProps, type IGateway } from './gateway';
export {
  HttpProtocol,
  type HttpServerOptions,
  type HttpsRedirectServerOptions,
  type HttpsServerOptions,
  Server,
  type ServerOptions,
  type TcpServerOptions,
  type TlsPassthroughServerOptions,
  type TlsServerOptions,
} from './gateway-server';
export type { HeaderOperations, HttpHeaders } from './headers';
export {
  FaultAbort,
  type FaultDelay,
  type FaultOptions,
  type HttpFaultInjection,
} from './http-fault';
export type { HttpMatchRequest, SourceMatch } from './http-match';
export {
  DerivePort,
  type HttpDirectResponse,
  type HttpRedirect,
  HttpRewrite,
  type HttpRewriteOptions,
} from './http-redirect';
export type { HttpRetry } from './http-retry';
export type { HttpMirrorPolicy, HttpRoute, HttpRouteDestination } from './http-route';
export { IstioResource } from './istio-resource';
export {
  type ClaimToHeader,
  type JsonWebKey,
  type JsonWebKeySet,
  type JwtHeader,
  JwtKeys,
  type JwtKeysOptions,
  type JwtRule,
} from './jwt-rule';
export {
  type ConsistentHashOptions,
  type CookieAttribute,
  HashAlgorithm,
  type HashCookieOptions,
  HashKey,
  LoadBalancer,
  type LoadBalancerOptions,
  type SimpleLoadBalancerOptions,
  type Warmup,
} from './load-balancer';
export type { LocalityDistribute, LocalityFailover, LocalityLoadBalancerSetting } from './locality';
export { MeshNamespace, type MeshNamespaceProps } from './mesh-namespace';
export { type AllowAnyOptions, OutboundTrafficPolicy } from './outbound-traffic-policy';
export type { OutlierDetection } from './outlier-detection';
export { PathMatch, type PathMatchOptions } from './path-match';
export { MutualTlsMode, PeerAuthentication, type PeerAuthenticationProps } from './peer-authentication';
export { PortProtocol } from './port-protocol';
export { ProxyConfig, type ProxyConfigProps, ProxyImage } from './proxy-config';
export {
  type GrpcProbeOptions,
  type HttpGetProbeOptions,
  ProbeScheme,
  ReadinessProbe,
  type ReadinessProbeOptions,
  type TcpSocketProbeOptions,
} from './readiness-probe';
export {
  type FromServiceNameOptions,
  type IDelegateVirtualService,
  type INamespaceReference,
  type IServiceReference,
  type NamespaceLike,
  NamespaceReference,
  type ServiceLike,
  type ServicePortReference,
  ServiceReference,
} from './references';
export { RequestAuthentication, type RequestAuthenticationProps } from './request-authentication';
export {
  type Credential,
  type MutualServerTlsOptions,
  ServerTls,
  type ServerTlsOptions,
  TlsVersion,
} from './server-tls';
export {
  Location,
  Resolution,
  ServiceEntry,
  type ServiceEntryDestinationOptions,
  type ServiceEntryPort,
  type ServiceEntryProps,
} from './service-entry';
export { Sidecar, type SidecarProps } from './sidecar';
export {
  CaptureMode,
  type EgressListener,
  IngressEndpoint,
  type IngressListener,
  type SidecarPort,
} from './sidecar-listener';
export {
  type CertificateFiles,
  type MutualSidecarTlsOptions,
  SidecarTls,
  type SidecarTlsOptions,
} from './sidecar-tls';
export { StringMatch } from './string-match';
export { type PolicyTarget, TargetReference } from './target-reference';
export type { L4MatchAttributes, TcpRoute } from './tcp-route';
export { Telemetry, type TelemetryProps } from './telemetry';
export { type TelemetryProviders, WorkloadMode } from './telemetry-common';
export type { AccessLogging } from './telemetry-logging';
export {
  IstioMetric,
  MetricMatch,
  type Metrics,
  type MetricsOverrides,
  TagOverride,
} from './telemetry-metrics';
export { CustomTag, type CustomTagOptions, type Tracing } from './telemetry-tracing';
export type { TlsMatchAttributes, TlsRoute } from './tls-route';
export { ExtensionFilter, TrafficExtension, type TrafficExtensionProps } from './traffic-extension';
export {
  type PortLevelSettings,
  type PortTrafficPolicy,
  ProxyProtocolVersion,
  type RetryBudget,
  type TrafficPolicy,
  TunnelProtocol,
  type TunnelSettings,
} from './traffic-policy';
export { VirtualService, type VirtualServiceProps } from './virtual-service';
export {
  FailStrategy,
  WasmEnvValue,
  type WasmModule,
  WasmPluginType,
  WasmPullPolicy,
  type WasmVmConfig,
} from './wasm';
export { WasmPlugin, type WasmPluginProps } from './wasm-plugin';
export { type WorkloadEndpoint, WorkloadEntry, type WorkloadEntryProps } from './workload-entry';
export { WorkloadGroup, type WorkloadGroupMetadata, type WorkloadGroupProps } from './workload-group';
export type { WorkloadSelector } from './workload-selector';
