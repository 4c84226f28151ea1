/** What is spoken on a port of a ServiceEntry or a Sidecar. */
export enum PortProtocol {
  HTTP = 'HTTP',
  HTTP2 = 'HTTP2',
  /** Clients name the destination in each request, as they do to a forward proxy. */
  HTTP_PROXY = 'HTTP_PROXY',
  /** HTTP that the application has encrypted; routed by SNI. */
  HTTPS = 'HTTPS',
  GRPC = 'GRPC',
  GRPC_WEB = 'GRPC-WEB',
  /** Encrypted by the application; routed by SNI. */
  TLS = 'TLS',
  TCP = 'TCP',
  MONGO = 'MONGO',
  MYSQL = 'MYSQL',
  REDIS = 'REDIS',
}
