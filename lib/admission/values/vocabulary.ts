/** The methods of HTTP. */
export enum HttpMethod {
  /** Open a tunnel. */
  CONNECT = 'CONNECT',
  /** Delete a resource. */
  DELETE = 'DELETE',
  /** Read a resource. */
  GET = 'GET',
  /** Read the headers of a resource. */
  HEAD = 'HEAD',
  /** Ask which methods are allowed, as CORS preflight requests do. */
  OPTIONS = 'OPTIONS',
  /** Change part of a resource. */
  PATCH = 'PATCH',
  /** Send data to a resource. */
  POST = 'POST',
  /** Replace a resource. */
  PUT = 'PUT',
  /** Return the request as the server received it. */
  TRACE = 'TRACE',
}

/**
 * The conditions on which Envoy retries a request.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter#x-envoy-retry-on
 */
export enum RetryOn {
  /** Any 5xx response, or no response. */
  SERVER_ERROR = '5xx',
  /** 502, 503 or 504. */
  GATEWAY_ERROR = 'gateway-error',
  /** No response: a disconnect, a reset or a read timeout. */
  RESET = 'reset',
  /** A reset before the request was sent. */
  RESET_BEFORE_REQUEST = 'reset-before-request',
  /** The connection failed. */
  CONNECT_FAILURE = 'connect-failure',
  /** 409. */
  RETRIABLE_4XX = 'retriable-4xx',
  /** The server reset the stream with REFUSED_STREAM. */
  REFUSED_STREAM = 'refused-stream',
  /** A status code that the list of conditions names, too. */
  RETRIABLE_STATUS_CODES = 'retriable-status-codes',
  /** A response header that a header of the request names. */
  RETRIABLE_HEADERS = 'retriable-headers',
  /** The response has the header x-envoy-ratelimited. */
  ENVOY_RATELIMITED = 'envoy-ratelimited',
  /** HTTP/3 failed after the connection was established. */
  HTTP3_POST_CONNECT_FAILURE = 'http3-post-connect-failure',
  /** gRPC status CANCELLED. */
  CANCELLED = 'cancelled',
  /** gRPC status DEADLINE_EXCEEDED. */
  DEADLINE_EXCEEDED = 'deadline-exceeded',
  /** gRPC status INTERNAL. */
  INTERNAL = 'internal',
  /** gRPC status RESOURCE_EXHAUSTED. */
  RESOURCE_EXHAUSTED = 'resource-exhausted',
  /** gRPC status UNAVAILABLE. */
  UNAVAILABLE = 'unavailable',
}

/** The status codes of gRPC. */
export enum GrpcStatus {
  /** 0: success. */
  OK = 'OK',
  /** 1: the caller cancelled the call. */
  CANCELLED = 'CANCELLED',
  /** 2: an unknown error. */
  UNKNOWN = 'UNKNOWN',
  /** 3: the request is invalid. */
  INVALID_ARGUMENT = 'INVALID_ARGUMENT',
  /** 4: the deadline passed before the call ended. */
  DEADLINE_EXCEEDED = 'DEADLINE_EXCEEDED',
  /** 5: the requested entity does not exist. */
  NOT_FOUND = 'NOT_FOUND',
  /** 6: the entity to create already exists. */
  ALREADY_EXISTS = 'ALREADY_EXISTS',
  /** 7: the caller does not have permission. */
  PERMISSION_DENIED = 'PERMISSION_DENIED',
  /** 8: a quota or another resource is exhausted. */
  RESOURCE_EXHAUSTED = 'RESOURCE_EXHAUSTED',
  /** 9: the system is not in the required state. */
  FAILED_PRECONDITION = 'FAILED_PRECONDITION',
  /** 10: the call conflicted with another one. */
  ABORTED = 'ABORTED',
  /** 11: the call went past the valid range. */
  OUT_OF_RANGE = 'OUT_OF_RANGE',
  /** 12: the server does not implement the method. */
  UNIMPLEMENTED = 'UNIMPLEMENTED',
  /** 13: an internal error. */
  INTERNAL = 'INTERNAL',
  /** 14: the service is currently unavailable. */
  UNAVAILABLE = 'UNAVAILABLE',
  /** 15: data is lost and cannot be recovered. */
  DATA_LOSS = 'DATA_LOSS',
  /** 16: the caller is not authenticated. */
  UNAUTHENTICATED = 'UNAUTHENTICATED',
}

/** The cipher suites for TLS 1.2 and older that Istio accepts. Those of TLS 1.3 cannot be chosen. */
export enum CipherSuite {
  /** AES-128 in GCM with ephemeral keys, for ECDSA certificates. */
  ECDHE_ECDSA_AES128_GCM_SHA256 = 'ECDHE-ECDSA-AES128-GCM-SHA256',
  /** AES-128 in GCM with ephemeral keys, for RSA certificates. */
  ECDHE_RSA_AES128_GCM_SHA256 = 'ECDHE-RSA-AES128-GCM-SHA256',
  /** AES-256 in GCM with ephemeral keys, for ECDSA certificates. */
  ECDHE_ECDSA_AES256_GCM_SHA384 = 'ECDHE-ECDSA-AES256-GCM-SHA384',
  /** AES-256 in GCM with ephemeral keys, for RSA certificates. */
  ECDHE_RSA_AES256_GCM_SHA384 = 'ECDHE-RSA-AES256-GCM-SHA384',
  /** ChaCha20 with ephemeral keys, for ECDSA certificates. */
  ECDHE_ECDSA_CHACHA20_POLY1305 = 'ECDHE-ECDSA-CHACHA20-POLY1305',
  /** ChaCha20 with ephemeral keys, for RSA certificates. */
  ECDHE_RSA_CHACHA20_POLY1305 = 'ECDHE-RSA-CHACHA20-POLY1305',
  /** AES-128 in CBC with ephemeral keys, for ECDSA certificates. */
  ECDHE_ECDSA_AES128_SHA = 'ECDHE-ECDSA-AES128-SHA',
  /** AES-128 in CBC with ephemeral keys, for RSA certificates. */
  ECDHE_RSA_AES128_SHA = 'ECDHE-RSA-AES128-SHA',
  /** AES-256 in CBC with ephemeral keys, for ECDSA certificates. */
  ECDHE_ECDSA_AES256_SHA = 'ECDHE-ECDSA-AES256-SHA',
  /** AES-256 in CBC with ephemeral keys, for RSA certificates. */
  ECDHE_RSA_AES256_SHA = 'ECDHE-RSA-AES256-SHA',
  /** AES-128 in GCM with RSA key exchange. */
  AES128_GCM_SHA256 = 'AES128-GCM-SHA256',
  /** AES-256 in GCM with RSA key exchange. */
  AES256_GCM_SHA384 = 'AES256-GCM-SHA384',
  /** AES-128 in CBC with RSA key exchange. */
  AES128_SHA = 'AES128-SHA',
  /** AES-256 in CBC with RSA key exchange. */
  AES256_SHA = 'AES256-SHA',
  /** Triple DES in CBC with RSA key exchange. */
  DES_CBC3_SHA = 'DES-CBC3-SHA',
}
