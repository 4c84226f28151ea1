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
      `"${gateway}" serves none of the hosts ${listed(hosts)} to this namespace; add one to its servers, or bind another Gateway`,
  },
} as const satisfies MessageType;

/** Istio's SchemaWarning: admitted by istiod's webhook with a warning. */
export const IST0133 = {
  code: 'IST0133',
  name: 'SchemaWarning',
  level: 'Warning',
  summary: 'The webhook of istiod admits the object, and warns of something in it.',
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

/** What an object says, and nothing follows from. */
export const IST9010 = {
  code: 'IST9010',
  name: 'NoEffect',
  level: 'Warning',
  summary: 'A field or a whole object changes nothing.',
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
