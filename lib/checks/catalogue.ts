import type { MessageType } from './message';
import { listed } from './words';

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
    namespace: (name: string) =>
      `"${name}" is no namespace that is known; correct the name, or add the Namespace`,
    selector: (labels: string, namespace: string) =>
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
