import type { MessageType } from './message-type';
import { listed, unlessElsewhere } from './words';

/** Istio's NamespaceNotInjected. */
export const IST0102 = {
  code: 'IST0102',
  name: 'NamespaceNotInjected',
  level: 'Info',
  summary:
    'A namespace does not say whether its pods get sidecars, and the mesh does not inject them by default.',
  texts: {
    unlabelled: () =>
      'do not mention sidecars, so pods do not get any; set "istio-injection" to "enabled", or to "disabled" if pods should not have sidecars',
  },
} as const satisfies MessageType;

/** Istio's PodMissingProxy. */
export const IST0103 = {
  code: 'IST0103',
  name: 'PodMissingProxy',
  level: 'Warning',
  summary: 'A pod does not have a sidecar, although its namespace enables injection.',
  texts: {
    missing: (namespace: string) =>
      `do not include istio-proxy, although namespace "${namespace}" enables injection; create the pod again, or label it sidecar.istio.io/inject: "false"`,
  },
} as const satisfies MessageType;

/** Istio's MisplacedAnnotation. */
export const IST0107 = {
  code: 'IST0107',
  name: 'MisplacedAnnotation',
  level: 'Warning',
  summary: 'An Istio annotation is on an object of a kind from which Istio does not read it.',
  texts: {
    otherKind: (kinds: readonly string[]) =>
      `has no effect here; Istio reads it from objects of kind ${kinds.join(', ')}`,
    podTemplate: () =>
      'has no effect here; Istio reads it from pods: move it to spec.template.metadata.annotations',
    injectInTemplate: () =>
      'has no effect here; Istio reads it from pods: set the label of the same name in spec.template.metadata.labels',
  },
} as const satisfies MessageType;

/** Istio's UnknownAnnotation. */
export const IST0108 = {
  code: 'IST0108',
  name: 'UnknownAnnotation',
  level: 'Warning',
  summary: 'An annotation has an Istio prefix, and Istio does not know its name.',
  texts: {
    unknown: () => 'is not an annotation that Istio knows; correct its name, or remove it',
  },
} as const satisfies MessageType;

/** Istio's ConflictingSidecarWorkloadSelectors. */
export const IST0110 = {
  code: 'IST0110',
  name: 'ConflictingSidecarWorkloadSelectors',
  kiali: ['KIA0003'],
  level: 'Error',
  summary: 'Several Sidecars select the same pods, and which of them applies is undefined.',
  texts: {
    shared: (workload: string, sidecars: readonly string[]) =>
      `selects the pods of "${workload}", and so do other Sidecars: ${listed(sidecars)}; only one of them applies, so merge them or make their selectors differ`,
  },
} as const satisfies MessageType;

/** Istio's MultipleSidecarsWithoutWorkloadSelectors. */
export const IST0111 = {
  code: 'IST0111',
  name: 'MultipleSidecarsWithoutWorkloadSelectors',
  kiali: ['KIA0002'],
  level: 'Error',
  summary: 'Several Sidecars apply to all pods of a namespace, and which of them applies is undefined.',
  texts: {
    several: (namespace: string, sidecars: readonly string[]) =>
      `is one of several Sidecars for all pods of namespace "${namespace}": ${listed(sidecars)}; only one of them applies, so merge them or give all but one a workloadSelector`,
  },
} as const satisfies MessageType;

/** Istio's DeploymentAssociatedToMultipleServices. */
export const IST0116 = {
  code: 'IST0116',
  name: 'DeploymentAssociatedToMultipleServices',
  level: 'Warning',
  summary: 'Services that select the same pods give one port number different protocols.',
  texts: {
    protocols: (port: number, services: readonly string[]) =>
      `are selected by ${listed(services)}, which give port ${port} different protocols; use a separate port for each protocol`,
  },
} as const satisfies MessageType;

