/** A request to trace, as its sender describes it. */
export interface TraceRequest {
  /** `https://shop.example.com/cart?id=1`. The default port is 80 for http and 443 for https. */
  readonly url: string;
  /**
   * The method, in capitals as clients send it.
   *
   * @default "GET"
   */
  readonly method?: string;
  /** Values by name, in any case. Several values are separate header lines. `host` replaces the host of the URL. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /**
   * Where the request comes from: from outside through a gateway, or from the pod of a workload in the mesh.
   *
   * @default "gateway" - through the ingress gateway of Istio's default profile
   */
  readonly from?: Source;
  /**
   * The address that the request comes from.
   *
   * @default "203.0.113.1" from outside, "10.0.0.1" in the mesh
   */
  readonly clientIp?: string;
  /**
   * The server name of the TLS handshake; empty for none.
   *
   * @default - the host of the URL, unless that is an address
   */
  readonly sni?: string;
  /**
   * Whether the client sends a certificate that the gateway accepts.
   *
   * @default false
   */
  readonly clientCertificate?: boolean;
  /**
   * The claims of the JWT that the request carries, as JSON: `{ iss: 'https://issuer.example', realm: { roles: ['admin'] } }`.
   * Its signature and its times are assumed to be valid. A token that a RequestAuthentication does not accept has another
   * `iss` or `aud`; a broken one is a header, `authorization: 'Bearer broken'`.
   *
   * @default - the request carries no token
   */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** The earlier name of `claims`, which still works. */
  readonly jwtClaims?: Readonly<Record<string, unknown>>;
}

/** The claims of the token that a request carries. */
export function claimsOf({ claims, jwtClaims }: TraceRequest): TraceRequest['claims'] {
  return claims ?? jwtClaims ?? undefined;
}

/** The address of a client outside of which no other is known: one of the range that is reserved for documentation. */
export const SOME_CLIENT = '203.0.113.1';
/** The address of a pod in the mesh that is not known. */
export const SOME_POD = '10.0.0.1';

/** `gateway`, or `gateway:NAMESPACE/WORKLOAD`, or `mesh:NAMESPACE/WORKLOAD`. */
export type Source = 'gateway' | `gateway:${string}/${string}` | `mesh:${string}/${string}`;

/** A request that cannot be traced, because it is malformed or its source does not exist. */
export class InvalidRequest extends Error {}

/** An HTTP request as a proxy sees it. */
export interface HttpRequest {
  readonly method: string;
  readonly scheme: 'http' | 'https';
  /** The Host header as it was sent, with its port if it has one. */
  readonly authority: string;
  /** Normalised, without query and fragment. (E8) */
  readonly path: string;
  /** Without `?`; undefined if the URL has no query. */
  readonly query: string | undefined;
  /** By name in lower case. The values of repeated headers are joined by commas. (E6) */
  readonly headers: ReadonlyMap<string, string>;
  /** The claims of its token, whether or not a proxy verifies them. */
  readonly claims?: Readonly<Record<string, unknown>> | undefined;
}

/** The connection that a request comes by, as the proxy that accepts it sees it. */
export interface Connection {
  /** The port that the proxy, or the pod, listens on. */
  readonly port: number;
  /** The identity in the client's mesh certificate; absent without mutual TLS. */
  readonly peer?: PeerIdentity;
  readonly sni?: string | undefined;
  /** The address of the other end, if it is known. The addresses of pods are not. */
  readonly sourceIp?: string;
  /** The address of the original client, if it is known. */
  readonly remoteIp?: string;
  /** The address of this end, if it is known. */
  readonly destinationIp?: string;
}

/** `spiffe://TRUST-DOMAIN/ns/NAMESPACE/sa/SERVICE-ACCOUNT`. */
export interface PeerIdentity {
  readonly trustDomain: string;
  readonly namespace: string;
  readonly serviceAccount: string;
}
