/** An object of the cluster by its names. */
export interface ObjectRef {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** The way of a request, and what the client gets. */
export interface Trace {
  /** In the order of the way; what happens at each of several destinations is in the hop that parts them. */
  readonly hops: readonly Hop[];
  /** What the client may get, each with its probability; together they are 1. */
  readonly outcomes: readonly Outcome[];
}

/** A step of the way. */
export type Hop =
  | EntranceHop
  | ServerHop
  | PoliciesHop
  | VirtualHostHop
  | RouteHop
  | TreatmentHop
  | DestinationsHop
  | ServiceHop
  | SubsetHop
  | WorkloadsHop
  | ArrivalHop
  | StopHop;

/** From the client to the proxy that routes the request. (A2) */
export interface EntranceHop {
  readonly hop: 'entrance';
  /** The gateway's, or the client's own. */
  readonly workload: ObjectRef;
  /** The port of the client's machine that leads to the Service's, where they differ. */
  readonly hostPort?: number;
  /** The port of the Service that the client calls. */
  readonly port: number;
  /** The gateway's Service; absent where none has that port, and in the mesh. */
  readonly service?: ObjectRef;
  /** The port that the proxy listens on. */
  readonly listenerPort: number;
}

/** The server of a Gateway that takes the request. (A5 to A7) */
export interface ServerHop {
  readonly hop: 'server';
  readonly server: ServerRef;
  /** What the server does with the bytes. */
  readonly serves: 'HTTP' | 'HTTPS' | 'TLS passthrough' | 'TLS termination' | 'TCP';
  /** Further servers that share the route table of a plain HTTP port. */
  readonly shares: readonly ServerRef[];
  /** The other servers of that port, and why they do not take it. */
  readonly passedOver: readonly { readonly server: ServerRef; readonly because: string }[];
}

export interface ServerRef {
  readonly gateway: ObjectRef;
  /** Its place in `spec.servers`. */
  readonly index: number;
  readonly port: number;
  readonly protocol: string;
  readonly tlsMode?: string;
  readonly hosts: readonly string[];
}

/** What RequestAuthentications and AuthorizationPolicies for a pod say. (H2 to H7) */
export interface PoliciesHop {
  readonly hop: 'policies';
  readonly workload: ObjectRef;
  readonly is: 'allowed' | 'denied' | 'unmodelled';
  /** The object that decided; absent where it was the default. */
  readonly by?: ObjectRef;
  /** The place in its `rules`, or `jwtRules`, of the one that decided. */
  readonly rule?: number;
  readonly because: string;
  /** Whom the request has proved to come from by its token, as `ISSUER/SUBJECT`. */
  readonly requestPrincipal?: string;
}

/** The virtual host that answers to the request's Host. (D1) */
export interface VirtualHostHop {
  readonly hop: 'virtual host';
  readonly domain: string;
  /** Those whose routes it has, in the order in which they count. */
  readonly virtualServices: readonly ObjectRef[];
  /** The Service whose default route it has, in the mesh. (I4) */
  readonly service?: ObjectRef;
  /** Those for the same host that do not count, in the mesh. (C2) */
  readonly passedOver: readonly { readonly virtualService: ObjectRef; readonly because: string }[];
}

/** The route that the request takes, the first that matches. (E1) */
export interface RouteHop {
  readonly hop: 'route';
  readonly route: RouteRef;
  /** Why it matches. */
  readonly because: string;
  /** The routes before it, and the condition of each that does not hold. */
  readonly passedOver: readonly { readonly route: RouteRef; readonly because: string }[];
}

export interface RouteRef {
  /** Absent for the default route of a Service. (I4) */
  readonly virtualService?: ObjectRef;
  /** The VirtualService that the route was delegated to. (C3) */
  readonly delegate?: ObjectRef;
  readonly protocol: 'http' | 'tls' | 'tcp';
  /** Its place in `spec.http`, `spec.tls` or `spec.tcp`, of the root VirtualService. */
  readonly index: number;
  /** Its place in the delegate's `spec.http`. */
  readonly delegateIndex?: number;
  /** Its place in the list of matches; absent where the route has none. */
  readonly match?: number;
  readonly name?: string;
}

/** What is done to the request, in words of its own for each thing. (F) */
export interface TreatmentHop {
  readonly hop: 'treatment';
  readonly redirect?: { readonly status: number; readonly location: string };
  readonly directResponse?: { readonly status: number; readonly body?: string };
  readonly rewrite?: { readonly path?: string; readonly authority?: string };
  readonly requestHeaders?: readonly HeaderOperation[];
  readonly responseHeaders?: readonly HeaderOperation[];
  /** As it is written; absent for none. */
  readonly timeout?: string;
  readonly retries?: { readonly attempts: number; readonly retryOn: string; readonly perTryTimeout?: string };
  readonly delay?: { readonly duration: string; readonly percentage: number };
  readonly abort?: { readonly status: number | string; readonly percentage: number };
  readonly mirrors?: readonly { readonly destination: DestinationRef; readonly percentage: number }[];
}

export interface HeaderOperation {
  readonly do: 'remove' | 'set' | 'add';
  readonly name: string;
  readonly value?: string;
}

/** Where the request may go. */
export interface DestinationsHop {
  readonly hop: 'destinations';
  readonly branches: readonly Branch[];
}

/** One of the destinations of a route, and the rest of the way to it. */
export interface Branch {
  readonly destination: DestinationRef;
  /** Of the requests that get to the choice. */
  readonly share: number;
  readonly hops: readonly Hop[];
}

export interface DestinationRef {
  /** The full name. (G1) */
  readonly host: string;
  /** The port of the Service; absent for what is no Service. (G2) */
  readonly port?: number;
  readonly subset?: string;
}

/** The Service behind a destination. (G3) */
export interface ServiceHop {
  readonly hop: 'service';
  /** A Service or a ServiceEntry. */
  readonly service: ObjectRef;
  readonly port: number;
  readonly portName: string;
  readonly targetPort: number | string;
}

/** The DestinationRules that count, and the subset they define. (G4 to G6) */
export interface SubsetHop {
  readonly hop: 'subset';
  /** Empty when there is none for the host. */
  readonly destinationRules: readonly ObjectRef[];
  readonly subset?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Who has the endpoints. (G7) */
export interface WorkloadsHop {
  readonly hop: 'workloads';
  readonly endpoints: readonly Endpoint[];
}

/** Pods of one workload, or an address outside. */
export interface Endpoint {
  /** Absent for an address that is no workload's. */
  readonly workload?: ObjectRef;
  readonly address?: string;
  readonly port: number;
  /** Of the requests that get to the choice. */
  readonly share: number;
  readonly hasSidecar: boolean;
}

/** How the request comes to an endpoint. (G11, G12) */
export interface ArrivalHop {
  readonly hop: 'arrival';
  readonly endpoint: Endpoint;
  readonly transport: 'mutual TLS of the mesh' | 'plaintext' | 'TLS' | 'mutual TLS';
  readonly because: string;
  /** What the sidecar accepts; absent without one. (H1) */
  readonly peerAuthentication?: {
    readonly mode: 'STRICT' | 'PERMISSIVE' | 'DISABLE';
    readonly policy?: ObjectRef;
  };
  readonly isAccepted: boolean;
}

/** Where the way ends before a destination. */
export interface StopHop {
  readonly hop: 'stop';
  readonly because: string;
}

/** Something that the client may get. */
export type Outcome = { readonly probability: number } & OutcomeKind;

export type OutcomeKind =
  | Delivered
  | Redirected
  | Responded
  | Denied
  | Failed
  | Refused
  | PassedThrough
  | Unmodelled;

/** An application gets the request, as it is after all rewriting. */
export interface Delivered {
  readonly is: 'delivered';
  readonly destination: DestinationRef;
  readonly endpoints: readonly Endpoint[];
  /** What the application sees; absent for bytes that are not looked into. */
  readonly authority?: string;
  /** With its query. */
  readonly path?: string;
}

export interface Redirected {
  readonly is: 'redirected';
  readonly status: number;
  readonly location: string;
  /** The route, or the server that redirects to HTTPS. (F3, F4) */
  readonly by: RouteRef | ServerRef;
}

/** The proxy answers by itself. */
export interface Responded {
  readonly is: 'responded';
  readonly status: number;
  /** Of a fault, in gRPC's words. */
  readonly grpcStatus?: string;
  readonly body?: string;
  readonly by: 'direct response' | 'fault' | 'CORS preflight' | 'status port';
  readonly route?: RouteRef;
}

export interface Denied {
  readonly is: 'denied';
  /** Absent where a TCP connection is closed; 503 where it is that of a proxy which answers its client by HTTP. */
  readonly status?: 401 | 403 | 503;
  /** A RequestAuthentication or an AuthorizationPolicy; absent where no ALLOW policy matches. */
  readonly policy?: ObjectRef;
  /** At the gateway's pods, or the destination's. */
  readonly at: ObjectRef;
  readonly because: string;
}

/** Envoy's short words for why it answers by itself: NR no route, NC no cluster, UH no healthy upstream, ... (F14) */
export type ResponseFlag = 'NR' | 'NC' | 'UH' | 'UF' | 'UC';

export interface Failed {
  readonly is: 'failed';
  readonly status: 404 | 502 | 503;
  readonly flag?: ResponseFlag;
  readonly because: string;
  readonly destination?: DestinationRef;
}

/** There is no answer at all. */
export interface Refused {
  /** Nobody listens, or the connection is closed after it was made. */
  readonly is: 'refused' | 'closed';
  readonly because: string;
  readonly destination?: DestinationRef;
}

/** The mesh does not know the destination and lets it through. (I5) */
export interface PassedThrough {
  readonly is: 'passed through';
  readonly host: string;
  readonly port: number;
}

/** What happens depends on something that is not modelled. */
export interface Unmodelled {
  readonly is: 'unmodelled';
  readonly object?: ObjectRef;
  readonly because: string;
}
