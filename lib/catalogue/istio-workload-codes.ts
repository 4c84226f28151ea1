import type { MessageType } from './message-type';
import { listed } from './words';

/** Istio's NamespaceNotInjected. */
export const IST0102 = {
  code: 'IST0102',
  name: 'NamespaceNotInjected',
  level: 'Info',
  summary: 'A namespace does not say whether its pods get sidecars, so they get none.',
  texts: {
    unlabelled: () =>
      'say nothing on sidecars, so pods get none; set "istio-injection" to "enabled", or to "disabled" if that is meant',
  },
} as const satisfies MessageType;

/** Istio's PodMissingProxy. */
export const IST0103 = {
  code: 'IST0103',
  name: 'PodMissingProxy',
  level: 'Warning',
  summary: 'A pod has no sidecar although its namespace asks for one.',
  texts: {
    missing: (namespace: string) =>
      `have no istio-proxy, which namespace "${namespace}" asks for; create the pod anew, or label it sidecar.istio.io/inject: "false"`,
  },
} as const satisfies MessageType;

/** Istio's MisplacedAnnotation. */
export const IST0107 = {
  code: 'IST0107',
  name: 'MisplacedAnnotation',
  level: 'Warning',
  summary: 'An annotation of Istio is on an object that it is not read from.',
  texts: {
    otherKind: (kinds: readonly string[]) =>
      `has no effect here; Istio reads it from objects of kind ${kinds.join(', ')}`,
    podTemplate: () =>
      'has no effect here; Istio reads it from pods: move it to spec.template.metadata.annotations',
  },
} as const satisfies MessageType;

/** Istio's UnknownAnnotation. */
export const IST0108 = {
  code: 'IST0108',
  name: 'UnknownAnnotation',
  level: 'Warning',
  summary: 'An annotation has a name of Istio that Istio does not know.',
  texts: {
    unknown: () => 'is no annotation that Istio knows; correct its name, or remove it',
  },
} as const satisfies MessageType;

/** Istio's ConflictingSidecarWorkloadSelectors. */
export const IST0110 = {
  code: 'IST0110',
  name: 'ConflictingSidecarWorkloadSelectors',
  level: 'Error',
  summary: 'Several Sidecars select the same pods, and it is not said which of them counts.',
  texts: {
    shared: (workload: string, sidecars: readonly string[]) =>
      `selects the pods of "${workload}", as more than one Sidecar does: ${listed(sidecars)}; only one of them counts, so merge them or tell them apart`,
  },
} as const satisfies MessageType;

/** Istio's MultipleSidecarsWithoutWorkloadSelectors. */
export const IST0111 = {
  code: 'IST0111',
  name: 'MultipleSidecarsWithoutWorkloadSelectors',
  level: 'Error',
  summary: 'Several Sidecars are for all pods of a namespace, and it is not said which of them counts.',
  texts: {
    several: (namespace: string, sidecars: readonly string[]) =>
      `is one of several Sidecars for all of namespace "${namespace}": ${listed(sidecars)}; only one of them counts, so merge them or give all but one a workloadSelector`,
  },
} as const satisfies MessageType;

/** Istio's DeploymentAssociatedToMultipleServices. */
export const IST0116 = {
  code: 'IST0116',
  name: 'DeploymentAssociatedToMultipleServices',
  level: 'Warning',
  summary: 'Services that select the same pods have a port number with different protocols.',
  texts: {
    protocols: (port: number, services: readonly string[]) =>
      `are selected by ${listed(services)}, which give port ${port} different protocols; give the protocols ports of their own`,
  },
} as const satisfies MessageType;

/** Istio's PortNameIsNotUnderNamingConvention. */
export const IST0118 = {
  code: 'IST0118',
  name: 'PortNameIsNotUnderNamingConvention',
  level: 'Info',
  summary: 'The name of a port does not say its protocol, so the first bytes of each connection have to.',
  texts: {
    unnamed: (port: number) =>
      `is missing, so the protocol of port ${port} is guessed from its first bytes; name it as in "http-web", or set appProtocol`,
    unknown: (name: string, port: number) =>
      `"${name}" names no protocol, so that of port ${port} is guessed from its first bytes; name it as in "http-${name}", or set appProtocol`,
    appProtocol: (protocol: string, port: number) =>
      `"${protocol}" is no protocol that Istio knows, so that of port ${port} is guessed from its first bytes; use one such as "http" or "tcp"`,
  },
} as const satisfies MessageType;

/** Istio's NamespaceMultipleInjectionLabels. */
export const IST0123 = {
  code: 'IST0123',
  name: 'NamespaceMultipleInjectionLabels',
  level: 'Warning',
  summary: 'A namespace has several labels that ask for different proxies.',
  texts: {
    several: (labels: readonly string[]) =>
      `is one of ${listed(labels)}, of which only one can hold; keep one of them`,
  },
} as const satisfies MessageType;

