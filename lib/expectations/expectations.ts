/** Where requests are expected to go. */
export interface RouteExpectation {
  /** A workload, as `NAME` or `NAMESPACE/NAME`, or the full name of a host. */
  readonly to: string;

  /**
   * The percentage of the requests that get there, to two decimals.
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

/** How clients are expected to be redirected. */
export interface RedirectExpectation {
  /**
   * The URL in the response.
   *
   * @default - any
   */
  readonly to?: string;

  /**
   * The status of the response, such as 301.
   *
   * @default - any
   */
  readonly status?: number;

  /**
   * The percentage of the requests, to two decimals.
   *
   * @default - all of them
   */
  readonly weight?: number;
}

/** Which policy is expected to deny requests. */
export interface DenialExpectation {
  /**
   * The AuthorizationPolicy or RequestAuthentication that denies, as `NAME` or `NAMESPACE/NAME`. If there are several
   * ALLOW policies and none matches, no single policy denies.
   *
   * @default - any, or none
   */
  readonly by?: string;

  /**
   * 401 for an invalid token, and 403 otherwise. Connections without HTTP are closed without a status.
   *
   * @default - any, or none
   */
  readonly status?: number;

  /**
   * The percentage of the requests, to two decimals.
   *
   * @default - all of them
   */
  readonly weight?: number;
}

/** What a proxy is expected to answer itself. */
export interface AnswerExpectation {
  /** The status of the response, such as 503. */
  readonly status: number;

  /**
   * The body of a direct response.
   *
   * @default - any
   */
  readonly body?: string;

  /**
   * The percentage of the requests, to two decimals.
   *
   * @default - all of them
   */
  readonly weight?: number;
}

/** What destinations are expected to see. */
export type RewriteExpectation =
  | {
      /** The path. Without a query here, the query of the request does not count. */
      readonly path: string;
      /** The Host header, or HTTP/2's `:authority`. */
      readonly authority?: string;
    }
  | {
      /** The path. Without a query here, the query of the request does not count. */
      readonly path?: string;
      /** The Host header, or HTTP/2's `:authority`. */
      readonly authority: string;
    };