/** Istio's PortNameIsNotUnderNamingConvention. */
export const IST0118 = {
  code: 'IST0118',
  name: 'PortNameIsNotUnderNamingConvention',
  kiali: ['KIA0601', 'KIA0602'],
  level: 'Info',
  summary:
    'The name of a port does not tell its protocol, so proxies detect it from the first bytes of each connection.',
  texts: {
    unnamed: (port: number, advised: string) =>
      `is missing, so proxies detect the protocol of port ${port} from the first bytes of each connection; write a name such as "${advised}", or set appProtocol`,
    unknown: (name: string, port: number, advised: string) =>
      `"${name}" does not name a protocol, so proxies detect the protocol of port ${port} from the first bytes of each connection; write a name such as "${advised}", or set appProtocol`,
    undecided: (name: string, port: number) =>
      `"${name}" does not name a protocol, so proxies detect the protocol of port ${port} from the first bytes of each connection; write the protocol in front, such as "http-${name}", "grpc-${name}" or "tcp-${name}", or set appProtocol`,
    appProtocol: (protocol: string, port: number, advised: string) =>
      `"${protocol}" is not a protocol that Istio knows, so proxies detect the protocol of port ${port} from the first bytes of each connection; write a protocol such as ${advised}`,
  },
} as const satisfies MessageType;

/** Istio's NamespaceMultipleInjectionLabels. */
export const IST0123 = {
  code: 'IST0123',
  name: 'NamespaceMultipleInjectionLabels',
  level: 'Warning',
  summary: 'A namespace has several injection labels that contradict each other.',
  texts: {
    several: (labels: readonly string[]) =>
      `is one of ${listed(labels)}, and only one of them can apply; keep one of them`,
  },
} as const satisfies MessageType;

/** Istio's InvalidAnnotation. */
export const IST0125 = {
  code: 'IST0125',
  name: 'InvalidAnnotation',
  level: 'Warning',
  summary: 'An Istio annotation has a value that the sidecar injector refuses.',
  texts: {
    value: (problem: string) => problem,
  },
} as const satisfies MessageType;

/** Istio's NoMatchingWorkloadsFound. */
export const IST0127 = {
  code: 'IST0127',
  name: 'NoMatchingWorkloadsFound',
  kiali: ['KIA0004'],
  level: 'Warning',
  summary: 'An AuthorizationPolicy does not apply to any pod in the mesh.',
  texts: {
    selector: (labels: string, namespace: string | undefined, areWorkloadsShown: boolean) =>
      `"${labels}" does not select any pod in the mesh${namespace === undefined ? '' : ` in namespace "${namespace}"`}; write labels that pods have, or add these pods to the mesh${unlessElsewhere('the workload', areWorkloadsShown)}`,
    namespace: (namespace: string, areWorkloadsShown: boolean) =>
      `"${namespace}" does not have any pod in the mesh; move the policy to the namespace of its pods, or add the pods of this namespace to the mesh${unlessElsewhere('the workload', areWorkloadsShown)}`,
  },
} as const satisfies MessageType;

/** Istio's DeprecatedAnnotation. */
export const IST0135 = {
  code: 'IST0135',
  name: 'DeprecatedAnnotation',
  level: 'Info',
  summary: 'An annotation is deprecated.',
  texts: {
    deprecated: () => 'is deprecated, and a later Istio may not read it; remove it',
    inject: () => 'is deprecated, and a later Istio may not read it; set the label of the same name instead',
  },
} as const satisfies MessageType;

/** Istio's DeploymentConflictingPorts. */
export const IST0137 = {
  code: 'IST0137',
  name: 'DeploymentConflictingPorts',
  level: 'Warning',
  summary: 'Services that select the same pods map different port numbers to the same target port.',
  texts: {
    ports: (targetPort: string | number, ports: readonly number[], services: readonly string[]) =>
      `are selected by ${listed(services)}, whose ports ${listed(ports)} all lead to target port "${targetPort}"; use the same port number for it in all of them`,
  },
} as const satisfies MessageType;

/** Istio's InvalidApplicationUID. */
export const IST0144 = {
  code: 'IST0144',
  name: 'InvalidApplicationUID',
  level: 'Warning',
  summary: "An application runs as the sidecar's user, so its connections bypass the sidecar.",
  texts: {
    reserved: () =>
      '1337 is the user ID of the sidecar, whose connections are not redirected; use another user ID',
  },
} as const satisfies MessageType;

/** Istio's ImageAutoWithoutInjectionWarning. */
export const IST0146 = {
  code: 'IST0146',
  name: 'ImageAutoWithoutInjectionWarning',
  level: 'Warning',
  summary: 'The pods of a Deployment have the image "auto", and injection is not enabled for them.',
  texts: {
    notInjected: () =>
      '"auto" stands for the image that the sidecar injector sets, and injection is not enabled for these pods; label the pod template sidecar.istio.io/inject: "true"',
  },
} as const satisfies MessageType;

