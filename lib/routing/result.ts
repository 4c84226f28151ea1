import type { ServerRef } from '../istiod/gateways/gateway-servers';
import type { ObjectRef } from '../manifests/object-ref';

export type { ObjectRef, ServerRef };

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
  /** Tells it from other hops. */
  readonly hop: 'entrance';
  /** What takes the request: a gateway, the client's own sidecar, or only the client, which has none. */
  readonly by: 'gateway' | 'sidecar' | 'no proxy';
  /** The gateway's, or the client's own. */
  readonly workload: ObjectRef;
  /** The port of the client's machine that leads to the Service's, where they differ. */
  readonly hostPort?: number;
  /** The port of the Service that the client calls. */
  readonly port: number;
  /** The gateway's Service; absent where none has that port, and in the mesh. */
  readonly service?: ObjectRef;
  /** The port that the proxy is called on; absent where no Service leads there. */
  readonly listenerPort?: number;
}

/** The server of a Gateway that takes the request. (A5 to A7) */
export interface ServerHop {
  /** Tells it from other hops. */
  readonly hop: 'server';
  /** The server. */
  readonly server: ServerRef;
  /** What the server does with the bytes. */
  readonly serves: 'HTTP' | 'HTTPS' | 'TLS passthrough' | 'TLS termination' | 'TCP';
  /** Further servers that share the route table of a plain HTTP port. */
  readonly shares: readonly ServerRef[];
  /** The other servers of that port, and why they do not take it. */
  readonly passedOver: readonly { readonly server: ServerRef; readonly because: string }[];
}

/** What RequestAuthentications and AuthorizationPolicies for a pod say. (H2 to H7) */
export interface PoliciesHop {
  /** Tells it from other hops. */
  readonly hop: 'policies';
  /** Whose policies they are. */
  readonly workload: ObjectRef;
  /** What they come to. */
  readonly is: 'allowed' | 'denied' | 'unmodelled';
  /** The object that decided; absent where it was the default. */
  readonly by?: ObjectRef;
  /** The place in its `rules`, or `jwtRules`, of the one that decided. */
  readonly rule?: number;
  /** What made the difference, in words. */
  readonly because: string;
  /** Whom the request has proved to come from by its token, as `ISSUER/SUBJECT`. */
  readonly requestPrincipal?: string;
}

/** The virtual host that answers to the request's Host. (D1) */
export interface VirtualHostHop {
  /** Tells it from other hops. */
  readonly hop: 'virtual host';
  /** The host of a VirtualService, or the name of a Service, that fits best. */
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
  /** Tells it from other hops. */
  readonly hop: 'route';
  /** The route. */
  readonly route: RouteRef;
  /** Why it matches. */
  readonly because: string;
  /** The routes before it, and the condition of each that does not hold. */
  readonly passedOver: readonly { readonly route: RouteRef; readonly because: string }[];
}

/** A route, by its place in a VirtualService. */
export interface RouteRef {
  /** Absent for the default route of a Service. (I4) */
  readonly virtualService?: ObjectRef;
  /** The VirtualService that the route was delegated to. (C3) */
  readonly delegate?: ObjectRef;
  /** Which list of the VirtualService it is in. */
  readonly protocol: 'http' | 'tls' | 'tcp';
  /** Its place in `spec.http`, `spec.tls` or `spec.tcp`, of the root VirtualService. */
  readonly index: number;
  /** Its place in the delegate's `spec.http`. */
  readonly delegateIndex?: number;
  /** Its place in the list of matches; absent where the route has none. */
  readonly match?: number;
  /** Absent for a route without a name. */
  readonly name?: string;
}

