import type { MessageType } from './message';
import { listed } from './words';

/** Istio's ReferencedResourceNotFound. */
export const IST0101 = {
  code: 'IST0101',
  name: 'ReferencedResourceNotFound',
  level: 'Error',
  summary: 'An object names another one that does not exist.',
} as const satisfies MessageType;

/** Istio's SchemaValidationError: refused by the schema, its CEL rules or by istiod's webhook. */
export const IST0106 = {
  code: 'IST0106',
  name: 'SchemaValidationError',
  level: 'Error',
  summary: 'The API server or istiod refuses the object.',
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
