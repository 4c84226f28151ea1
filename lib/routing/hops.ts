import type { ServerRef } from '../istiod/gateways/gateway-servers';
import type { ObjectRef } from '../manifests/object-ref';

export type { ObjectRef, ServerRef };

/** Values of fields, as they are written, by their path below the object that the settings are of. */
export type Settings = Readonly<Record<string, string>>;

/** A step on the way of a request. The field `hop` says which. */
export type Hop =
  | EntranceHop
  | ServerHop
  | PoliciesHop
  | VirtualHostHop
  | RouteHop
  | TreatmentHop
  | PassThroughHop
  | DestinationsHop
  | ServiceHop
  | SubsetHop
  | WorkloadsHop
  | ArrivalHop
  | StopHop;

/** The request comes to the proxy that routes it. (A2) */
export interface EntranceHop {
  /** Identifies this kind of hop. */
  readonly hop: 'entrance';
  /** What takes the request: a gateway, the client's own sidecar, or nothing, as the client has no proxy. */
  readonly by: 'gateway' | 'sidecar' | 'no proxy';
  /** The workload of the gateway, or of the client in the mesh. */
  readonly workload: ObjectRef;
  /** The port of the client's machine; absent unless it differs from the port of the Service that it leads to. */
  readonly hostPort?: number;
  /** The port of the Service that the client calls. */
  readonly port: number;
  /** The gateway's Service; absent in the mesh, and if no Service of the gateway has the port. */
  readonly service?: ObjectRef;
  /** The port that the proxy receives the request on; absent if no Service leads to one. */
  readonly listenerPort?: number;
}

/** The server of a Gateway that takes the request. (A5 to A7) */
export interface ServerHop {
  /** Identifies this kind of hop. */
  readonly hop: 'server';
  /** The server. */
  readonly server: ServerRef;
  /** What the server does with the bytes of a connection. */
  readonly serves: 'HTTP' | 'HTTPS' | 'TLS passthrough' | 'TLS termination' | 'TCP';
  /** What its `tls` says, by field; absent if it does not terminate TLS. */
  readonly tls?: Settings;
  /** Other servers of a plain HTTP port, whose routes are in the same route table. */
  readonly shares: readonly ServerRef[];
  /** Other servers of the gateway, and why they do not take the request. */
  readonly passedOver: readonly { readonly server: ServerRef; readonly because: string }[];
}

/** What the RequestAuthentications and AuthorizationPolicies of a workload decide. (H2 to H7) */
export interface PoliciesHop {
  /** Identifies this kind of hop. */
  readonly hop: 'policies';
  /** The workload whose proxy enforces the policies. */
  readonly workload: ObjectRef;
  /** The decision. */
  readonly is: 'allowed' | 'denied' | 'unmodelled';
  /** The policy that decided; absent if none did. */
  readonly by?: ObjectRef;
  /** The index of the rule that decided, in the policy's `rules` or `jwtRules`. */
  readonly rule?: number;
  /** The reason, in words. */
  readonly because: string;
  /** The principal that the request's token proves, as `ISSUER/SUBJECT`. */
  readonly requestPrincipal?: string;
  /** The rule of the RequestAuthentication that accepts the request's token; absent without such a token. */
  readonly authenticatedBy?: { readonly policy: ObjectRef; readonly rule: number };
  /** The places where the rule that accepts the token looks for it, in words; absent without a token. */
  readonly tokenPlaces?: readonly string[];
  /** What the proxy does to the headers of a request that it lets in: it sets claims, and removes the token. (H2) */
  readonly requestHeaders?: readonly HeaderOperation[];
}

/** The virtual host that serves the request's Host header. (D1) */
export interface VirtualHostHop {
  /** Identifies this kind of hop. */
  readonly hop: 'virtual host';
  /** The most specific host that matches: a host of a VirtualService, or the name of a Service. */
  readonly domain: string;
  /** The VirtualServices whose routes the virtual host has, in order of precedence. */
  readonly virtualServices: readonly ObjectRef[];
  /** The Service whose default route the virtual host has, in the mesh. (I4) */
  readonly service?: ObjectRef;
  /** VirtualServices for the same host that have no effect, in the mesh. (C2) */
  readonly passedOver: readonly { readonly virtualService: ObjectRef; readonly because: string }[];
}

