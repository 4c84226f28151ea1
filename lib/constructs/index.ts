export { CipherSuite, GrpcStatus, HttpMethod, RetryOn } from '../admission';
export {
  ClientCertificate,
  ClientTls,
  type ClientTlsOptions,
  type MutualClientTlsOptions,
  type SimpleClientTlsOptions,
} from './destination-rule/client-tls';
export {
  type ConnectionPoolSettings,
  H2UpgradePolicy,
  type Http2KeepAlive,
  type HttpSettings,
  type TcpKeepalive,
  type TcpSettings,
} from './destination-rule/connection-pool';
export {
  DestinationRule,
  type DestinationRuleProps,
  type Subset,
  type SubsetDestinationOptions,
} from './destination-rule/destination-rule';
export {
  type BackendUtilizationOptions,
  type ConsistentHashOptions,
  type CookieAttribute,
  HashAlgorithm,
  type HashCookieOptions,
  HashKey,
  LoadBalancer,
  type LoadBalancerOptions,
  type SimpleLoadBalancerOptions,
  type Warmup,
} from './destination-rule/load-balancer';
export type {
  LocalityDistribute,
  LocalityFailover,
  LocalityLoadBalancerSetting,
  ZoneAwareLoadBalancerSetting,
} from './destination-rule/locality';
export type { OutlierDetection } from './destination-rule/outlier-detection';
export {
  type PortLevelSettings,
  type PortTrafficPolicy,
  ProxyProtocolVersion,
  type RetryBudget,
  type TrafficPolicy,
  TunnelProtocol,
  type TunnelSettings,
} from './destination-rule/traffic-policy';
export {
  ApplyTo,
  type EnvoyConfigPatch,
  EnvoyFilter,
  type EnvoyFilterProps,
} from './extensions/envoy-filter';
export {
  EnvoyMatch,
  type EnvoyMatchOptions,
  PatchContext,
  type ProxyMatch,
} from './extensions/envoy-filter-match';
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
} from './extensions/envoy-filter-objects';
export { type AddOptions, type EnvoyConfig, EnvoyPatch, FilterClass } from './extensions/envoy-filter-patch';
export { type ExtensionScope, PluginPhase, type TrafficSelector } from './extensions/extension-scope';
export {
  ExtensionFilter,
  TrafficExtension,
  type TrafficExtensionProps,
} from './extensions/traffic-extension';
export {
  FailStrategy,
  WasmEnvValue,
  type WasmModule,
  WasmPluginType,
  WasmPullPolicy,
  type WasmVmConfig,
} from './extensions/wasm';
export { WasmPlugin, type WasmPluginProps } from './extensions/wasm-plugin';
export type { ExposeOptions } from './gateway/exposed-routes';
export { type FromGatewayNameOptions, Gateway, type GatewayProps } from './gateway/gateway';
export type { IGateway } from './gateway/gateway-reference';
export {
  HttpProtocol,
  type HttpServerOptions,
  type HttpsRedirectServerOptions,
  type HttpsServerOptions,
  Server,
  type ServerOptions,
  type TcpServerOptions,
  type TlsAutoPassthroughServerOptions,
  type TlsPassthroughServerOptions,
  type TlsServerOptions,
} from './gateway/gateway-server';
export {
  type Credential,
  type MutualServerTlsOptions,
  ServerTls,
  type ServerTlsOptions,
  TlsVersion,
} from './gateway/server-tls';
export { IstioResource, type IstioResourceProps } from './istio-resource';
export type {
  IDeploymentOwner,
  IKubernetesNamespace,
  IKubernetesObject,
  IKubernetesObjectOfApp,
  IKubernetesSecret,
  IKubernetesService,
  IKubernetesServiceAccount,
  IKubernetesServicePort,
  IKubernetesWorkload,
  IServiceOwner,
} from './kubernetes/objects';
export type { SecretLike } from './kubernetes/secret';
export type { ServiceIdentity } from './kubernetes/service-account';
export type { WorkloadLike } from './kubernetes/workload';
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
} from './security/authorization-policy';
export type { AuthorizationOperation, AuthorizationRule } from './security/authorization-rule';
export {
  type AuthorizationSource,
  type AuthorizationSourceLike,
  Principal,
  type PrincipalLike,
  type PrincipalOptions,
} from './security/authorization-source';
export { Condition, type ConditionValues } from './security/condition';
export {
  type ClaimToHeader,
  type JsonWebKey,
  type JsonWebKeySet,
  type JwtHeader,
  JwtKeys,
  type JwtKeysOptions,
  type JwtRule,
  TokenPresence,
} from './security/jwt-rule';
export {
  MutualTlsMode,
  PeerAuthentication,
  type PeerAuthenticationProps,
} from './security/peer-authentication';
export { RequestAuthentication, type RequestAuthenticationProps } from './security/request-authentication';
export { EgressHosts } from './sidecar/egress-hosts';
export { type AllowAnyOptions, OutboundTrafficPolicy } from './sidecar/outbound-traffic-policy';
export { Sidecar, type SidecarProps } from './sidecar/sidecar';
export {
  CaptureMode,
  type EgressListener,
  IngressEndpoint,
  type IngressListener,
  type SidecarPort,
} from './sidecar/sidecar-listener';
export {
  type CertificateFiles,
  type MutualSidecarTlsOptions,
  SidecarTls,
  type SidecarTlsOptions,
} from './sidecar/sidecar-tls';
export { type PolicyTarget, TargetReference } from './target-reference';
export { Telemetry, type TelemetryProps } from './telemetry/telemetry';
export { type TelemetryProviders, WorkloadMode } from './telemetry/telemetry-common';
export type { AccessLogging } from './telemetry/telemetry-logging';
export {
  IstioMetric,
  MetricMatch,
  type Metrics,
  type MetricsOverrides,
  TagOverride,
} from './telemetry/telemetry-metrics';
export { CustomTag, type CustomTagOptions, type Tracing } from './telemetry/telemetry-tracing';
export { type CorsPolicy, UnmatchedPreflights } from './traffic/cors-policy';
export {
  DelegateVirtualService,
  type DelegateVirtualServiceProps,
  type FromVirtualServiceNameOptions,
} from './traffic/delegate-virtual-service';
export {
  Destination,
  type DestinationOptions,
  type DestinationReference,
  type RouteDestination,
  type ServiceDestinationOptions,
} from './traffic/destination';
export type { HeaderOperations, HttpHeaders } from './traffic/headers';
export {
  FaultAbort,
  type FaultDelay,
  type FaultOptions,
  type HttpFaultInjection,
} from './traffic/http-fault';
export type { HttpMatchRequest, SourceMatch } from './traffic/http-match';
export {
  DerivePort,
  type HttpDirectResponse,
  type HttpRedirect,
  HttpRewrite,
  type HttpRewriteOptions,
} from './traffic/http-redirect';
export type { HttpRetry } from './traffic/http-retry';
export type { HttpMirrorPolicy, HttpRoute, HttpRouteDestination } from './traffic/http-route';
export { PathMatch, type PathMatchOptions } from './traffic/path-match';
export { PortProtocol } from './traffic/port-protocol';
export {
  Location,
  Resolution,
  ServiceEntry,
  type ServiceEntryDestinationOptions,
  type ServiceEntryPort,
  type ServiceEntryProps,
} from './traffic/service-entry';
export { StringMatch, type StringMatchLike } from './traffic/string-match';
export type { L4MatchAttributes, TcpRoute } from './traffic/tcp-route';
export type { TlsMatchAttributes, TlsRoute } from './traffic/tls-route';
export { VirtualService, type VirtualServiceProps } from './traffic/virtual-service';
export type { WorkloadSelector } from './workload-selector';
export { EchoServer, type EchoServerProps } from './workloads/echo-server';
export { MeshNamespace, type MeshNamespaceProps } from './workloads/mesh-namespace';
export { ProxyConfig, type ProxyConfigProps, ProxyImage } from './workloads/proxy-config';
export {
  type GrpcProbeOptions,
  type HttpGetProbeOptions,
  ProbeScheme,
  ReadinessProbe,
  type ReadinessProbeOptions,
  type TcpSocketProbeOptions,
} from './workloads/readiness-probe';
export { type WorkloadEndpoint, WorkloadEntry, type WorkloadEntryProps } from './workloads/workload-entry';
export {
  WorkloadGroup,
  type WorkloadGroupMetadata,
  type WorkloadGroupProps,
} from './workloads/workload-group';
