/**
 * The protocol of a port of a ServiceEntry or a Sidecar.
 *
 * @see https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/
 */
export enum PortProtocol {
  /** HTTP/1.1, or HTTP/2 if the client asks for it. */
  HTTP = 'HTTP',
  /** HTTP/2 without TLS. */
  HTTP2 = 'HTTP2',
  /** HTTP requests that name their destination, as clients send them to a forward proxy. */
  HTTP_PROXY = 'HTTP_PROXY',
  /** HTTP over TLS that the application encrypts. Istio routes it by SNI. */
  HTTPS = 'HTTPS',
  /** gRPC without TLS. */
  GRPC = 'GRPC',
  /** gRPC-Web without TLS, for browsers. */
  GRPC_WEB = 'GRPC-WEB',
  /** TLS that the application encrypts. Istio routes it by SNI. */
  TLS = 'TLS',
  /** TCP. Istio does not look into the bytes. */
  TCP = 'TCP',
  /** The protocol of MongoDB. */
  MONGO = 'MONGO',
  /** The protocol of MySQL. */
  MYSQL = 'MYSQL',
  /** The protocol of Redis. */
  REDIS = 'REDIS',
}