/** Istio's ImageAutoWithoutInjectionError. */
export const IST0147 = {
  code: 'IST0147',
  name: 'ImageAutoWithoutInjectionError',
  level: 'Error',
  summary: 'A pod has the image "auto", which only the injector can replace.',
  texts: {
    notInjected: () =>
      '"auto" stands for the image that the sidecar injector sets, and this pod has not been injected; create it again in a namespace with injection enabled',
  },
} as const satisfies MessageType;

/** Istio's NamespaceInjectionEnabledByDefault. */
export const IST0148 = {
  code: 'IST0148',
  name: 'NamespaceInjectionEnabledByDefault',
  level: 'Info',
  summary: 'A namespace does not say whether its pods get sidecars, and the mesh injects them by default.',
  texts: {
    enabled: () =>
      'do not mention sidecars, and the injector adds them by default; set "istio-injection" to "enabled", or to "disabled" if pods should not have sidecars',
  },
} as const satisfies MessageType;

/** Istio's ExternalNameServiceTypeInvalidPortName. */
export const IST0150 = {
  code: 'IST0150',
  name: 'ExternalNameServiceTypeInvalidPortName',
  level: 'Warning',
  summary: 'A port of a Service of type ExternalName does not name its protocol, so proxies treat it as TCP.',
  texts: {
    port: (port: number) =>
      `does not name the protocol of port ${port}, and proxies may not forward its traffic as TCP; write a name such as "https" or "http"`,
  },
} as const satisfies MessageType;

/** Istio's EnvoyFilterUsesRelativeOperation. */
export const IST0151 = {
  code: 'IST0151',
  name: 'EnvoyFilterUsesRelativeOperation',
  level: 'Warning',
  summary: 'An EnvoyFilter without a priority uses an operation relative to a filter that may not exist yet.',
  texts: {
    relative: (operation: string) =>
      `"${operation}" has no effect when the filter that it refers to does not exist yet; set "spec.priority", or use "INSERT_FIRST" or "ADD"`,
  },
} as const satisfies MessageType;

/** Istio's EnvoyFilterUsesReplaceOperationIncorrectly. */
export const IST0152 = {
  code: 'IST0152',
  name: 'EnvoyFilterUsesReplaceOperationIncorrectly',
  level: 'Error',
  summary: 'An EnvoyFilter replaces a part of the configuration that cannot be replaced.',
  texts: {
    ignored: (applyTo: string) =>
      `"REPLACE" has no effect on "${applyTo}", only on HTTP_FILTER, NETWORK_FILTER and VIRTUAL_HOST; use "MERGE"`,
  },
} as const satisfies MessageType;

/** Istio's EnvoyFilterUsesAddOperationIncorrectly. */
export const IST0153 = {
  code: 'IST0153',
  name: 'EnvoyFilterUsesAddOperationIncorrectly',
  level: 'Error',
  summary: 'An EnvoyFilter adds a part of the configuration that cannot be added.',
  texts: {
    ignored: (applyTo: string) =>
      `"ADD" has no effect on "${applyTo}"; use ${applyTo === 'HTTP_ROUTE' ? '"INSERT_FIRST"' : '"MERGE"'}`,
  },
} as const satisfies MessageType;

/** Istio's EnvoyFilterUsesRemoveOperationIncorrectly. */
export const IST0154 = {
  code: 'IST0154',
  name: 'EnvoyFilterUsesRemoveOperationIncorrectly',
  level: 'Error',
  summary: 'An EnvoyFilter removes a part of the configuration that cannot be removed.',
  texts: {
    ignored: (applyTo: string) =>
      `"REMOVE" has no effect on "${applyTo}"; use "MERGE", or change the object from which istiod generates it`,
  },
} as const satisfies MessageType;

/** Istio's EnvoyFilterUsesRelativeOperationWithProxyVersion. */
export const IST0155 = {
  code: 'IST0155',
  name: 'EnvoyFilterUsesRelativeOperationWithProxyVersion',
  level: 'Warning',
  summary:
    'An EnvoyFilter without a priority refers to a filter that exists only for some versions of the proxy.',
  texts: {
    relative: (operation: string) =>
      `"${operation}" refers to a filter that another patch changes only for some versions of the proxy, so an upgrade may undo it; set "spec.priority", or use "INSERT_FIRST" or "ADD"`,
  },
} as const satisfies MessageType;

