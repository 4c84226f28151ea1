import type { Match } from './truth';

/** What rules can ask about. */
export interface Attribute {
  /** Whether connections that carry no HTTP lack it. */
  readonly isHttpOnly: boolean;
  /** The question whether it is one value; undefined where istiod has no use for the value. */
  readonly match: (value: string) => Match | undefined;
}

/** What the meaning of values depends on. */
export interface RuleScope {
  /** That of the policy. */
  readonly namespace: string;
  readonly trustDomains: readonly string[];
}
