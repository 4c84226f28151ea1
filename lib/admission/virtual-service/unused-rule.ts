/** What Istio says of a route, or of one of its matches. */
export interface UnusedRule {
  readonly route: number;
  /** Undefined for the whole route. */
  readonly match?: number;
  readonly message: string;
}
