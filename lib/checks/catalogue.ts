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
