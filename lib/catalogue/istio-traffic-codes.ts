import type { MessageType } from './message-type';
import { listed, shown, unlessElsewhere } from './words';

/** Istio's Deprecated. */
export const IST0002 = {
  code: 'IST0002',
  name: 'Deprecated',
  level: 'Warning',
  summary: 'An object uses a field or a kind that Istio has deprecated or removed.',
  texts: {
    percent: (percent: number) =>
      `${percent} is deprecated; write "percentage: { value: ${percent} }" instead`,
    egressProxy: () => 'is deprecated, and Istio ignores it; remove it',
    removedKind: (kind: string) =>
      `"${kind}" is a kind that Istio has removed; delete the definition, and use AuthorizationPolicy`,
    lightstep: (name: string) =>
      `"${name}" is a Lightstep provider, which proxies no longer support; use an OpenTelemetry provider`,
  },
} as const satisfies MessageType;

/** Istio's ReferencedResourceNotFound. */
export const IST0101 = {
  code: 'IST0101',
  name: 'ReferencedResourceNotFound',
  kiali: ['KIA0004', 'KIA0101', 'KIA0302', 'KIA1101', 'KIA1102', 'KIA1107'],
  level: 'Error',
  summary: 'An object refers to another object that does not exist.',
  texts: {
    gateway: (name: string, namespace: string, areGatewaysShown: boolean) =>
      `${shown(name)} does not exist: namespace ${shown(namespace)} has no Gateway of this name; create it, or write "namespace/name" for a Gateway in another namespace${unlessElsewhere('it', areGatewaysShown)}`,
    kubernetesGateway: (name: string) =>
      `${shown(name)} is a Gateway of the Kubernetes Gateway API, and a VirtualService does not find those by their names; bind a Gateway of Istio, or write an HTTPRoute`,
    host: (host: string, areHostsShown: boolean) =>
      `${shown(host)} is unknown: no Service and no ServiceEntry that is visible here has this host; name a Service in this namespace, write "name.namespace.svc.cluster.local" for a Service in another one, or add a ServiceEntry${unlessElsewhere('the host', areHostsShown)}`,
    incompleteHost: (host: string, service: string) =>
      `${shown(host)} is unknown, because Istio does not complete a name with a dot; write ${shown(service)}`,
    port: (port: number, host: string, known: readonly number[]) =>
      known.length === 0
        ? `${port} does not exist: ${shown(host)} has no ports`
        : `${port} does not exist: ${shown(host)} has ${known.length === 1 ? 'port' : 'ports'} ${listed(known)}; use ${known.length === 1 ? 'it' : 'one of them'}`,
    subset: (subset: string, host: string, known: readonly string[], areRulesShown: boolean) =>
      known.length === 0
        ? `${shown(subset)} is unknown: no DestinationRule defines subset ${shown(subset)} of ${shown(host)}; define it${unlessElsewhere('the rule', areRulesShown)}`
        : `${shown(subset)} is unknown: no DestinationRule defines subset ${shown(subset)} of ${shown(host)}; define it, or use ${listed(known)}`,
    unread: (name: string, whyUnread: string) => `${shown(name)} is unknown to istiod: ${whyUnread}`,
    selector: (selector: string, labelled: readonly string[], areGatewaysShown: boolean) =>
      `${shown(selector)} does not select any pod${labelled.length === 0 ? '' : `: ${labelled.join(', and ')}`}; write the labels of the gateway's pods, or deploy a gateway that has these labels${unlessElsewhere('the gateway', areGatewaysShown)}`,
    servers: (selector: string) =>
      `${shown(selector)} selects pods for which no Gateway has a server; add a server`,
    secret: (name: string, namespaces: readonly string[]) =>
      `${shown(name)} does not exist: namespace ${listed(namespaces)}, where the gateway's pods look for it, has no Secret of this name; create it there`,
    namespace: (name: string, areNamespacesShown: boolean) =>
      `"${name}" is unknown: no Namespace of this name is among the manifests; correct the name, or add the Namespace${unlessElsewhere('it', areNamespacesShown)}`,
    workloads: (labels: string, namespace: string, areWorkloadsShown: boolean) =>
      `"${labels}" does not select any pod in namespace "${namespace}"; write labels that pods in this namespace have${unlessElsewhere('the workload', areWorkloadsShown)}`,
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
  kiali: ['KIA1106'],
  level: 'Error',
  summary: 'Several VirtualServices route the same host inside the mesh, and sidecars use only one of them.',
  texts: {
    host: (host: string, others: readonly string[]) =>
      `${shown(host)} is also routed inside the mesh by VirtualService ${listed(others)}, and sidecars use only one of them; merge them`,
  },
} as const satisfies MessageType;

/** Istio's VirtualServiceDestinationPortSelectorRequired. */
export const IST0112 = {
  code: 'IST0112',
  name: 'VirtualServiceDestinationPortSelectorRequired',
  level: 'Error',
  summary: 'A route does not choose one of the several ports of its destination.',
  texts: {
    port: (host: string, known: readonly number[]) =>
      `${shown(host)} has the ports ${listed(known)}; add port.number to choose one of them`,
  },
} as const satisfies MessageType;

/** Istio verifies by the authorities of the system unless it is told not to. (G11) */
/** The fields of a policy that decide about the authority. */
export interface Authority {
  readonly isVerified: boolean;
  /** The field that names a Secret. */
  readonly secretField?: string | undefined;
}

function withoutAuthority(mode: string, place: string, { isVerified, secretField }: Authority): string {
  if (secretField !== undefined && isVerified) {
    return `"${mode}" takes the certificate authority for ${place} from the Secret in "${secretField}", which sidecars read only for a rule with a workloadSelector; add a workloadSelector for the pods that call it, such as those of the egress gateway`;
  }
  return isVerified
    ? `"${mode}" without "caCertificates" accepts a certificate for ${place} from any authority that the proxy's system trusts; if that is meant, as for a public server, write "caCertificates: system", and otherwise name the file with the certificate authority to trust`
    : `"${mode}" with "insecureSkipVerify" accepts any certificate for ${place}; remove insecureSkipVerify, and name the file with the certificate authority to trust, or write "caCertificates: system"`;
}

/** Istio's NoServerCertificateVerificationDestinationLevel. */
export const IST0128 = {
  code: 'IST0128',
  name: 'NoServerCertificateVerificationDestinationLevel',
  level: 'Warning',
  summary: 'A DestinationRule originates TLS and does not name the certificate authority to trust.',
  texts: {
    missing: (mode: string, host: string, authority: Authority) =>
      withoutAuthority(mode, `"${host}"`, authority),
  },
} as const satisfies MessageType;

/** Istio's NoServerCertificateVerificationPortLevel. */
export const IST0129 = {
  code: 'IST0129',
  name: 'NoServerCertificateVerificationPortLevel',
  level: 'Warning',
  summary: 'A DestinationRule originates TLS on a port and does not name the certificate authority to trust.',
  texts: {
    missing: (mode: string, host: string, port: number | undefined, authority: Authority) => {
      const place = `${port === undefined ? 'a port' : `port ${port}`} of "${host}"`;
      return withoutAuthority(mode, place, authority);
    },
  },
} as const satisfies MessageType;

/** Istio's VirtualServiceUnreachableRule. */
export const IST0130 = {
  code: 'IST0130',
  name: 'VirtualServiceUnreachableRule',
  level: 'Warning',
  summary:
    'A rule of a VirtualService is never used, because earlier rules take all requests that it matches.',
} as const satisfies MessageType;

/** Istio's VirtualServiceIneffectiveMatch. */
export const IST0131 = {
  code: 'IST0131',
  name: 'VirtualServiceIneffectiveMatch',
  level: 'Info',
  summary: 'A match of a VirtualService repeats an earlier match, or an earlier match covers it.',
} as const satisfies MessageType;

/** Istio's VirtualServiceHostNotFoundInGateway. */
export const IST0132 = {
  code: 'IST0132',
  name: 'VirtualServiceHostNotFoundInGateway',
  level: 'Warning',
  summary: 'A VirtualService is bound to a Gateway that serves none of its hosts.',
  sameCauseAs: ['IST0101'],
  texts: {
    listeners: (gateway: string, hosts: readonly string[]) =>
      `${shown(gateway)} is a Gateway of the Kubernetes Gateway API, and no listener of it has one of the hosts ${listed(hosts)}; add one of them to a listener, or bind another Gateway`,
    hosts: (gateway: string, hosts: readonly string[]) =>
      `${shown(gateway)} does not serve any of the hosts ${listed(hosts)} to this namespace; add one of them to its servers, or bind another Gateway`,
  },
} as const satisfies MessageType;

/** Istio's SchemaWarning: istiod's webhook admits the object with a warning. */
export const IST0133 = {
  code: 'IST0133',
  name: 'SchemaWarning',
  level: 'Warning',
  summary: "istiod's webhook admits the object with a warning.",
  sameCauseAs: ['IST0101'],
} as const satisfies MessageType;

/** Istio's ServiceEntryAddressesRequired. */
export const IST0134 = {
  code: 'IST0134',
  name: 'ServiceEntryAddressesRequired',
  level: 'Warning',
  summary: 'A ServiceEntry has a TCP port and no addresses by which proxies could recognize its connections.',
  texts: {
    missing: (protocol: string) =>
      `${protocol === '' ? 'is missing, which means TCP, and' : `"${protocol}"`} without "addresses" takes every connection to this port, whatever its destination; add addresses, or name the protocol inside, such as "TLS"`,
  },
} as const satisfies MessageType;

/** Istio's GatewayDuplicateCertificate. */
export const IST0138 = {
  code: 'IST0138',
  name: 'GatewayDuplicateCertificate',
  level: 'Warning',
  summary: 'Two Gateways on the same pods use the same certificate: browsers that reuse connections get 404.',
  texts: {
    certificate: (certificate: string, other: string) =>
      `${shown(certificate)} is also the certificate of Gateway ${shown(other)} on the same pods: a browser that reuses its connection for hosts of both Gateways gets 404; put the hosts into one server`,
  },
} as const satisfies MessageType;

/** Istio's IngressRouteRulesNotAffected. */
export const IST0140 = {
  code: 'IST0140',
  name: 'IngressRouteRulesNotAffected',
  level: 'Warning',
  summary:
    'A gateway routes to a host without a subset, although a VirtualService chooses a subset for it inside the mesh.',
  texts: {
    subset: (host: string, other: string) =>
      `${shown(host)} gets its subset from VirtualService ${shown(other)} only for requests inside the mesh; name a subset here for requests from gateways`,
  },
} as const satisfies MessageType;

/** Istio's ConflictingGateways. */
export const IST0145 = {
  code: 'IST0145',
  name: 'ConflictingGateways',
  kiali: ['KIA0301'],
  level: 'Error',
  summary: 'Several Gateways on the same pods serve the same host on the same port.',
  texts: {
    host: (host: string, port: number, others: readonly string[]) =>
      `${shown(host)} on port ${port} is also served by Gateway ${listed(others)} on the same pods; keep the host in one of them`,
  },
} as const satisfies MessageType;

/** Istio's JwtClaimBasedRoutingWithoutRequestAuthN. */
export const IST0149 = {
  code: 'IST0149',
  name: 'JwtClaimBasedRoutingWithoutRequestAuthN',
  level: 'Error',
  summary:
    'A route depends on a claim of a token, and no RequestAuthentication validates tokens at the gateway.',
  texts: {
    claim: (key: string, gateway: string, pods: readonly string[]) =>
      `${shown(key)} depends on a token that Gateway ${shown(gateway)} does not validate: no RequestAuthentication applies to the pods of ${listed(pods)}; add one`,
  },
} as const satisfies MessageType;

/** Istio's InvalidGatewayCredential. */
export const IST0161 = {
  code: 'IST0161',
  name: 'InvalidGatewayCredential',
  level: 'Error',
  summary: 'The Secret of a Gateway does not hold a usable certificate.',
  texts: {
    secret: (name: string, problem: string) => `${shown(name)} is a Secret that ${problem}`,
  },
} as const satisfies MessageType;

/** Istio's GatewayPortNotDefinedOnService. */
export const IST0162 = {
  code: 'IST0162',
  name: 'GatewayPortNotDefinedOnService',
  level: 'Warning',
  summary: 'A Gateway has a server on a port that no Service of its pods exposes.',
  texts: {
    port: (port: number, selector: string, known: readonly number[]) =>
      known.length === 0
        ? `${port} cannot be reached: no Service selects the pods of ${shown(selector)}; add a Service`
        : `${port} cannot be reached: the Services that select the pods of ${shown(selector)} have ${known.length === 1 ? 'port' : 'ports'} ${listed(known)}; add the port to a Service`,
  },
} as const satisfies MessageType;

/** Istio's ReferencedInternalGateway. */
export const IST0165 = {
  code: 'IST0165',
  name: 'ReferencedInternalGateway',
  level: 'Warning',
  summary:
    'A VirtualService names a Gateway that istiod generates from a Gateway of the Kubernetes Gateway API.',
  texts: {
    gateway: (name: string) =>
      `${shown(name)} is internal to istiod, which generates it from a Kubernetes Gateway; route with an HTTPRoute instead`,
  },
} as const satisfies MessageType;

/** Istio's DestinationRuleSubsetNotSelectPods. */
export const IST0173 = {
  code: 'IST0173',
  name: 'DestinationRuleSubsetNotSelectPods',
  kiali: ['KIA0203'],
  level: 'Error',
  summary: 'A subset does not select any pod, so requests to it fail.',
  texts: {
    noPods: (subset: string, labels: string, areWorkloadsShown: boolean) =>
      `"${labels}" does not select any pod, so requests to subset "${subset}" fail with 503; write labels that pods have, or remove the subset${unlessElsewhere('the workload', areWorkloadsShown)}`,
  },
} as const satisfies MessageType;

/** Istio's UnknownDestinationRuleHost. */
export const IST0174 = {
  code: 'IST0174',
  name: 'UnknownDestinationRuleHost',
  kiali: ['KIA0202'],
  level: 'Warning',
  summary: 'A DestinationRule is for a host that no Service and no ServiceEntry declares.',
  texts: {
    unknown: (host: string, namespace: string, areHostsShown: boolean) =>
      `"${host}" is unknown: no Service and no ServiceEntry that is visible in namespace "${namespace}" has this host; correct the name, or add a ServiceEntry${unlessElsewhere('the host', areHostsShown)}`,
    incomplete: (host: string, service: string) =>
      `"${host}" is unknown, because Istio does not complete a name with a dot; write "${service}"`,
    unread: (host: string, whyUnread: string) => `"${host}" is unknown to istiod: ${whyUnread}`,
  },
} as const satisfies MessageType;

/** Istio's ConflictingServiceEntryProtocol. */
export const IST0177 = {
  code: 'IST0177',
  name: 'ConflictingServiceEntryProtocol',
  level: 'Warning',
  summary: 'Several ServiceEntries declare the same port of a host with different protocols.',
  texts: {
    protocols: (protocol: string, port: number, host: string, others: readonly string[]) =>
      `${protocol === '' ? 'is missing' : `"${protocol}"`} for port ${port} of ${shown(host)}, for which ServiceEntry ${listed(others)} ${others.length === 1 ? 'declares' : 'declare'} another protocol; declare the same one in all of them`,
  },
} as const satisfies MessageType;
