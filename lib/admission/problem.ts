/** What one looks a problem up by: Istio's own codes, and from IST9010 on what Istio admits without a word. */
export type ProblemCode =
  | typeof REFUSED
  | typeof UNREACHABLE_RULE
  | typeof INEFFECTIVE_MATCH
  | typeof WARNED
  | typeof NO_EFFECT
  | typeof UNREACHABLE_ROUTE
  | typeof IMPOSSIBLE_CONDITION
  | typeof IGNORED_FIELD
  | typeof DROPPED_SERVER
  | typeof UNUSABLE_VALUE
  | typeof NO_TRAFFIC
  | typeof REPEATED_ENTRY;

/** The API server or istiod refuses the object. */
export const REFUSED = 'IST0106';
/** Istio says that a rule of a VirtualService is not used. */
export const UNREACHABLE_RULE = 'IST0130';
/** Istio says that a match of a VirtualService is not used. */
export const INEFFECTIVE_MATCH = 'IST0131';
/** istiod admits the object with a warning. */
export const WARNED = 'IST0133';
/** It changes nothing. */
export const NO_EFFECT = 'IST9010';
/** No request reaches the route, which Istio's own look at the rules does not see. */
export const UNREACHABLE_ROUTE = 'IST9011';
/** Nothing fulfils the condition. */
export const IMPOSSIBLE_CONDITION = 'IST9012';
/** The field is not looked at, for what is or is not beside it. */
export const IGNORED_FIELD = 'IST9013';
/** A server of a Gateway gives way to another of the same object. */
export const DROPPED_SERVER = 'IST9014';
/** istiod admits the value, and can do nothing with it, or hands Envoy what that refuses. */
export const UNUSABLE_VALUE = 'IST9015';
/** There is nowhere for the traffic to go. */
export const NO_TRAFFIC = 'IST9016';
/** The same is there twice. */
export const REPEATED_ENTRY = 'IST9017';

/** Something an object says that Istio would refuse, or would accept and then not do. */
export interface Problem {
  /** The field, as in `spec.http[0].match[0].uri.prefix`. */
  readonly field: string;
  /** The value, what is wrong with it and what to write instead. */
  readonly message: string;
  /** @default REFUSED */
  readonly code?: ProblemCode;
  /**
   * Whether it may be meant as it is: constructs let it pass, and only checks tell.
   *
   * @default false
   */
  readonly mayBeMeant?: boolean;
}

/** The same problems under another code: what a rule refuses in one field, istiod may admit in another. */
export function* withCode(code: ProblemCode, problems: Iterable<Problem>): Iterable<Problem> {
  for (const problem of problems) {
    yield { ...problem, code };
  }
}
