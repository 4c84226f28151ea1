import type { MessageType } from './message-type';

/** The API server drops such fields, unless the client asks for strict validation as `kubectl apply` does. */
export const IST9001 = {
  code: 'IST9001',
  name: 'UnknownField',
  level: 'Error',
  summary:
    'The schema of the kind does not have the field: `kubectl apply` refuses the object, and Argo CD, Flux and `--validate=false` drop the field.',
} as const satisfies MessageType;

/** A setting without effect. */
export const IST9010 = {
  code: 'IST9010',
  name: 'NoEffect',
  level: 'Warning',
  summary: 'A field or a whole object has no effect.',
  // Rules about the operations of EnvoyFilters report the same.
  givesWayTo: ['IST0152', 'IST0153', 'IST0154'],
} as const satisfies MessageType;

/** IST0130 does not find all of these: prefixes that cover exact paths, hosts, conditions that imply others. */
export const IST9011 = {
  code: 'IST9011',
  name: 'UnreachableRoute',
  level: 'Warning',
  summary: 'No request reaches a route, because earlier routes take all requests that it matches.',
} as const satisfies MessageType;

/** A condition that never holds. */
export const IST9012 = {
  code: 'IST9012',
  name: 'ImpossibleCondition',
  kiali: ['KIA0102'],
  level: 'Warning',
  summary: 'A condition never holds, such as a method in lower case.',
  // A namespace whose name is not valid does not exist, either.
  givesWayTo: ['IST0101'],
} as const satisfies MessageType;

/** A field that another field makes void. */
export const IST9013 = {
  code: 'IST9013',
  name: 'IgnoredField',
  level: 'Warning',
  summary: 'Istio ignores a field, because of another field or because another field is missing.',
} as const satisfies MessageType;

/** A server that istiod drops. */
export const IST9014 = {
  code: 'IST9014',
  name: 'DroppedServer',
  level: 'Warning',
  summary:
    'istiod drops a server of a Gateway without an error, because of another server of the same Gateway.',
} as const satisfies MessageType;

/** A value that only the webhook admits. */
export const IST9015 = {
  code: 'IST9015',
  name: 'UnusableValue',
  level: 'Warning',
  summary: 'The webhook of istiod admits a value that istiod itself, or Envoy, cannot use.',
  // A Gateway whose name is not valid does not exist, either.
  givesWayTo: ['IST0101'],
} as const satisfies MessageType;

/** A destination without traffic, or traffic without a destination. */
export const IST9016 = {
  code: 'IST9016',
  name: 'NoTraffic',
  level: 'Warning',
  summary: 'A destination gets no traffic, or traffic has no destination.',
} as const satisfies MessageType;

/** An entry that a list has twice. */
export const IST9017 = {
  code: 'IST9017',
  name: 'RepeatedEntry',
  level: 'Warning',
  summary: 'A list has the same entry twice, and only one of them counts.',
} as const satisfies MessageType;

/** A value for which Envoy refuses more than the route that has it. */
export const IST9019 = {
  code: 'IST9019',
  name: 'RefusedByEnvoy',
  level: 'Error',
  summary:
    'The webhook of istiod admits a value for which Envoy refuses all routes of the port: a new proxy answers 404 to every request, and a running one keeps its old routes.',
} as const satisfies MessageType;

/** A value that istiod does not survive. */
export const IST9021 = {
  code: 'IST9021',
  name: 'IstiodPanic',
  level: 'Error',
  summary:
    'The webhook of istiod admits an object that makes istiod panic, so no proxy gets new configuration.',
} as const satisfies MessageType;

/** Elsewhere a regular expression may match a part of a text. Istio compares whole values. */
export const IST9024 = {
  code: 'IST9024',
  name: 'RegexOfWholeValue',
  level: 'Info',
  summary:
    'A regular expression is compared with the whole value, and this one seems to be meant for a part of it, or is written like a file name pattern.',
} as const satisfies MessageType;

/** Both of two equal destinations get their share. */
export const IST9025 = {
  code: 'IST9025',
  name: 'RepeatedDestination',
  kiali: ['KIA1105'],
  level: 'Warning',
  summary: 'A route names the same destination twice.',
} as const satisfies MessageType;

/** Only a prefix is replaced alone. (F6) */
export const IST9256 = {
  code: 'IST9256',
  name: 'WholePathRewritten',
  level: 'Info',
  summary:
    'A rewrite replaces the whole path that a regular expression matched, although the end of the path seems to be meant to stay.',
} as const satisfies MessageType;