/** What is done to the request, in words of its own for each thing. (F) */
export interface TreatmentHop {
  /** Tells it from other hops. */
  readonly hop: 'treatment';
  /** Where the client is sent instead. */
  readonly redirect?: { readonly status: number; readonly location: string };
  /** What the proxy answers by itself. */
  readonly directResponse?: { readonly status: number; readonly body?: string };
  /** What the destination gets in the place of path and authority. */
  readonly rewrite?: { readonly path?: string; readonly authority?: string };
  /** What happens to headers on the way there, in order. */
  readonly requestHeaders?: readonly HeaderOperation[];
  /** What happens to headers on the way back, in order. */
  readonly responseHeaders?: readonly HeaderOperation[];
  /** As it is written; absent for none. */
  readonly timeout?: string;
  /** How often it is tried again, and after what. */
  readonly retries?: { readonly attempts: number; readonly retryOn: string; readonly perTryTimeout?: string };
  /** A fault that lets requests wait; the percentage is from 0 to 100. */
  readonly delay?: { readonly duration: string; readonly percentage: number };
  /** A fault that answers requests; the status is a word for gRPC. */
  readonly abort?: { readonly status: number | string; readonly percentage: number };
  /** Who gets copies, and of how many requests in a hundred. */
  readonly mirrors?: readonly { readonly destination: DestinationRef; readonly percentage: number }[];
}

/** What is done to a header. */
export interface HeaderOperation {
  /** `set` replaces values that are there. */
  readonly do: 'remove' | 'set' | 'add';
  /** The header. */
  readonly name: string;
  /** Absent where it is removed. */
  readonly value?: string;
}

/** Where the request may go. */
export interface DestinationsHop {
  /** Tells it from other hops. */
  readonly hop: 'destinations';
  /** Each with a share of its own; together they are 1. */
  readonly branches: readonly Branch[];
}

/** One of the destinations of a route, and the rest of the way to it. */
export interface Branch {
  /** Where it leads. */
  readonly destination: DestinationRef;
  /** Of the requests that get to the choice, from 0 to 1. */
  readonly share: number;
  /** What happens there. */
  readonly hops: readonly Hop[];
}

/** Where a route sends requests. */
export interface DestinationRef {
  /** The full name. (G1) */
  readonly host: string;
  /** The port of the Service; absent for what is no Service. (G2) */
  readonly port?: number;
  /** Absent for all endpoints of the host. */
  readonly subset?: string;
}

/** The Service behind a destination. (G3) */
export interface ServiceHop {
  /** Tells it from other hops. */
  readonly hop: 'service';
  /** A Service or a ServiceEntry. */
  readonly service: ObjectRef;
  /** Its port. */
  readonly port: number;
  /** Empty for a port without a name. */
  readonly portName: string;
  /** The pods' port, or the name that their containers give it. */
  readonly targetPort: number | string;
}

/** The DestinationRules that count, and the subset they define. (G4 to G6) */
export interface SubsetHop {
  /** Tells it from other hops. */
  readonly hop: 'subset';
  /** Empty when there is none for the host. */
  readonly destinationRules: readonly ObjectRef[];
  /** Absent where the route names none. */
  readonly subset?: string;
  /** Those that its endpoints carry. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** Who has the endpoints. (G7) */
export interface WorkloadsHop {
  /** Tells it from other hops. */
  readonly hop: 'workloads';
  /** Their shares are 1 together. */
  readonly endpoints: readonly Endpoint[];
}

/** Pods of one workload, or an address outside. */
export interface Endpoint {
  /** Absent for an address that is no workload's. */
  readonly workload?: ObjectRef;
  /** An IP address or a name; absent for pods. */
  readonly address?: string;
  /** The port that it is called on. */
  readonly port: number;
  /** Of the requests that get to the choice, from 0 to 1; by the number of replicas. */
  readonly share: number;
  /** Whether a proxy of the mesh takes the requests there. */
  readonly hasSidecar: boolean;
}

/** How the request comes to an endpoint. (G11, G12) */
export interface ArrivalHop {
  /** Tells it from other hops. */
  readonly hop: 'arrival';
  /** Who is called. */
  readonly endpoint: Endpoint;
  /** What the client's proxy sends. */
  readonly transport: 'mutual TLS of the mesh' | 'plaintext' | 'TLS' | 'mutual TLS';
  /** Why it sends that, or why that fails. */
  readonly because: string;
  /** What the sidecar accepts; absent without one. (H1) */
  readonly peerAuthentication?: {
    readonly mode: 'STRICT' | 'PERMISSIVE' | 'DISABLE';
    readonly policy?: ObjectRef;
  };
  /** Whether the connection comes about. */
  readonly isAccepted: boolean;
}

/** Where the way ends before a destination. */
export interface StopHop {
  /** Tells it from other hops. */
  readonly hop: 'stop';
  /** The reason, in words. */
  readonly because: string;
  /** The servers of the Gateways for these pods, where none takes the request, and why. */
  readonly servers?: ServerHop['passedOver'];
  /** The routes of the virtual host, where the request takes none, and what each needs. */
  readonly routes?: RouteHop['passedOver'];
}

/** Something that the client may get. */
export type Outcome = {
  /** Above 0, up to 1. */
  readonly probability: number;
} & OutcomeKind;

/** What a client may get, told apart by `is`. */
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
  /** Tells it from other outcomes. */
  readonly is: 'delivered';
  /** What the route names. */
  readonly destination: DestinationRef;
  /** Those of its endpoints that let it in. */
  readonly endpoints: readonly Endpoint[];
  /** What the application sees; absent for bytes that are not looked into. */
  readonly authority?: string;
  /** With its query. */
  readonly path?: string;
}

