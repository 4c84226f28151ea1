import type { ArrivalHop, ObjectRef } from '../routing';

/** Where requests go: a workload as `NAME` or `NAMESPACE/NAME`, the full name of a host, or an object. */
export type Target = string | ObjectRef | HostTarget;

/** Hosts, and perhaps a subset of them. */
export interface HostTarget {
  /** Full names. A wildcard stands for all hosts that it matches. */
  readonly hosts: readonly string[];
  /**
   * The name of a subset of these hosts.
   *
   * @default - any subset, or none
   */
  readonly subset?: string;
}

/** A duration as Istio writes it, such as `5s` or `1m30s`, or the `Duration` of cdk8s. */
export type DurationText = string | { toMilliseconds(): number };

/** Which retries a route is expected to make. */
export interface RetriesExpectation {
  /** How often a failed request is tried again. */
  readonly attempts: number;

  /**
   * After which failures, separated by commas and in any order.
   *
   * @default - any
   */
  readonly retryOn?: string;

  /**
   * The timeout of each attempt.
   *
   * @default - any, or none
   */
  readonly perTryTimeout?: DurationText;
}

/** Which delay a fault is expected to inject. */
export interface DelayExpectation {
  /** How long requests are delayed. */
  readonly duration: DurationText;

  /**
   * The percentage of the requests that are delayed.
   *
   * @default 100
   */
  readonly percentage?: number;
}

/** Where copies of requests are expected to go. */
export interface MirrorExpectation<To = Target> {
  /** The workload or the host that gets them. */
  readonly to: To;

  /**
   * The percentage of the requests that are copied.
   *
   * @default 100
   */
  readonly percentage?: number;
}

/** Where requests are expected to go, and what happens to them on the way. */
export interface RouteExpectation<To = Target> {
  /** A workload, as `NAME` or `NAMESPACE/NAME`, or the full name of a host. */
  readonly to: To;

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

  /**
   * The timeout: the shortest of the routes on the way. `0s` stands for none.
   *
   * @default - any, or none
   */
  readonly within?: DurationText;

  /**
   * How often the first route on the way tries a failed request again; 0 for never. Istio's default is 2.
   *
   * @default - any, or none
   */
  readonly retries?: number | RetriesExpectation;

  /**
   * The delay that a fault injects into all requests, or into a percentage of them. `0s` stands for none.
   *
   * @default - none: a delay on the way fails the test, except after `.not`
   */
  readonly delay?: DurationText | DelayExpectation;

  /**
   * What encrypts the last stretch of the way, in the words of the trace.
   *
   * @default - anything, or nothing
   */
  readonly tls?: ArrivalHop['transport'];

  /**
   * Where copies of the requests go, and nowhere else; an empty list for nowhere. Without a percentage, all requests are copied.
   *
   * @default - anywhere, or nowhere
   */
  readonly mirrored?: To | MirrorExpectation<To> | readonly (To | MirrorExpectation<To>)[];
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
export interface DenialExpectation<By = string | ObjectRef> {
  /**
   * The AuthorizationPolicy or RequestAuthentication that denies, as `NAME` or `NAMESPACE/NAME`. If there are several
   * ALLOW policies and none matches, no single policy denies.
   *
   * @default - any, or none
   */
  readonly by?: By;

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
