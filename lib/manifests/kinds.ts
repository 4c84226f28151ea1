import type { TrafficExtensionSpec, WasmPluginSpec } from '../../imports/extensions.istio.io';
import type {
  DestinationRuleSpec,
  EnvoyFilterSpec,
  GatewaySpec,
  ProxyConfigSpec,
  ServiceEntrySpec,
  SidecarSpec,
  VirtualServiceSpec,
  WorkloadEntrySpec,
  WorkloadGroupSpec,
} from '../../imports/networking.istio.io';
import type {
  AuthorizationPolicySpec,
  PeerAuthenticationSpec,
  RequestAuthenticationSpec,
} from '../../imports/security.istio.io';
import type { TelemetrySpec } from '../../imports/telemetry.istio.io';

/** A kind of object, in any version, with the type of its `spec`. */
export interface Kind<Spec = unknown> {
  readonly group: string;
  readonly kind: string;
  /** Never set. It carries the type of the spec. */
  readonly spec?: Spec;
}

const networking = <Spec>(kind: string): Kind<Spec> => ({ group: 'networking.istio.io', kind });
const security = <Spec>(kind: string): Kind<Spec> => ({ group: 'security.istio.io', kind });
const extensions = <Spec>(kind: string): Kind<Spec> => ({ group: 'extensions.istio.io', kind });

export const DESTINATION_RULE = networking<DestinationRuleSpec>('DestinationRule');
export const ENVOY_FILTER = networking<EnvoyFilterSpec>('EnvoyFilter');
export const GATEWAY = networking<GatewaySpec>('Gateway');
export const PROXY_CONFIG = networking<ProxyConfigSpec>('ProxyConfig');
export const SERVICE_ENTRY = networking<ServiceEntrySpec>('ServiceEntry');
export const SIDECAR = networking<SidecarSpec>('Sidecar');
export const VIRTUAL_SERVICE = networking<VirtualServiceSpec>('VirtualService');
export const WORKLOAD_ENTRY = networking<WorkloadEntrySpec>('WorkloadEntry');
export const WORKLOAD_GROUP = networking<WorkloadGroupSpec>('WorkloadGroup');
export const AUTHORIZATION_POLICY = security<AuthorizationPolicySpec>('AuthorizationPolicy');
export const PEER_AUTHENTICATION = security<PeerAuthenticationSpec>('PeerAuthentication');
export const REQUEST_AUTHENTICATION = security<RequestAuthenticationSpec>('RequestAuthentication');
export const TELEMETRY: Kind<TelemetrySpec> = { group: 'telemetry.istio.io', kind: 'Telemetry' };
export const TRAFFIC_EXTENSION = extensions<TrafficExtensionSpec>('TrafficExtension');
export const WASM_PLUGIN = extensions<WasmPluginSpec>('WasmPlugin');

export const CONFIG_MAP: Kind = { group: '', kind: 'ConfigMap' };
export const CUSTOM_RESOURCE_DEFINITION: Kind = {
  group: 'apiextensions.k8s.io',
  kind: 'CustomResourceDefinition',
};
export const NAMESPACE: Kind = { group: '', kind: 'Namespace' };
export const NODE: Kind = { group: '', kind: 'Node' };
export const POD: Kind = { group: '', kind: 'Pod' };
export const SECRET: Kind = { group: '', kind: 'Secret' };
export const SERVICE: Kind = { group: '', kind: 'Service' };
export const SERVICE_ACCOUNT: Kind = { group: '', kind: 'ServiceAccount' };
export const DEPLOYMENT: Kind = { group: 'apps', kind: 'Deployment' };
export const STATEFUL_SET: Kind = { group: 'apps', kind: 'StatefulSet' };

/** Argo Rollouts uses it in place of a Deployment. */
export const ROLLOUT: Kind = { group: 'argoproj.io', kind: 'Rollout' };

/** Kinds whose objects decide how many pods others run. */
export const SCALERS: readonly Kind[] = [
  { group: 'autoscaling', kind: 'HorizontalPodAutoscaler' },
  { group: 'keda.sh', kind: 'ScaledObject' },
];

/** Kinds whose objects run pods from a template. */
export const POD_OWNERS: readonly Kind[] = [
  DEPLOYMENT,
  STATEFUL_SET,
  { group: 'apps', kind: 'DaemonSet' },
  { group: 'apps', kind: 'ReplicaSet' },
  { group: '', kind: 'ReplicationController' },
  { group: 'batch', kind: 'Job' },
  { group: 'batch', kind: 'CronJob' },
  ROLLOUT,
];

/** The API groups of Istio. */
export const ISTIO_GROUPS: readonly string[] = [
  'networking.istio.io',
  'security.istio.io',
  'telemetry.istio.io',
  'extensions.istio.io',
];

const kubernetesGatewayApi = (kind: string): Kind => ({ group: 'gateway.networking.k8s.io', kind });

/** A Gateway of the Kubernetes Gateway API. */
export const KUBERNETES_GATEWAY = kubernetesGatewayApi('Gateway');
/** The routes of the Kubernetes Gateway API. */
export const KUBERNETES_ROUTES = ['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute'].map(kubernetesGatewayApi);

export const WEBHOOK_CONFIGURATION: Kind = {
  group: 'admissionregistration.k8s.io',
  kind: 'MutatingWebhookConfiguration',
};

const KUBERNETES_KINDS: readonly Kind[] = [
  CONFIG_MAP,
  CUSTOM_RESOURCE_DEFINITION,
  NAMESPACE,
  NODE,
  POD,
  SECRET,
  SERVICE,
  SERVICE_ACCOUNT,
  WEBHOOK_CONFIGURATION,
  ...POD_OWNERS,
  ...SCALERS,
  KUBERNETES_GATEWAY,
  ...KUBERNETES_ROUTES,
];

export function isSameKind(one: Kind, other: Kind): boolean {
  return one.kind === other.kind && one.group === other.group;
}

/** Whether a check or a trace reads objects of this kind. */
export function isKnownKind(kind: Kind): boolean {
  return ISTIO_GROUPS.includes(kind.group) || KUBERNETES_KINDS.some((known) => isSameKind(known, kind));
}

/** Whether there are kinds of this group that the checks and traces know. */
export function isKnownGroup(group: string): boolean {
  return ISTIO_GROUPS.includes(group) || KUBERNETES_KINDS.some((known) => known.group === group);
}
