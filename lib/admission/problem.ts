import type { FieldPath } from '../manifests/manifest';
import type * as types from './problem-types';

/** The entries of the catalogue under which admission reports. */
export type ProblemType = (typeof types)[keyof typeof types];

/** Something in an object that Istio refuses, or admits and then does not do. */
export interface Problem {
  readonly field: FieldPath;
  /** The value, what is wrong with it and what to write instead. The name of the field stands before it. */
  readonly message: string;
  /** @default REFUSED */
  readonly type?: ProblemType;
  /**
   * Whether the author may want the object as it is. Constructs do not report such a problem; only checks do.
   *
   * @default false
   */
  readonly mayBeMeant?: boolean;
}

/** What most values have. Shared, because millions of values are asked about. */
export const NO_PROBLEMS: readonly Problem[] = [];

/** The same problems under another code, for values that istiod refuses in one field and admits in another. */
export function withType(type: ProblemType, problems: Iterable<Problem>): readonly Problem[] {
  return problems === NO_PROBLEMS ? NO_PROBLEMS : Array.from(problems, (problem) => ({ ...problem, type }));
}
