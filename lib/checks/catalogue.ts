import type { MessageType } from './message';
import { listed } from './wording';

/** Istio's ReferencedResourceNotFound. */
export const IST0101 = {
  code: 'IST0101',
  name: 'ReferencedResourceNotFound',
  level: 'Error',
  summary: 'An object names another one that does not exist.',
} as const satisfies MessageType;

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

/** Istio's SchemaValidationError: refused by the schema, its CEL rules or by istiod's webhook. */
export const IST0106 = {
  code: 'IST0106',
  name: 'SchemaValidationError',
  level: 'Error',
  summary: 'The API server or istiod refuses the object.',
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

/** Our own: Kubernetes drops such fields in silence, unless `kubectl` is asked to be strict. */
export const IST9001 = {
  code: 'IST9001',
  name: 'UnknownField',
  level: 'Warning',
  summary: 'The schema knows no such field, and the API server drops it.',
} as const satisfies MessageType;

/** Injection looks at the pods alone. (J1) */
export const IST9101 = {
  code: 'IST9101',
  name: 'MisplacedInjectionLabel',
  level: 'Warning',
  summary: 'The label for injection is on the owner of pods instead of on their template.',
  texts: {
    owner: (template: string) =>
      `has no effect here; injection looks at pods: move it to ${template}.metadata.labels`,
  },
} as const satisfies MessageType;

/** All words but `enabled` mean no sidecars. (J2) */
export const IST9102 = {
  code: 'IST9102',
  name: 'UnknownNamespaceInjection',
  level: 'Warning',
  summary: 'A namespace has a word for injection that Istio does not know, so its pods get no sidecars.',
  texts: {
    value: (value: string) =>
      `"${value}" leaves pods without sidecars; use "enabled", or "disabled" if that is meant`,
  },
} as const satisfies MessageType;

/** Pods that ask for a sidecar and get none. (J2, J3) */
export const IST9103 = {
  code: 'IST9103',
  name: 'IneffectiveInjection',
  level: 'Warning',
  summary: 'Pods ask for a sidecar in a way or a place in which they get none.',
  texts: {
    namespace: (namespace: string) =>
      `"true" gives no sidecar, for namespace "${namespace}" has istio-injection=disabled; remove that label, or this`,
    hostNetwork: () =>
      '"true" gives no sidecar to a pod on the network of its node; remove this, or hostNetwork',
    annotation: () =>
      '"true" gives no sidecar, for the injector is asked about labelled pods only; set the label of the same name',
  },
} as const satisfies MessageType;

/** Only `true` and `false` count. (J3) */
export const IST9104 = {
  code: 'IST9104',
  name: 'UnknownInjectionLabel',
  level: 'Warning',
  summary: 'The label for injection has a value that Istio does not know and passes over.',
  texts: {
    value: (value: string) => `"${value}" is passed over; use "true" or "false"`,
  },
} as const satisfies MessageType;

/** For connections that come in, the oldest Service says what is spoken. (K2) */
export const IST9105 = {
  code: 'IST9105',
  name: 'ConflictingTargetPortProtocols',
  level: 'Warning',
  summary: 'Services that select the same pods take one of their ports for HTTP and for something else.',
  texts: {
    protocol: (protocol: string, target: string | number, other: string, otherProtocol: string) =>
      `makes target port "${target}" ${protocol}, and Service "${other}" makes it ${otherProtocol}, of which the older counts; use one protocol`,
  },
} as const satisfies MessageType;

/** What IST0107 and IST0108 are for other objects. */
export const IST9106 = {
  code: 'IST9106',
  name: 'IneffectiveTemplateAnnotation',
  level: 'Warning',
  summary:
    'An annotation of a pod template has a name of Istio that Istio does not know, or does not read from pods.',
  texts: {
    unknown: () => 'is no annotation that Istio knows; correct its name, or remove it',
    otherKind: (kinds: readonly string[]) =>
      `has no effect on pods; Istio reads it from objects of kind ${kinds.join(', ')}`,
  },
} as const satisfies MessageType;

/** What IST0125 is for pods that exist: here none come to exist. */
export const IST9107 = {
  code: 'IST9107',
  name: 'InvalidTemplateAnnotation',
  level: 'Error',
  summary: 'An annotation of a pod template has a value for which the injector refuses the pods.',
  texts: {
    value: (problem: string) => `${problem} (the injector refuses the pods)`,
  },
} as const satisfies MessageType;
