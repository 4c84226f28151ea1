import type { FieldPath } from '../manifests/manifest';
import type * as types from './problem-types';

/** The entries of the catalogue under which admission reports. */
export type ProblemType = (typeof types)[keyof typeof types];

/** Something an object says that Istio would refuse, or would accept and then not do. */
export interface Problem {
  readonly field: FieldPath;
  /** The value, what is wrong with it and what to write instead; it follows the name of the field. */
  readonly message: string;
  /** @default REFUSED */
  readonly type?: ProblemType;
  /**
   * Whether the author may want it as it is. Constructs do not report such a problem; only checks do.
   *
   * @default false
   */
  readonly mayBeMeant?: boolean;
}

/** The same problems under another code: what a rule refuses in one field, istiod may admit in another. */
export function* withType(type: ProblemType, problems: Iterable<Problem>): Iterable<Problem> {
  for (const problem of problems) {
    yield { ...problem, type };
  }
}
