import type { MessageType } from './message-type';
import { listed, shown } from './words';

/** Istio's Deprecated. */
export const IST0002 = {
  code: 'IST0002',
  name: 'Deprecated',
  level: 'Warning',
  summary: 'An object uses what Istio is about to drop, or has dropped.',
  texts: {
    percent: (percent: number) =>
      `${percent} is deprecated; write "percentage: { value: ${percent} }" instead`,
    egressProxy: () => 'is deprecated, and Istio ignores it; remove it',
    removedKind: (kind: string) =>
      `"${kind}" is a kind that Istio has dropped; remove the definition, and use AuthorizationPolicy`,
    lightstep: (name: string) =>
      `"${name}" is a Lightstep provider, which proxies no longer have; use one of OpenTelemetry`,
  },
} as const satisfies MessageType;

/** Istio's ReferencedResourceNotFound. */
export const IST0101 = {
  code: 'IST0101',
  name: 'ReferencedResourceNotFound',
  level: 'Error',
  summary: 'An object names another one that does not exist.',
  texts: {
    gateway: (name: string, namespace: string) =>
      `${shown(name)} is no Gateway of namespace ${shown(namespace)}; create it, or write "namespace/name" for that of another one`,
    host: (host: string) =>
      `${shown(host)} is no host that is known here; name a Service of this namespace, one of another as "name.namespace.svc.cluster.local", or a host of a ServiceEntry`,
    port: (port: number, host: string, known: readonly number[]) =>
      known.length === 0
        ? `${port} is no port of ${shown(host)}, which has none`
        : `${port} is no port of ${shown(host)}; it has ${listed(known)}`,
    subset: (subset: string, host: string, known: readonly string[]) =>
      known.length === 0
        ? `${shown(subset)} is no subset of ${shown(host)}, which has none; define it in a DestinationRule`
        : `${shown(subset)} is no subset of ${shown(host)}; define it in a DestinationRule, or take ${listed(known)}`,
    selector: (selector: string) =>
      `${shown(selector)} selects no pod; give the labels of the gateway's pods, or deploy a gateway that has these`,
    servers: (selector: string) =>
      `${shown(selector)} leads to no Gateway with servers; give this one a server`,
    secret: (name: string, namespaces: readonly string[]) =>
      `${shown(name)} is no Secret of namespace ${listed(namespaces)}, where the gateway's pods look for it; create it there`,
    namespace: (name: string) =>
      `"${name}" is no namespace that is known; correct the name, or add the Namespace`,
    workloads: (labels: string, namespace: string) =>
      `"${labels}" selects no pod in namespace "${namespace}"; write labels that pods there have`,
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
      `${shown(host)} is routed inside the mesh by VirtualService ${listed(others)} too, and only one of them counts; merge them`,
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

/** Istio's VirtualServiceDestinationPortSelectorRequired. */
export const IST0112 = {
  code: 'IST0112',
  name: 'VirtualServiceDestinationPortSelectorRequired',
  level: 'Error',
  summary: 'A route leads to a host with several ports and names none of them.',
  texts: {
    port: (host: string, known: readonly number[]) =>
      `${shown(host)} has the ports ${listed(known)}; add port.number to choose one of them`,
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
      `${shown(regex)} is no regular expression: ${problem}; write it in the syntax of RE2`,
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

/** Istio's NoServerCertificateVerificationDestinationLevel. */
export const IST0128 = {
  code: 'IST0128',
  name: 'NoServerCertificateVerificationDestinationLevel',
  level: 'Warning',
  summary: 'A DestinationRule asks for TLS and names no authority that must have signed the certificate.',
  texts: {
    missing: (mode: string, host: string) =>
      `"${mode}" without "caCertificates" takes a certificate for "${host}" from any authority that the proxy's system trusts; name the file of the one to trust`,
  },
} as const satisfies MessageType;

/** Istio's NoServerCertificateVerificationPortLevel. */
export const IST0129 = {
  code: 'IST0129',
  name: 'NoServerCertificateVerificationPortLevel',
  level: 'Warning',
  summary:
    'A DestinationRule asks for TLS on a port and names no authority that must have signed the certificate.',
  texts: {
    missing: (mode: string, host: string, port: number | undefined) =>
      `"${mode}" without "caCertificates" takes a certificate for ${port === undefined ? 'a port' : `port ${port}`} of "${host}" from any authority that the proxy's system trusts; name the file of the one to trust`,
  },
} as const satisfies MessageType;

/** Istio's VirtualServiceUnreachableRule. */
export const IST0130 = {
  code: 'IST0130',
  name: 'VirtualServiceUnreachableRule',
  level: 'Warning',
  summary: 'A rule of a VirtualService is not used, as rules before it take what it matches.',
} as const satisfies MessageType;

/** Istio's VirtualServiceIneffectiveMatch. */
export const IST0131 = {
  code: 'IST0131',
  name: 'VirtualServiceIneffectiveMatch',
  level: 'Info',
  summary: 'A match of a VirtualService repeats an earlier one, or is covered by it.',
} as const satisfies MessageType;

/** Istio's VirtualServiceHostNotFoundInGateway. */
export const IST0132 = {
  code: 'IST0132',
  name: 'VirtualServiceHostNotFoundInGateway',
  level: 'Warning',
  summary: 'A VirtualService has no host in common with a Gateway that it is bound to.',
  texts: {
    hosts: (gateway: string, hosts: readonly string[]) =>
      `${shown(gateway)} serves none of the hosts ${listed(hosts)} to this namespace; add one to its servers, or bind another Gateway`,
  },
} as const satisfies MessageType;

/** Istio's SchemaWarning: admitted by istiod's webhook with a warning. */
export const IST0133 = {
  code: 'IST0133',
  name: 'SchemaWarning',
  level: 'Warning',
  summary: 'The webhook of istiod admits the object, and warns of something in it.',
} as const satisfies MessageType;

/** Istio's ServiceEntryAddressesRequired. */
export const IST0134 = {
  code: 'IST0134',
  name: 'ServiceEntryAddressesRequired',
  level: 'Warning',
  summary: "A ServiceEntry's TCP port has no addresses to be recognized by.",
  texts: {
    missing: (protocol: string) =>
      `${protocol === '' ? 'is missing, which means TCP, and' : `"${protocol}"`} without "addresses" takes every connection to this port, wherever it goes; add addresses, or name the protocol inside, such as "TLS"`,
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
      `${shown(certificate)} is the certificate of Gateway ${shown(other)} on the same pods, too: a browser that keeps its connection for the hosts of both gets 404; put the hosts into one server`,
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
      `${shown(host)} gets its subset from VirtualService ${shown(other)} inside the mesh only; name a subset here for requests from gateways`,
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
      `${shown(host)} at port ${port} is served by Gateway ${listed(others)} on the same pods, too; leave it to one of them`,
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
      `${shown(key)} is a claim that nobody checks at Gateway ${shown(gateway)}: no RequestAuthentication applies to the pods of ${listed(pods)}; add one`,
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

/** Istio's InvalidGatewayCredential. */
export const IST0161 = {
  code: 'IST0161',
  name: 'InvalidGatewayCredential',
  level: 'Error',
  summary: 'The Secret of a Gateway holds no certificate that can be used.',
  texts: {
    secret: (name: string, problem: string) => `${shown(name)} is a Secret that ${problem}`,
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
        ? `${port} cannot be reached: no Service selects the pods of ${shown(selector)}; add one`
        : `${port} is no port of the Services that select the pods of ${shown(selector)}; they have ${listed(known)}`,
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
      `${shown(name)} is internal to istiod, which makes it of a Kubernetes Gateway; route with an HTTPRoute instead`,
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

/** Istio's DestinationRuleSubsetNotSelectPods. */
export const IST0173 = {
  code: 'IST0173',
  name: 'DestinationRuleSubsetNotSelectPods',
  level: 'Error',
  summary: 'A subset has no pods, so requests to it fail.',
  texts: {
    noPods: (subset: string, labels: string) =>
      `"${labels}" is on no pod, so requests to subset "${subset}" fail with 503; write labels that pods have, or remove the subset`,
  },
} as const satisfies MessageType;

/** Istio's UnknownDestinationRuleHost. */
export const IST0174 = {
  code: 'IST0174',
  name: 'UnknownDestinationRuleHost',
  level: 'Warning',
  summary: 'A DestinationRule is for a host that nothing declares.',
  texts: {
    unknown: (host: string, namespace: string) =>
      `"${host}" is no Service, and no host of a ServiceEntry, that namespace "${namespace}" sees; correct the name, or add a ServiceEntry`,
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

/** Our own: Kubernetes drops such fields in silence, unless `kubectl` is asked to be strict. */
export const IST9001 = {
  code: 'IST9001',
  name: 'UnknownField',
  level: 'Warning',
  summary: 'The schema knows no such field, and the API server drops it.',
} as const satisfies MessageType;

/** What an object says, and nothing follows from. */
export const IST9010 = {
  code: 'IST9010',
  name: 'NoEffect',
  level: 'Warning',
  summary: 'A field or a whole object changes nothing.',
  // The operations of EnvoyFilters.
  givesWayTo: ['IST0152', 'IST0153', 'IST0154'],
} as const satisfies MessageType;

/** What IST0130 does not see: prefixes that cover exact paths, hosts, conditions that imply others. */
export const IST9011 = {
  code: 'IST9011',
  name: 'UnreachableRoute',
  level: 'Warning',
  summary: 'No request reaches a route, as routes before it take all that it matches.',
} as const satisfies MessageType;

/** A condition that never holds. */
export const IST9012 = {
  code: 'IST9012',
  name: 'ImpossibleCondition',
  level: 'Warning',
  summary: 'A condition that nothing fulfils, such as a method in lower case.',
  // What can be no name of a namespace is the name of none.
  givesWayTo: ['IST0101'],
} as const satisfies MessageType;

/** What another field makes void. */
export const IST9013 = {
  code: 'IST9013',
  name: 'IgnoredField',
  level: 'Warning',
  summary: 'A field is not looked at, for what is or is not beside it.',
} as const satisfies MessageType;

/** A server that gives way. */
export const IST9014 = {
  code: 'IST9014',
  name: 'DroppedServer',
  level: 'Warning',
  summary: 'Istio drops a server of a Gateway in silence, for another one of the same object.',
} as const satisfies MessageType;

/** A value that gets past istiod's webhook and no further. */
export const IST9015 = {
  code: 'IST9015',
  name: 'UnusableValue',
  level: 'Warning',
  summary: 'The webhook of istiod admits a value that istiod itself, or Envoy, cannot use.',
  // What can be no name of a Gateway is the name of none.
  givesWayTo: ['IST0101'],
} as const satisfies MessageType;

/** A destination without traffic, or traffic without a destination. */
export const IST9016 = {
  code: 'IST9016',
  name: 'NoTraffic',
  level: 'Warning',
  summary: 'A destination gets no traffic, or traffic has nowhere to go.',
} as const satisfies MessageType;

/** The same, twice. */
export const IST9017 = {
  code: 'IST9017',
  name: 'RepeatedEntry',
  level: 'Warning',
  summary: 'A list says the same twice, of which one counts.',
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

/** Our own: istiod looks for DestinationRules where the gateway is, not where the VirtualService is. */
export const IST9201 = {
  code: 'IST9201',
  name: 'SubsetUnknownToGateway',
  level: 'Error',
  summary: 'A route of a gateway leads to a subset whose DestinationRule the gateway does not follow.',
  texts: {
    unseen: (subset: string, definedBy: string, host: string, gateways: readonly string[], home: string) =>
      `"${subset}" is defined by DestinationRule "${definedBy}", which a gateway in namespace ${listed(gateways)} does not follow for "${host}", so that requests get 503; define the subset in namespace "${home}", exported to the gateway`,
    otherRule: (subset: string, definedBy: string, host: string, followed: string) =>
      `"${subset}" is defined by DestinationRule "${definedBy}", but for "${host}" the gateway follows "${followed}" alone, so that requests get 503; define the subset there`,
  },
} as const satisfies MessageType;

/** Our own: what counts is the namespace of the gateway's pods, not of the Gateway. */
export const IST9202 = {
  code: 'IST9202',
  name: 'VirtualServiceHiddenFromGateway',
  level: 'Warning',
  summary: 'A VirtualService is bound to a Gateway whose pods are in a namespace that it is not exported to.',
  texts: {
    exportTo: (gateway: string, namespaces: readonly string[]) =>
      `the pods of Gateway "${gateway}" are in namespace ${listed(namespaces)}, which this is not exported to, so that they ignore the VirtualService; add their namespace`,
  },
} as const satisfies MessageType;

export const IST9203 = {
  code: 'IST9203',
  name: 'MatchIneffectiveAtGateway',
  level: 'Warning',
  summary: 'A match of a VirtualService asks for what none of its gateways is, and so never matches.',
  texts: {
    port: (port: number, gateways: readonly string[], ports: readonly number[]) =>
      `${port} is the port of no server of Gateway ${listed(gateways)}, so that this never matches; it is compared with the number in "servers", which is ${listed(ports)}`,
    sourceLabels: (labels: string, gateways: readonly string[]) =>
      `at a gateway the source is the gateway's own pod, and none of Gateway ${listed(gateways)} carries "${labels}", so that this never matches; remove the condition, or bind "mesh"`,
    sourceNamespace: (namespace: string, gateways: readonly string[]) =>
      `at a gateway the source is the gateway's own pod, and none of Gateway ${listed(gateways)} is in namespace "${namespace}", so that this never matches; remove the condition, or bind "mesh"`,
  },
} as const satisfies MessageType;

export const IST9204 = {
  code: 'IST9204',
  name: 'RoutesUnusedAtGateway',
  level: 'Warning',
  summary: 'A VirtualService has routes of a sort that no server of its gateways uses.',
  texts: {
    routes: (list: string, gateways: readonly string[], used: readonly string[], remedy: string) =>
      `no server of Gateway ${listed(gateways)} for these hosts uses "${list}" routes, but ${used.length === 0 ? 'none at all' : `only ${listed(used)}`}; ${remedy}`,
    terminate: () =>
      'where the server shall terminate TLS, set its protocol to HTTPS and its tls.mode to SIMPLE, or write "tls" routes',
    plain: () => 'let a server speak HTTP, or write the routes in the list that is used',
    passThrough: () => 'for routes by SNI let the server have protocol TLS and tls.mode PASSTHROUGH',
    bytes: () => 'let a server speak TCP, or terminate TLS with protocol TLS',
  },
} as const satisfies MessageType;

export const IST9205 = {
  code: 'IST9205',
  name: 'GatewayServerDropped',
  level: 'Warning',
  summary: 'Two servers on the same pods and port exclude each other, and the younger one is dropped.',
  texts: {
    host: (host: string, other: string, port: number) =>
      `"${host}" is served over TLS by ${other} too, on port ${port} of the same pods, and istiod drops the younger server as a whole; serve each host once`,
    protocol: (protocol: string, other: string, otherProtocol: string, port: number) =>
      `${protocol} shares port ${port} of the same pods with ${otherProtocol} of ${other}, and istiod drops the younger server; give them ports of their own`,
  },
} as const satisfies MessageType;

/** Our own: a delegation that leads nowhere costs just this route, and is never mentioned. */
export const IST9206 = {
  code: 'IST9206',
  name: 'DelegateIneffective',
  level: 'Warning',
  summary: 'A route delegates to a VirtualService that cannot take it, and istiod drops the route.',
  texts: {
    missing: (name: string) =>
      `"${name}" is no VirtualService, so that istiod drops this route; create it, or correct name and namespace`,
    hasHosts: (name: string) =>
      `VirtualService "${name}" has hosts of its own, so that istiod drops this route; remove spec.hosts there`,
    hidden: (name: string, namespace: string) =>
      `VirtualService "${name}" is not exported to namespace "${namespace}", so that istiod drops this route; add it to spec.exportTo there`,
  },
} as const satisfies MessageType;

export const IST9207 = {
  code: 'IST9207',
  name: 'GatewayRouteShadowed',
  level: 'Warning',
  summary:
    'Two VirtualServices have the same match for one host of one Gateway, and only the older one counts.',
  texts: {
    everything: (host: string, gateway: string, other: string) =>
      `VirtualService "${other}" takes all other requests for "${host}" at Gateway "${gateway}" too, and only the older of the two gets them; leave one of them a narrower match`,
    match: (host: string, gateway: string, other: string) =>
      `VirtualService "${other}" has the same match for "${host}" at Gateway "${gateway}", and only the older of the two gets the requests; let the matches differ`,
  },
} as const satisfies MessageType;

export const IST9208 = {
  code: 'IST9208',
  name: 'DestinationRulesInConflict',
  level: 'Warning',
  summary:
    'Several DestinationRules of one namespace are for the same host, and a part of them has no effect.',
  texts: {
    trafficPolicy: (host: string, other: string) =>
      `DestinationRule "${other}" has a traffic policy for "${host}" too, and only that of the older of the two counts; put both into one DestinationRule`,
    subset: (name: string, host: string, other: string) =>
      `DestinationRule "${other}" defines subset "${name}" of "${host}" otherwise, and only the older of the two counts; define each subset once`,
    exportTo: (host: string, other: string) =>
      `DestinationRule "${other}" is for "${host}" too, but exported to other namespaces, so that istiod does not merge them: who sees both follows only the younger; export both alike, or put them into one`,
  },
} as const satisfies MessageType;

export const IST9209 = {
  code: 'IST9209',
  name: 'PortSettingsIneffective',
  level: 'Warning',
  summary: 'A DestinationRule has settings for a port that its host does not have.',
  texts: {
    port: (port: number, host: string, known: readonly number[]) =>
      `${port} is no port of "${host}", so that these settings have no effect; name a port of the Service, which is ${listed(known)}`,
  },
} as const satisfies MessageType;

/** Our own: Istio's analyzer accepts these hosts, but no cluster carries their name, and Envoy answers 503. */
export const IST9210 = {
  code: 'IST9210',
  name: 'DestinationWithoutCluster',
  level: 'Error',
  summary: 'A route leads to a host that is known, but that Envoy has no cluster for.',
  texts: {
    wildcard: (host: string, wildcard: string, entry: string) =>
      `"${host}" is known only as "${wildcard}" of ServiceEntry "${entry}", and a wildcard is no destination for other names, so that requests get 503; add "${host}" to the hosts of a ServiceEntry`,
    alias: (host: string, target: string) =>
      `"${host}" is another name of "${target}", which is no host that is known here, so that requests get 503; add a ServiceEntry for "${target}"`,
    hidden: (host: string, by: string, gateways: readonly string[]) =>
      `"${host}" of ${by} is not exported to namespace ${listed(gateways)}, where the gateway is, so that requests get 503; export it there`,
    udp: (port: number, host: string) =>
      `port ${port} of "${host}" is UDP, which Envoy does not proxy, so that requests get 503; send them to a port of TCP`,
  },
} as const satisfies MessageType;

export const IST9211 = {
  code: 'IST9211',
  name: 'DestinationPortOmitted',
  level: 'Error',
  summary: 'A sidecar takes the called port for a destination without one, and the destination has another.',
  texts: {
    port: (host: string, port: number, called: readonly number[]) =>
      `without a port, sidecars take the one that was called, ${listed(called)}, which "${host}" does not have, so that requests get 503; add port.number: ${port}`,
  },
} as const satisfies MessageType;

export const IST9212 = {
  code: 'IST9212',
  name: 'RoutesUnusedByProtocol',
  level: 'Warning',
  summary: 'A VirtualService has routes of a sort that its hosts have no port for.',
  texts: {
    routes: (list: string, port: string, protocol: string, remedy: string) =>
      `sidecars ignore "${list}" routes for these hosts, whose ports are of another protocol (${port} is ${protocol}); ${remedy}`,
    http: () =>
      'name the port of the Service "http-..." or set its appProtocol, or write the routes as "tcp" or "tls"',
    tls: () =>
      'name the port of the Service "tls-..." or set its appProtocol, or write the routes in the list of that protocol',
    tcp: () => 'name the port of the Service "tcp-..." or set its appProtocol, or write the routes as "http"',
  },
} as const satisfies MessageType;

/** Our own: both sides of a connection are right by themselves, and do not fit together. */
export const IST9213 = {
  code: 'IST9213',
  name: 'TlsModesInConflict',
  level: 'Error',
  summary: 'The TLS that a DestinationRule asks of clients is not what the workloads of its host accept.',
  texts: {
    strict: (mode: string, workload: string, port: number) =>
      `"${mode}" sends no mutual TLS of the mesh, but ${workload} accepts nothing else on port ${port}, so that connections fail; remove this setting, or set "ISTIO_MUTUAL"`,
    noSidecar: (mode: string, workload: string, port: number) =>
      `"${mode}" sends mutual TLS of the mesh, but ${workload} has no sidecar that would take it on port ${port}, so that connections fail; remove this setting, which then follows the workload, or set "DISABLE"`,
    disabled: (mode: string, workload: string, port: number) =>
      `"${mode}" sends mutual TLS of the mesh, but a PeerAuthentication disables it for ${workload} on port ${port}, so that connections fail; remove this setting, or set "DISABLE"`,
  },
} as const satisfies MessageType;

export const IST9214 = {
  code: 'IST9214',
  name: 'PeerAuthenticationsInConflict',
  level: 'Warning',
  summary: 'Two PeerAuthentications are for the same workloads, where only the older one counts.',
  texts: {
    namespace: (other: string) =>
      `PeerAuthentication "${other}" is for all of the namespace too, and only the older of the two counts; keep one of them`,
    mesh: (other: string) =>
      `PeerAuthentication "${other}" is for all of the mesh too, and only the older of the two counts; keep one of them`,
    workload: (other: string, workload: string) =>
      `PeerAuthentication "${other}" selects ${workload} too, and only the older of the two counts there; keep one of them, or narrow the selectors`,
  },
} as const satisfies MessageType;

/** Our own: policies see the port that the pod listens on, not that of the Service. */
export const IST9215 = {
  code: 'IST9215',
  name: 'PolicyForServicePort',
  level: 'Warning',
  summary: 'A policy names the port of a Service, where that of the pod is meant.',
  texts: {
    port: (port: number | string, workload: string, target: number) =>
      `${port} is a port of the Service, but ${workload} listens on ${target} for it, and that is what policies look at, so that this never holds; write ${target}`,
  },
} as const satisfies MessageType;

export const IST9216 = {
  code: 'IST9216',
  name: 'TokenNeverVerified',
  level: 'Warning',
  summary: 'An AuthorizationPolicy asks for a verified token where no RequestAuthentication verifies any.',
  texts: {
    allow: () =>
      'no RequestAuthentication applies to the workloads of this policy, so that no request has a verified token and this never holds; add a RequestAuthentication for them',
    deny: () =>
      'no RequestAuthentication applies to the workloads of this policy, so that no request has a verified token and this always holds; add a RequestAuthentication for them',
  },
} as const satisfies MessageType;

export const IST9217 = {
  code: 'IST9217',
  name: 'IdentityOfNobody',
  level: 'Warning',
  summary: 'An AuthorizationPolicy names a service account that no workload of its namespace runs as.',
  texts: {
    serviceAccount: (account: string, namespace: string, known: readonly string[]) =>
      `no workload of namespace "${namespace}" runs as service account "${account}", so that this matches nobody; those there run as ${listed(known)}`,
  },
} as const satisfies MessageType;

export const IST9218 = {
  code: 'IST9218',
  name: 'ServiceWithoutEndpoints',
  level: 'Warning',
  summary: 'A Service, or a port of it, leads to no pod, although its pods seem to be here.',
  texts: {
    selector: (selector: string, workload: string) =>
      `"${selector}" selects no pod of this namespace, so that requests get 503; ${workload} looks as if it were meant: let its pods carry these labels`,
    targetPort: (name: string, workload: string, known: readonly string[]) =>
      `"${name}" is the name of no port of ${workload}, so that requests get 503; ${known.length === 0 ? 'name a port of its containers so, or write the number' : `take ${listed(known)}, or write the number`}`,
  },
} as const satisfies MessageType;

/** Our own: the reference can only mean a Gateway of Kubernetes, and for others' pods the policy is ignored. */
export const IST9219 = {
  code: 'IST9219',
  name: 'PolicyForIstioGateway',
  level: 'Warning',
  summary: "A policy targets a Gateway of Kubernetes' API where there is only one of Istio's with that name.",
  texts: {
    gateway: (name: string, selector: string) =>
      `"${name}" here can only be a Gateway of gateway.networking.k8s.io, of which there is none, so that this has no effect on Istio's Gateway of that name; select its pods in their namespace, by "${selector}"`,
  },
} as const satisfies MessageType;
