import type { MessageType } from '../catalogue/message-type';
import type { FieldPath } from '../manifests/manifest';
import type * as types from './problem-types';

/** The entries of the catalogue under which admission reports. */
export type ProblemType = (typeof types)[keyof typeof types];

/** Something in an object that Istio refuses, or admits and then does not do. */
export interface Problem<Type extends MessageType = ProblemType> {
  readonly field: FieldPath;
  /** The value, what is wrong with it and what to write instead. The name of the field stands before it. */
  readonly message: string;
  /** @default REFUSED */
  readonly type?: Type;
  /**
   * Whether the setting works, and istiod only recommends another one. It does so for the policy of a whole
   * DestinationRule, and not for those of subsets and ports.
   *
   * @default false
   */
  readonly isAdvice?: boolean;
}

/** What most values have. Shared, because millions of values are asked about. */
export const NO_PROBLEMS: readonly Problem[] = [];

/** The same problems under another code, for values that istiod refuses in one field and admits in another. */
export function withType(type: ProblemType, problems: Iterable<Problem>): readonly Problem[] {
  return problems === NO_PROBLEMS ? NO_PROBLEMS : Array.from(problems, (problem) => ({ ...problem, type }));
}
