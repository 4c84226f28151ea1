import type { MessageType } from './message-type';

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
