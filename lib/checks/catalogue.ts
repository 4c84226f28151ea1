import type { MessageType } from './message';
import { listed } from './words';

/** Istio's ReferencedResourceNotFound. */
export const IST0101 = {
  code: 'IST0101',
  name: 'ReferencedResourceNotFound',
  level: 'Error',
  summary: 'An object names another one that does not exist.',
  texts: {
    gateway: (name: string, namespace: string) =>
      `"${name}" is no Gateway of namespace "${namespace}"; create it, or write "namespace/name" for that of another one`,
    host: (host: string) =>
      `"${host}" is no host that is known here; name a Service of this namespace, one of another as "name.namespace.svc.cluster.local", or a host of a ServiceEntry`,
    port: (port: number, host: string, known: readonly number[]) =>
      known.length === 0
        ? `${port} is no port of "${host}", which has none`
        : `${port} is no port of "${host}"; it has ${listed(known)}`,
    subset: (subset: string, host: string, known: readonly string[]) =>
      known.length === 0
        ? `"${subset}" is no subset of "${host}", which has none; define it in a DestinationRule`
        : `"${subset}" is no subset of "${host}"; define it in a DestinationRule, or take ${listed(known)}`,
    selector: (selector: string) =>
      `"${selector}" selects no pod; give the labels of the gateway's pods, or deploy a gateway that has these`,
    servers: (selector: string) => `"${selector}" leads to no Gateway with servers; give this one a server`,
    secret: (name: string, namespaces: readonly string[]) =>
      `"${name}" is no Secret of namespace ${listed(namespaces)}, where the gateway's pods look for it; create it there`,
  },
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

/** Istio's ConflictingMeshGatewayVirtualServiceHosts. */
export const IST0109 = {
  code: 'IST0109',
  name: 'ConflictingMeshGatewayVirtualServiceHosts',
  level: 'Error',
  summary: 'Several VirtualServices route one host inside the mesh, where only one of them counts.',
  texts: {
    host: (host: string, others: readonly string[]) =>
      `"${host}" is routed inside the mesh by VirtualService ${listed(others)} too, and only one of them counts; merge them`,
  },
} as const satisfies MessageType;

/** Istio's VirtualServiceDestinationPortSelectorRequired. */
export const IST0112 = {
  code: 'IST0112',
  name: 'VirtualServiceDestinationPortSelectorRequired',
  level: 'Error',
  summary: 'A route leads to a host with several ports and names none of them.',
  texts: {
    port: (host: string, known: readonly number[]) =>
      `"${host}" has the ports ${listed(known)}; add port.number to choose one of them`,
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

/** Istio's InvalidRegexp. */
export const IST0122 = {
  code: 'IST0122',
  name: 'InvalidRegexp',
  level: 'Warning',
  summary: 'A regular expression of a VirtualService is not one that Envoy can read.',
  texts: {
    regex: (regex: string, problem: string) =>
      `"${regex}" is no regular expression: ${problem}; write it in the syntax of RE2`,
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

/** Istio's VirtualServiceHostNotFoundInGateway. */
export const IST0132 = {
  code: 'IST0132',
  name: 'VirtualServiceHostNotFoundInGateway',
  level: 'Warning',
  summary: 'A VirtualService has no host in common with a Gateway that it is bound to.',
  texts: {
    hosts: (gateway: string, hosts: readonly string[]) =>
      `"${gateway}" serves none of the hosts ${listed(hosts)} to this namespace; add one to its servers, or bind another Gateway`,
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

/** Istio's GatewayDuplicateCertificate. */
export const IST0138 = {
  code: 'IST0138',
  name: 'GatewayDuplicateCertificate',
  level: 'Warning',
  summary: 'Two Gateways on the same pods use one certificate: browsers that reuse connections get 404.',
  texts: {
    certificate: (certificate: string, other: string) =>
      `"${certificate}" is the certificate of Gateway "${other}" on the same pods, too: a browser that keeps its connection for the hosts of both gets 404; put the hosts into one server`,
  },
} as const satisfies MessageType;

/** Istio's IngressRouteRulesNotAffected. */
export const IST0140 = {
  code: 'IST0140',
  name: 'IngressRouteRulesNotAffected',
  level: 'Warning',
  summary:
    'A gateway sends to a host without a subset, although a VirtualService chooses one inside the mesh.',
  texts: {
    subset: (host: string, other: string) =>
      `"${host}" gets its subset from VirtualService "${other}" inside the mesh only; name a subset here for requests from gateways`,
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

/** Istio's ConflictingGateways. */
export const IST0145 = {
  code: 'IST0145',
  name: 'ConflictingGateways',
  level: 'Error',
  summary: 'Several Gateways on the same pods serve one host at one port.',
  texts: {
    host: (host: string, port: number, others: readonly string[]) =>
      `"${host}" at port ${port} is served by Gateway ${listed(others)} on the same pods, too; leave it to one of them`,
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

/** Istio's JwtClaimBasedRoutingWithoutRequestAuthN. */
export const IST0149 = {
  code: 'IST0149',
  name: 'JwtClaimBasedRoutingWithoutRequestAuthN',
  level: 'Error',
  summary: 'A route depends on a claim of a token that no RequestAuthentication checks at the gateway.',
  texts: {
    claim: (key: string, gateway: string, pods: readonly string[]) =>
      `"${key}" is a claim that nobody checks at Gateway "${gateway}": no RequestAuthentication applies to the pods of ${listed(pods)}; add one`,
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

/** Istio's InvalidGatewayCredential. */
export const IST0161 = {
  code: 'IST0161',
  name: 'InvalidGatewayCredential',
  level: 'Error',
  summary: 'The Secret of a Gateway holds no certificate that can be used.',
  texts: {
    secret: (name: string, problem: string) => `"${name}" is a Secret that ${problem}`,
  },
} as const satisfies MessageType;

/** Istio's GatewayPortNotDefinedOnService. */
export const IST0162 = {
  code: 'IST0162',
  name: 'GatewayPortNotDefinedOnService',
  level: 'Warning',
  summary: 'A Gateway listens on a port that no Service of its pods leads to.',
  texts: {
    port: (port: number, selector: string, known: readonly number[]) =>
      known.length === 0
        ? `${port} cannot be reached: no Service selects the pods of "${selector}"; add one`
        : `${port} is no port of the Services that select the pods of "${selector}"; they have ${listed(known)}`,
  },
} as const satisfies MessageType;

/** Istio's ReferencedInternalGateway. */
export const IST0165 = {
  code: 'IST0165',
  name: 'ReferencedInternalGateway',
  level: 'Warning',
  summary: 'A VirtualService names a Gateway that istiod makes of one of the Kubernetes Gateway API.',
  texts: {
    gateway: (name: string) =>
      `"${name}" is internal to istiod, which makes it of a Kubernetes Gateway; route with an HTTPRoute instead`,
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
