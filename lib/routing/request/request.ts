/** A request to be traced, as the person who sends it knows it. */
export interface TraceRequest {
  /** `https://shop.example.com/cart?id=1`; without a port it is 80 or 443, by the scheme. */
  readonly url: string;
  /**
   * In capitals, as clients send it.
   *
   * @default "GET"
   */
  readonly method?: string;
  /** Values by name, in any case; several values are as many header lines. `host` replaces the host of the URL. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /**
   * Where it comes from: outside, through a gateway, or a pod of a workload in the mesh.
   *
   * @default "gateway" - through the ingress gateway of Istio's default profile
   */
  readonly from?: Source;
  /**
   * The address that it comes from.
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
   * Whether the client shows a certificate that the gateway accepts.
   *
   * @default false
   */
  readonly clientCertificate?: boolean;
  /** The claims of the JWT that it carries, whose signature is taken to be good. */
  readonly jwtClaims?: Readonly<Record<string, unknown>>;
}

/** `gateway`, or `gateway:NAMESPACE/WORKLOAD`, or `mesh:NAMESPACE/WORKLOAD`. */
export type Source = 'gateway' | `gateway:${string}/${string}` | `mesh:${string}/${string}`;

/** A request that cannot be traced because it is none, or comes from nowhere. */
export class InvalidRequest extends Error {}

/** What a proxy sees of an HTTP request. */
export interface HttpRequest {
  readonly method: string;
  readonly scheme: 'http' | 'https';
  /** The Host as it was sent, with its port if any. */
  readonly authority: string;
  /** Normalised, without query and fragment. (E8) */
  readonly path: string;
  /** Without `?`; undefined where the URL has none. */
  readonly query: string | undefined;
  /** By name in lower case; the values of repeated headers are joined by commas. (E6) */
  readonly headers: ReadonlyMap<string, string>;
  /** The claims of its token, whether anybody verifies them or not. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** The connection that a request comes by, as the proxy at its end sees it. */
export interface Connection {
  /** The port that the proxy, or the pod, listens on. */
  readonly port: number;
  /** Who the client is by its mesh certificate; undefined without mutual TLS. */
  readonly peer?: PeerIdentity;
  readonly sni?: string;
  /** The address of the other end, where it is known: those of pods are not. */
  readonly sourceIp?: string;
  /** The address of the first sender, where it is known. */
  readonly remoteIp?: string;
  /** The address of this end, where it is known. */
  readonly destinationIp?: string;
}

/** `spiffe://TRUST-DOMAIN/ns/NAMESPACE/sa/SERVICE-ACCOUNT`. */
export interface PeerIdentity {
  readonly trustDomain: string;
  readonly namespace: string;
  readonly serviceAccount: string;
}