/** Istio's InvalidAnnotation. */
export const IST0125 = {
  code: 'IST0125',
  name: 'InvalidAnnotation',
  level: 'Warning',
  summary: 'An annotation of Istio has a value that the sidecar injector refuses.',
  texts: {
    value: (problem: string) => problem,
  },
} as const satisfies MessageType;

/** Istio's NoMatchingWorkloadsFound. */
export const IST0127 = {
  code: 'IST0127',
  name: 'NoMatchingWorkloadsFound',
  level: 'Warning',
  summary: 'An AuthorizationPolicy is for no pod that is in the mesh.',
  texts: {
    selector: (labels: string, namespace: string | undefined) =>
      `"${labels}" selects no pod in the mesh${namespace === undefined ? '' : ` in namespace "${namespace}"`}; write labels that pods have, or take these pods into the mesh`,
    namespace: (namespace: string) =>
      `"${namespace}" has no pod in the mesh; move the policy to the namespace of the pods it is for, or take these into the mesh`,
  },
} as const satisfies MessageType;

/** Istio's DeprecatedAnnotation. */
export const IST0135 = {
  code: 'IST0135',
  name: 'DeprecatedAnnotation',
  level: 'Info',
  summary: 'An annotation is one that Istio wants to be rid of.',
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
  summary: 'Ports of different numbers in Services that select the same pods lead to one port of the pods.',
  texts: {
    ports: (targetPort: string | number, ports: readonly number[], services: readonly string[]) =>
      `are selected by ${listed(services)}, whose ports ${listed(ports)} all lead to target port "${targetPort}"; use one port number for it`,
  },
} as const satisfies MessageType;

/** Istio's InvalidApplicationUID. */
export const IST0144 = {
  code: 'IST0144',
  name: 'InvalidApplicationUID',
  level: 'Warning',
  summary: 'An application runs as the user of the sidecar, so its connections go past the sidecar.',
  texts: {
    reserved: () => '1337 is the user of the sidecar, whose connections are not captured; use another',
  },
} as const satisfies MessageType;

/** Istio's ImageAutoWithoutInjectionWarning. */
export const IST0146 = {
  code: 'IST0146',
  name: 'ImageAutoWithoutInjectionWarning',
  level: 'Warning',
  summary: 'The pods of a Deployment wait for the injector to say which image to run, and it is not asked.',
  texts: {
    notInjected: () =>
      '"auto" stands for the image that the sidecar injector puts there, which is not asked about these pods; label the pod template sidecar.istio.io/inject: "true"',
  },
} as const satisfies MessageType;

/** Istio's ImageAutoWithoutInjectionError. */
export const IST0147 = {
  code: 'IST0147',
  name: 'ImageAutoWithoutInjectionError',
  level: 'Error',
  summary: 'A pod has the image that only the injector can replace.',
  texts: {
    notInjected: () =>
      '"auto" stands for the image that the sidecar injector puts there, and this pod has not been injected; create it anew where it is injected',
  },
} as const satisfies MessageType;

/** Istio's NamespaceInjectionEnabledByDefault. */
export const IST0148 = {
  code: 'IST0148',
  name: 'NamespaceInjectionEnabledByDefault',
  level: 'Info',
  summary: 'A namespace does not say whether its pods get sidecars, and the mesh gives them one.',
  texts: {
    enabled: () =>
      'say nothing on sidecars, and the injector adds them by default; set "istio-injection" to "enabled", or to "disabled" if pods are to have none',
  },
} as const satisfies MessageType;

/** Istio's ExternalNameServiceTypeInvalidPortName. */
export const IST0150 = {
  code: 'IST0150',
  name: 'ExternalNameServiceTypeInvalidPortName',
  level: 'Warning',
  summary:
    'A port of a Service of type ExternalName is TCP to the proxies, which cannot tell its traffic from others.',
  texts: {
    port: (port: number) =>
      `does not name what port ${port} speaks, and as TCP its traffic may not be forwarded; name it as in "https" or "http"`,
  },
} as const satisfies MessageType;

/** Istio's EnvoyFilterUsesRelativeOperation. */
export const IST0151 = {
  code: 'IST0151',
  name: 'EnvoyFilterUsesRelativeOperation',
  level: 'Warning',
  summary: 'An EnvoyFilter without a priority changes what must be there by then.',
  texts: {
    relative: (operation: string) =>
      `"${operation}" changes nothing where what it is relative to is not there yet; set "spec.priority", or use "INSERT_FIRST" or "ADD"`,
  },
} as const satisfies MessageType;

/** Istio's EnvoyFilterUsesReplaceOperationIncorrectly. */
export const IST0152 = {
  code: 'IST0152',
  name: 'EnvoyFilterUsesReplaceOperationIncorrectly',
  level: 'Error',
  summary: 'An EnvoyFilter replaces what cannot be replaced.',
  texts: {
    ignored: (applyTo: string) =>
      `"REPLACE" does nothing to "${applyTo}", only to HTTP_FILTER, NETWORK_FILTER and VIRTUAL_HOST; use "MERGE"`,
  },
} as const satisfies MessageType;

