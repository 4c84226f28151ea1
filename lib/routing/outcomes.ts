import type { DestinationRef, Endpoint, ObjectRef, Received, RouteRef, ServerRef } from './hops';

/** Something that the client may get. */
export type Outcome = {
  /** Greater than 0, and at most 1. */
  readonly probability: number;
} & OutcomeKind;

/** What a client may get. The field `is` says which. */
export type OutcomeKind =
  | Delivered
  | Redirected
  | Responded
  | Denied
  | Failed
  | Refused
  | PassedThrough
  | Unmodelled;

/** An application gets the request, after all rewriting. */
export interface Delivered {
  /** Identifies this kind of outcome. */
  readonly is: 'delivered';
  /** The destination that the route names. */
  readonly destination: DestinationRef;
  /** The endpoints of the destination that let the request in. */
  readonly endpoints: readonly Endpoint[];
  /** The authority that the application sees; absent for bytes that no proxy reads. */
  readonly authority?: string;
  /** The path that the application sees, with the query; absent for bytes that no proxy reads. */
  readonly path?: string;
  /** What the endpoints get; absent if they get different things. (W16) */
  readonly receives?: Received;
  /** Why the endpoints probably do not understand what they get; absent without such a doubt. */
  readonly warning?: string;
}

/** The client is redirected. */
export interface Redirected {
  /** Identifies this kind of outcome. */
  readonly is: 'redirected';
  /** The status of the response, such as 301. */
  readonly status: number;
  /** The URL in the response. */
  readonly location: string;
  /** The route, or the server that redirects to HTTPS. (F3, F4) */
  readonly by: RouteRef | ServerRef;
}

/** A proxy answers the request. */
export interface Responded {
  /** Identifies this kind of outcome. */
  readonly is: 'responded';
  /** The status of the response: 200 for a fault with a gRPC status, and for every answer to a gRPC client. (W9) */
  readonly status: number;
  /** The gRPC status of the response, as a name. */
  readonly grpcStatus?: string;
  /** The body of the response, or its `grpc-message`; absent without one. */
  readonly body?: string;
  /** Where a redirect leads that a gRPC client gets as an answer. (W9) */
  readonly location?: string;
  /** What makes the proxy answer. */
  readonly by: 'direct response' | 'redirect' | 'fault' | 'CORS preflight' | 'status port';
  /** The route; absent if the proxy answers without one. */
  readonly route?: RouteRef;
}

/** A policy denies the request. */
export interface Denied {
  /** Identifies this kind of outcome. */
  readonly is: 'denied';
  /**
   * The status of the response: 503 if a destination closes the connection of a proxy; absent if the client's own
   * connection is closed. A gRPC client gets 200 instead of 401 and 403. (W9)
   */
  readonly status?: 200 | 401 | 403 | 503;
  /** What a gRPC client gets, as a name; absent for other clients. (W9) */
  readonly grpcStatus?: string;
  /** The RequestAuthentication or AuthorizationPolicy; absent if none of several ALLOW policies matches. */
  readonly policy?: ObjectRef;
  /** The workload whose proxy denies the request: the gateway, or the destination. */
  readonly at: ObjectRef;
  /** The reason, in words. */
  readonly because: string;
}

/**
 * Envoy's flag for a response of its own: NR no route, NC no cluster, UH no healthy upstream, UF upstream connection
 * failure, UC upstream connection termination, UPE upstream protocol error. (F14)
 */
export type ResponseFlag = 'NR' | 'NC' | 'UH' | 'UF' | 'UC' | 'UPE';

/** The proxy cannot bring the request to a destination. */
export interface Failed {
  /** Identifies this kind of outcome. */
  readonly is: 'failed';
  /** The status of the response. A gRPC client gets 200 instead of 404. (W9) */
  readonly status: 200 | 400 | 404 | 502 | 503;
  /** What a gRPC client gets, as a name; absent for other clients. (W9) */
  readonly grpcStatus?: string;
  /** Absent if Envoy logs no flag. */
  readonly flag?: ResponseFlag;
  /** The reason, in words. */
  readonly because: string;
  /** Absent if the way ends before a destination is chosen. */
  readonly destination?: DestinationRef;
}

/** The client gets no response. */
export interface Refused {
  /** `refused` if nothing listens, `closed` if the connection is closed after it was opened. */
  readonly is: 'refused' | 'closed';
  /** The status that is sent before the connection is closed: 400 to bytes that are not HTTP. Absent without one. (W16) */
  readonly status?: 400;
  /** The reason, in words. */
  readonly because: string;
  /** Absent if the way ends before a destination is chosen. */
  readonly destination?: DestinationRef;
}

/** The mesh does not know the destination, and passes the request through. (I5) */
export interface PassedThrough {
  /** Identifies this kind of outcome. */
  readonly is: 'passed through';
  /** The host of the URL. */
  readonly host: string;
  /** The port of the URL. */
  readonly port: number;
  /** The pods that the address belongs to; absent for an address outside the mesh. (W17) */
  readonly endpoints?: readonly Endpoint[];
  /** The authority that the application sees; absent for bytes that no proxy reads. */
  readonly authority?: string;
  /** The path that the application sees, with the query; absent for bytes that no proxy reads. */
  readonly path?: string;
  /** What the server gets. (W16) */
  readonly receives?: Received;
  /** Why the server probably does not understand what it gets; absent without such a doubt. */
  readonly warning?: string;
}

/** The outcome depends on something that is not modelled. */
export interface Unmodelled {
  /** Identifies this kind of outcome. */
  readonly is: 'unmodelled';
  /** The object that it depends on. */
  readonly object?: ObjectRef;
  /** The reason, in words. */
  readonly because: string;
}