/** The client is sent elsewhere. */
export interface Redirected {
  /** Tells it from other outcomes. */
  readonly is: 'redirected';
  /** Such as 301. */
  readonly status: number;
  /** The URL in the answer. */
  readonly location: string;
  /** The route, or the server that redirects to HTTPS. (F3, F4) */
  readonly by: RouteRef | ServerRef;
}

/** The proxy answers by itself. */
export interface Responded {
  /** Tells it from other outcomes. */
  readonly is: 'responded';
  /** Of the answer; 200 for faults in gRPC's words. */
  readonly status: number;
  /** Of a fault, in gRPC's words. */
  readonly grpcStatus?: string;
  /** Absent for none. */
  readonly body?: string;
  /** What has the proxy answer. */
  readonly by: 'direct response' | 'fault' | 'CORS preflight' | 'status port';
  /** Absent where no route has a say. */
  readonly route?: RouteRef;
}

/** Policies do not let it in. */
export interface Denied {
  /** Tells it from other outcomes. */
  readonly is: 'denied';
  /** Absent where a TCP connection is closed; 503 where it is that of a proxy which answers its client by HTTP. */
  readonly status?: 401 | 403 | 503;
  /** A RequestAuthentication or an AuthorizationPolicy; absent where none of several ALLOW policies matches. */
  readonly policy?: ObjectRef;
  /** At the gateway's pods, or the destination's. */
  readonly at: ObjectRef;
  /** What made the difference, in words. */
  readonly because: string;
}

/** Envoy's short words for why it answers by itself: NR no route, NC no cluster, UH no healthy upstream, ... (F14) */
export type ResponseFlag = 'NR' | 'NC' | 'UH' | 'UF' | 'UC';

/** The proxy knows no way on. */
export interface Failed {
  /** Tells it from other outcomes. */
  readonly is: 'failed';
  /** Of Envoy's answer. */
  readonly status: 404 | 502 | 503;
  /** Absent where Envoy logs none. */
  readonly flag?: ResponseFlag;
  /** The reason, in words. */
  readonly because: string;
  /** Absent where the way ends before. */
  readonly destination?: DestinationRef;
}

/** There is no answer at all. */
export interface Refused {
  /** Nobody listens, or the connection is closed after it was made. */
  readonly is: 'refused' | 'closed';
  /** The reason, in words. */
  readonly because: string;
  /** Absent where the way ends before. */
  readonly destination?: DestinationRef;
}

/** The mesh does not know the destination and lets it through. (I5) */
export interface PassedThrough {
  /** Tells it from other outcomes. */
  readonly is: 'passed through';
  /** That of the URL. */
  readonly host: string;
  /** That of the URL. */
  readonly port: number;
}

/** What happens depends on something that is not modelled. */
export interface Unmodelled {
  /** Tells it from other outcomes. */
  readonly is: 'unmodelled';
  /** What it depends on. */
  readonly object?: ObjectRef;
  /** The reason, in words. */
  readonly because: string;
}
