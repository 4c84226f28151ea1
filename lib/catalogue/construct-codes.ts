import type { MessageType } from './message-type';

/** A call that repeats an earlier one, and would change what that has done. */
export const IST9023 = {
  code: 'IST9023',
  name: 'RepeatedCall',
  level: 'Error',
  summary: 'A construct is given a subset or an exposed path that it has already.',
} as const satisfies MessageType;

/** A property that the TypeScript compiler would refuse; programs that run without it do not check types. */
export const IST9041 = {
  code: 'IST9041',
  name: 'UnknownProperty',
  level: 'Error',
  summary: 'A property that is given to a construct does not exist, so it would be ignored.',
} as const satisfies MessageType;

/** A value that the TypeScript compiler would refuse. */
export const IST9042 = {
  code: 'IST9042',
  name: 'WrongPropertyType',
  level: 'Error',
  summary:
    'A property of a construct has a value of another type than it takes, or has no value and needs one.',
} as const satisfies MessageType;

/** A reference from one construct to another that no manifest can express. */
export const IST9043 = {
  code: 'IST9043',
  name: 'UnusableReference',
  level: 'Error',
  summary:
    'A construct refers to another one in a way that its manifest cannot express: by a namespace that is not known, across namespaces, or without saying which part is meant.',
} as const satisfies MessageType;

/** A policy without rules, which denies all requests. */
export const IST9044 = {
  code: 'IST9044',
  name: 'UnintendedDenyAll',
  level: 'Error',
  summary:
    'An `AuthorizationPolicy` construct denies everything without having been made by `denyAll`, or allows something although it was.',
} as const satisfies MessageType;
