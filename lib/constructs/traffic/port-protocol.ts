/** What is spoken on a port of a ServiceEntry or a Sidecar. */
export enum PortProtocol {
  /** HTTP/1.1, or HTTP/2 where the client asks for it. */
  HTTP = 'HTTP',
  /** HTTP/2 without TLS. */
  HTTP2 = 'HTTP2',
  /** Clients name the destination in each request, as they do to a forward proxy. */
  HTTP_PROXY = 'HTTP_PROXY',
  /** HTTP that the application has encrypted; routed by SNI. */
  HTTPS = 'HTTPS',
  /** gRPC without TLS. */
  GRPC = 'GRPC',
  /** gRPC-Web without TLS, for browsers. */
  GRPC_WEB = 'GRPC-WEB',
  /** Encrypted by the application; routed by SNI. */
  TLS = 'TLS',
  /** Bytes; nothing in them is looked at. */
  TCP = 'TCP',
  /** The protocol of MongoDB. */
  MONGO = 'MONGO',
  /** The protocol of MySQL. */
  MYSQL = 'MYSQL',
  /** The protocol of Redis. */
  REDIS = 'REDIS',
}