/** Istio's EnvoyFilterUsesAddOperationIncorrectly. */
export const IST0153 = {
  code: 'IST0153',
  name: 'EnvoyFilterUsesAddOperationIncorrectly',
  level: 'Error',
  summary: 'An EnvoyFilter adds what cannot be added.',
  texts: {
    ignored: (applyTo: string) =>
      `"ADD" does nothing to "${applyTo}"; use ${applyTo === 'HTTP_ROUTE' ? '"INSERT_FIRST"' : '"MERGE"'}`,
  },
} as const satisfies MessageType;

/** Istio's EnvoyFilterUsesRemoveOperationIncorrectly. */
export const IST0154 = {
  code: 'IST0154',
  name: 'EnvoyFilterUsesRemoveOperationIncorrectly',
  level: 'Error',
  summary: 'An EnvoyFilter removes what cannot be removed.',
  texts: {
    ignored: (applyTo: string) =>
      `"REMOVE" does nothing to "${applyTo}"; use "MERGE", or change the object that it is made from`,
  },
} as const satisfies MessageType;

/** Istio's EnvoyFilterUsesRelativeOperationWithProxyVersion. */
export const IST0155 = {
  code: 'IST0155',
  name: 'EnvoyFilterUsesRelativeOperationWithProxyVersion',
  level: 'Warning',
  summary: 'An EnvoyFilter without a priority changes what is there for some versions of the proxy only.',
  texts: {
    relative: (operation: string) =>
      `"${operation}" is relative to what another patch changes for some versions of the proxy only, so an upgrade may undo it; set "spec.priority", or use "INSERT_FIRST" or "ADD"`,
  },
} as const satisfies MessageType;

/** Istio's InvalidTelemetryProvider. */
export const IST0157 = {
  code: 'IST0157',
  name: 'InvalidTelemetryProvider',
  level: 'Warning',
  summary: 'A Telemetry logs to no provider, and the mesh has none by default.',
  texts: {
    missing: () =>
      'is empty, and the mesh has no "defaultProviders.accessLogging", so nothing is logged; name a provider, such as "envoy"',
  },
} as const satisfies MessageType;

/** Istio's PodsIstioProxyImageMismatchInNamespace. */
export const IST0158 = {
  code: 'IST0158',
  name: 'PodsIstioProxyImageMismatchInNamespace',
  level: 'Warning',
  summary: 'Pods run another proxy than the injector would add now.',
  texts: {
    pods: (pods: readonly string[]) =>
      `has pods with another proxy than the injector would give them: ${listed(pods)}; create them anew`,
  },
} as const satisfies MessageType;

/** Istio's ConflictingTelemetryWorkloadSelectors. */
export const IST0159 = {
  code: 'IST0159',
  name: 'ConflictingTelemetryWorkloadSelectors',
  level: 'Error',
  summary: 'Several Telemetries select the same pods, and it is not said which of them counts.',
  texts: {
    shared: (workload: string, telemetries: readonly string[]) =>
      `selects the pods of "${workload}", as more than one Telemetry does: ${listed(telemetries)}; only one of them counts, so merge them or tell them apart`,
  },
} as const satisfies MessageType;

/** Istio's MultipleTelemetriesWithoutWorkloadSelectors. */
export const IST0160 = {
  code: 'IST0160',
  name: 'MultipleTelemetriesWithoutWorkloadSelectors',
  level: 'Error',
  summary: 'Several Telemetries are for all pods of a namespace, and it is not said which of them counts.',
  texts: {
    several: (namespace: string, telemetries: readonly string[]) =>
      `is one of several Telemetries for all of namespace "${namespace}": ${listed(telemetries)}; only one of them counts, so merge them or give all but one a selector`,
  },
} as const satisfies MessageType;

/** Istio's IneffectivePolicy. */
export const IST0167 = {
  code: 'IST0167',
  name: 'IneffectivePolicy',
  level: 'Warning',
  summary: 'A policy is for pods that nothing applies it to.',
  texts: {
    ambientNamespace: (namespace: string) =>
      `"${namespace}" is in ambient mode, where no sidecar reads this; remove it`,
    ambientWorkload: (workload: string) =>
      `selects "${workload}", which is in ambient mode, where no sidecar reads this; remove it, or select others`,
  },
} as const satisfies MessageType;

/** Istio's JwksUriFetchUnrestricted. */
export const IST0175 = {
  code: 'IST0175',
  name: 'JwksUriFetchUnrestricted',
  level: 'Warning',
  summary: 'istiod fetches keys from any address that a RequestAuthentication names.',
  texts: {
    unrestricted: (variable: string, policies: readonly string[]) =>
      `set no ${variable}, so istiod connects to wherever RequestAuthentications say: ${listed(policies)}; set it to the addresses of your own networks`,
  },
} as const satisfies MessageType;
