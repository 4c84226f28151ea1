/** A route, or one of its matches, that Istio's analyzer reports as not used. */
export interface UnusedRule {
  readonly route: number;
  /** Undefined for the whole route. */
  readonly match?: number;
  readonly message: string;
}