/** Istio's InvalidTelemetryProvider. */
export const IST0157 = {
  code: 'IST0157',
  name: 'InvalidTelemetryProvider',
  level: 'Warning',
  summary: 'A Telemetry does not name a provider for access logs, and the mesh has no default.',
  texts: {
    missing: () =>
      'is empty, and the mesh does not set "defaultProviders.accessLogging", so proxies do not log anything; name a provider, such as "envoy"',
  },
} as const satisfies MessageType;

/** Istio's PodsIstioProxyImageMismatchInNamespace. */
export const IST0158 = {
  code: 'IST0158',
  name: 'PodsIstioProxyImageMismatchInNamespace',
  level: 'Warning',
  summary: 'Pods run a different proxy image than the injector would add now.',
  texts: {
    pods: (pods: readonly string[]) =>
      `has pods with a different proxy image than the injector would give them: ${listed(pods)}; create them again`,
  },
} as const satisfies MessageType;

/** Istio's ConflictingTelemetryWorkloadSelectors. */
export const IST0159 = {
  code: 'IST0159',
  name: 'ConflictingTelemetryWorkloadSelectors',
  level: 'Error',
  summary: 'Several Telemetries select the same pods, and which of them applies is undefined.',
  texts: {
    shared: (workload: string, telemetries: readonly string[]) =>
      `selects the pods of "${workload}", and so do other Telemetries: ${listed(telemetries)}; only one of them applies, so merge them or make their selectors differ`,
  },
} as const satisfies MessageType;

/** Istio's MultipleTelemetriesWithoutWorkloadSelectors. */
export const IST0160 = {
  code: 'IST0160',
  name: 'MultipleTelemetriesWithoutWorkloadSelectors',
  level: 'Error',
  summary: 'Several Telemetries apply to all pods of a namespace, and which of them applies is undefined.',
  texts: {
    several: (namespace: string, telemetries: readonly string[]) =>
      `is one of several Telemetries for all pods of namespace "${namespace}": ${listed(telemetries)}; only one of them applies, so merge them or give all but one a selector`,
  },
} as const satisfies MessageType;

/** Istio's IneffectiveSelector. */
export const IST0166 = {
  code: 'IST0166',
  name: 'IneffectiveSelector',
  level: 'Warning',
  summary:
    'A policy selects the pods of a Gateway of the Kubernetes Gateway API, which apply policies with targetRefs only.',
  texts: {
    gateway: (selector: string, gateways: readonly string[]) =>
      `${selector === '' ? 'selects' : `"${selector}" selects`} pods of the Kubernetes Gateway ${listed(gateways)}, which ${gateways.length === 1 ? 'applies' : 'apply'} only policies with targetRefs; write targetRefs with kind "Gateway" instead`,
  },
} as const satisfies MessageType;

/** Istio's IneffectivePolicy. */
export const IST0167 = {
  code: 'IST0167',
  name: 'IneffectivePolicy',
  level: 'Warning',
  summary: 'A policy selects pods in ambient mode, and no sidecar applies it.',
  texts: {
    ambientNamespace: (namespace: string) =>
      `"${namespace}" is in ambient mode, in which no sidecar reads this object; remove it`,
    ambientWorkload: (workload: string) =>
      `selects "${workload}", which is in ambient mode, in which no sidecar reads this object; remove it, or select other pods`,
  },
} as const satisfies MessageType;

/** Istio's JwksUriFetchUnrestricted. */
export const IST0175 = {
  code: 'IST0175',
  name: 'JwksUriFetchUnrestricted',
  level: 'Warning',
  summary: 'istiod fetches JWKS from any address that a RequestAuthentication names.',
  texts: {
    unrestricted: (variable: string, policies: readonly string[]) =>
      `do not set ${variable}, so istiod connects to any address that RequestAuthentications name: ${listed(policies)}; set it to the addresses of your own networks`,
  },
} as const satisfies MessageType;

/** Istio's GatewayAPICRDVersionBelowMinimum. */
export const IST0176 = {
  code: 'IST0176',
  name: 'GatewayAPICRDVersionBelowMinimum',
  level: 'Warning',
  summary: 'A CRD of the Kubernetes Gateway API is too old, so istiod ignores all objects of its kind.',
  texts: {
    old: (version: string, minimum: string) =>
      `"${version}" is older than ${minimum}, which Istio needs, so istiod ignores all objects of this kind; install newer CRDs of the Gateway API`,
  },
} as const satisfies MessageType;
