import type { Match } from './truth';

/** A property of requests or connections that rules can match. */
export interface Attribute {
  /** Whether connections without HTTP do not have it. */
  readonly isHttpOnly: boolean;
  /** Whether it has a value; undefined if istiod cannot match the value. */
  readonly match: (value: string) => Match | undefined;
}

/** What the meaning of a rule's values depends on. */
export interface RuleScope {
  /** The namespace of the policy. */
  readonly namespace: string;
  readonly trustDomains: readonly string[];
}
