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

/** Istio's SchemaValidationError: refused by the schema, its CEL rules or by istiod's webhook. */
export const IST0106 = {
  code: 'IST0106',
  name: 'SchemaValidationError',
  level: 'Error',
  summary: 'The API server or istiod refuses the object.',
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