/** The route that the request takes: the first that matches. (E1) */
export interface RouteHop {
  /** Identifies this kind of hop. */
  readonly hop: 'route';
  /** The route. */
  readonly route: RouteRef;
  /** Why the route matches. */
  readonly because: string;
  /** The routes before it, each with a condition that the request does not meet. */
  readonly passedOver: readonly { readonly route: RouteRef; readonly because: string }[];
}

/** A route, by its place in a VirtualService. */
export interface RouteRef {
  /** Absent for the default route of a Service. (I4) */
  readonly virtualService?: ObjectRef;
  /** The VirtualService that the route is delegated to. (C3) */
  readonly delegate?: ObjectRef;
  /** The list of the VirtualService that has the route. */
  readonly protocol: 'http' | 'tls' | 'tcp';
  /** The index in `spec.http`, `spec.tls` or `spec.tcp` of the root VirtualService. */
  readonly index: number;
  /** The index in the delegate's `spec.http`. */
  readonly delegateIndex?: number;
  /** The index in the route's `match`; absent for a route without matches. */
  readonly match?: number;
  /** Absent for a route without a name. */
  readonly name?: string;
}

/** What the proxy does to a request that takes a route. Each field is one measure. (F) */
export interface TreatmentHop {
  /** Identifies this kind of hop. */
  readonly hop: 'treatment';
  /** Where the client is redirected to. */
  readonly redirect?: { readonly status: number; readonly location: string };
  /** What the proxy answers instead of a destination. */
  readonly directResponse?: { readonly status: number; readonly body?: string };
  /** The path and the authority that the destination gets instead of the client's. */
  readonly rewrite?: { readonly path?: string; readonly authority?: string };
  /** What happens to the headers of the request, in order. */
  readonly requestHeaders?: readonly HeaderOperation[];
  /** What happens to the headers of the response, in order. */
  readonly responseHeaders?: readonly HeaderOperation[];
  /** The timeout, as it is written; absent without one. */
  readonly timeout?: string;
  /** How often a failed request is tried again, and after which failures. */
  readonly retries?: Retries;
  /** A fault that delays requests; the percentage is from 0 to 100. */
  readonly delay?: { readonly duration: string; readonly percentage: number };
  /** A fault that answers requests; the status is a name for gRPC. */
  readonly abort?: { readonly status: number | string; readonly percentage: number };
  /** The destinations that get copies, and of what percentage of the requests. */
  readonly mirrors?: readonly MirrorRef[];
}

/** How often a failed request is tried again, and how. (F12) */
export interface Retries {
  /** How often a request is tried again. */
  readonly attempts: number;
  /** The failures after which it is tried again, with commas. */
  readonly retryOn: string;
  /** How long one attempt may take, as it is written; absent if only the timeout of the route counts. */
  readonly perTryTimeout?: string;
  /** The shortest time between attempts, as it is written; absent for Envoy's 25 ms. */
  readonly backoff?: string;
  /** Whether endpoints in other localities are tried, whatever the load balancing prefers. */
  readonly inOtherLocalities?: true;
  /** Whether endpoints that have failed may be tried again. */
  readonly onSameEndpoints?: true;
}

/** A destination that gets copies of requests. */
export interface MirrorRef {
  /** The destination. */
  readonly destination: DestinationRef;
  /** The percentage of the requests that are copied, from 0 to 100. */
  readonly percentage: number;
  /** The endpoints that get the copies; empty if the destination cannot be reached. */
  readonly endpoints: readonly Endpoint[];
}

/** An operation on a header. */
export interface HeaderOperation {
  /** `set` replaces existing values. */
  readonly do: 'remove' | 'set' | 'add';
  /** The header. */
  readonly name: string;
  /** Absent if the header is removed. */
  readonly value?: string;
}

/** No route of the client's sidecar takes the connection, which goes to the address that the application called. (I5, W17) */
export interface PassThroughHop {
  /** Identifies this kind of hop. */
  readonly hop: 'pass-through';
  /** Why no route takes it. */
  readonly because: string;
}

/** The destinations that the request may go to. */
export interface DestinationsHop {
  /** Identifies this kind of hop. */
  readonly hop: 'destinations';
  /** A branch for each destination. Their shares add up to 1. */
  readonly branches: readonly Branch[];
}

