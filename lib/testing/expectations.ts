/** Where requests are to go. */
export interface RouteExpectation {
  /** A workload, as `NAME` or `NAMESPACE/NAME`, or the full name of a host. */
  readonly to: string;

  /**
   * How many requests in a hundred get there, to two decimals.
   *
   * @default - all of them
   */
  readonly weight?: number;

  /**
   * The subset by which they get there.
   *
   * @default - any, or none
   */
  readonly subset?: string;
}

/** How clients are to be sent elsewhere. */
export interface RedirectExpectation {
  /**
   * The URL in the answer.
   *
   * @default - any
   */
  readonly to?: string;

  /**
   * The status of the answer, such as 301.
   *
   * @default - any
   */
  readonly status?: number;
}

/** Which policy is not to let requests in. */
export interface DenialExpectation {
  /**
   * The AuthorizationPolicy or RequestAuthentication that denies, as `NAME` or `NAMESPACE/NAME`. Where several
   * of action ALLOW are there and none matches, that is no single one's doing.
   *
   * @default - any, or none
   */
  readonly by?: string;

  /**
   * 401 for a bad token, 403 for all else; connections that are not HTTP are closed without one.
   *
   * @default - any, or none
   */
  readonly status?: number;
}

/** What a proxy is to answer by itself. */
export interface AnswerExpectation {
  /** The status of the answer, such as 503. */
  readonly status: number;

  /**
   * The body of a direct response.
   *
   * @default - any
   */
  readonly body?: string;
}

/** What destinations are to see. */
export type RewriteExpectation =
  | {
      /** The path; its query need not be told. */
      readonly path: string;
      /** The Host header, or HTTP/2's `:authority`. */
      readonly authority?: string;
    }
  | {
      /** The path; its query need not be told. */
      readonly path?: string;
      /** The Host header, or HTTP/2's `:authority`. */
      readonly authority: string;
    };
