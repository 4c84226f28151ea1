/** Something an object says that Istio would refuse, or would accept and then not do. */
export interface Problem {
  /** The field, as in `spec.http[0].match[0].uri.prefix`. */
  readonly field: string;
  /** The value, what is wrong with it and what to write instead. */
  readonly message: string;
}