/** A destination of a route, and the rest of the way to it. */
export interface Branch {
  /** The destination. */
  readonly destination: DestinationRef;
  /** The share of the requests, from 0 to 1. */
  readonly share: number;
  /** What happens on the way to the destination. */
  readonly hops: readonly Hop[];
}

/** Where a route sends requests. */
export interface DestinationRef {
  /** The full name. (G1) */
  readonly host: string;
  /** The port of the Service; absent for a host that is not a Service. (G2) */
  readonly port?: number;
  /** Absent for all endpoints of the host. */
  readonly subset?: string;
}

/** The Service behind a destination. (G3) */
export interface ServiceHop {
  /** Identifies this kind of hop. */
  readonly hop: 'service';
  /** A Service or a ServiceEntry. */
  readonly service: ObjectRef;
  /** The port of the Service. */
  readonly port: number;
  /** Empty for a port without a name. */
  readonly portName: string;
  /** The port of the pods, or the name that their containers give it. */
  readonly targetPort: number | string;
}

/** The DestinationRules that apply, and the subset that they define. (G4 to G6) */
export interface SubsetHop {
  /** Identifies this kind of hop. */
  readonly hop: 'subset';
  /** Empty if no DestinationRule applies to the host. */
  readonly destinationRules: readonly ObjectRef[];
  /** Absent if the route names no subset. */
  readonly subset?: string;
  /** The labels that select the endpoints of the subset. */
  readonly labels?: Readonly<Record<string, string>>;
  /** What the traffic policy says about connections, load balancing and failing endpoints, by field; absent if nothing. */
  readonly settings?: Settings;
}

/** The endpoints of a destination. (G7) */
export interface WorkloadsHop {
  /** Identifies this kind of hop. */
  readonly hop: 'workloads';
  /** Their shares add up to 1. */
  readonly endpoints: readonly Endpoint[];
}

/** The pods of a workload, or an address outside Kubernetes. */
export interface Endpoint {
  /** Absent for an address that belongs to no workload. */
  readonly workload?: ObjectRef;
  /** An IP address or a host name; absent for pods. */
  readonly address?: string;
  /** The port that the endpoint is called on. */
  readonly port: number;
  /** The share of the requests to the destination, from 0 to 1, in proportion to the replicas, or to the weights of addresses. */
  readonly share: number;
  /** Whether a proxy of the mesh receives the requests there. */
  readonly hasSidecar: boolean;
  /** Whether the manifests do not show the pods, so that it is not known what they accept; absent if they are shown. */
  readonly isUnknown?: true;
}

/** How the request arrives at an endpoint. (G11, G12) */
export interface ArrivalHop {
  /** Identifies this kind of hop. */
  readonly hop: 'arrival';
  /** The endpoint. */
  readonly endpoint: Endpoint;
  /** What the client's proxy puts around what it sends. */
  readonly transport: 'mutual TLS of the mesh' | 'plaintext' | 'TLS' | 'mutual TLS';
  /** What is inside: requests of a version of HTTP, TLS of the application, or other bytes. */
  readonly carries?: Received;
  /** What the program at the endpoint gets, behind its sidecar; absent if nothing reaches it. (W16) */
  readonly receives?: Received;
  /** What is set for the TLS of the client's proxy, by field, such as the SNI; absent if nothing is. (G11) */
  readonly tls?: Settings;
  /** Why the client's proxy sends that, or why the connection fails. */
  readonly because: string;
  /** What the endpoint's sidecar accepts; absent without a sidecar. (H1) */
  readonly peerAuthentication?: {
    readonly mode: 'STRICT' | 'PERMISSIVE' | 'DISABLE';
    readonly policy?: ObjectRef;
  };
  /** Whether the connection succeeds. */
  readonly isAccepted: boolean;
  /** What is odd about the connection, although it succeeds; absent if nothing is. */
  readonly warning?: string;
}

/** What a program gets from a connection, or writes into one. */
export type Received = 'plaintext HTTP/1.1' | 'HTTP/2' | 'TLS' | 'bytes';

/** The way ends before it comes to a destination. */
export interface StopHop {
  /** Identifies this kind of hop. */
  readonly hop: 'stop';
  /** The reason, in words. */
  readonly because: string;
  /** If no server takes the request, the servers of the gateway, each with a reason. */
  readonly servers?: ServerHop['passedOver'];
  /** If no route takes the request, the routes of the virtual host, each with a condition that is not met. */
  readonly routes?: RouteHop['passedOver'];
}
