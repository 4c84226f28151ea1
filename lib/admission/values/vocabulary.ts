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
  /** Ask what is possible; CORS preflight requests do. */
  OPTIONS = 'OPTIONS',
  /** Change part of a resource. */
  PATCH = 'PATCH',
  /** Send something to a resource. */
  POST = 'POST',
  /** Replace a resource. */
  PUT = 'PUT',
  /** Get the request back. */
  TRACE = 'TRACE',
}

/**
 * When a failed request is tried again.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter#x-envoy-retry-on
 */
export enum RetryOn {
  /** Any 5xx answer, or none at all. */
  SERVER_ERROR = '5xx',
  /** 502, 503 or 504. */
  GATEWAY_ERROR = 'gateway-error',
  /** No answer: disconnect, reset or read timeout. */
  RESET = 'reset',
  /** A reset before the request was sent. */
  RESET_BEFORE_REQUEST = 'reset-before-request',
  /** No connection. */
  CONNECT_FAILURE = 'connect-failure',
  /** 409. */
  RETRIABLE_4XX = 'retriable-4xx',
  /** The server reset the stream with REFUSED_STREAM. */
  REFUSED_STREAM = 'refused-stream',
  /** A status listed beside it, as a number. */
  RETRIABLE_STATUS_CODES = 'retriable-status-codes',
  /** A response header that Envoy is told of by request header. */
  RETRIABLE_HEADERS = 'retriable-headers',
  /** The header x-envoy-ratelimited is present. */
  ENVOY_RATELIMITED = 'envoy-ratelimited',
  /** HTTP/3 failed after the connection was made. */
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

/** The statuses of gRPC. */
export enum GrpcStatus {
  /** 0: no error. */
  OK = 'OK',
  /** 1: the caller gave up. */
  CANCELLED = 'CANCELLED',
  /** 2: an error that says nothing of itself. */
  UNKNOWN = 'UNKNOWN',
  /** 3: the request makes no sense. */
  INVALID_ARGUMENT = 'INVALID_ARGUMENT',
  /** 4: it took too long. */
  DEADLINE_EXCEEDED = 'DEADLINE_EXCEEDED',
  /** 5: there is no such thing. */
  NOT_FOUND = 'NOT_FOUND',
  /** 6: it is there already. */
  ALREADY_EXISTS = 'ALREADY_EXISTS',
  /** 7: the caller may not do this. */
  PERMISSION_DENIED = 'PERMISSION_DENIED',
  /** 8: a quota is used up. */
  RESOURCE_EXHAUSTED = 'RESOURCE_EXHAUSTED',
  /** 9: the system is not in the state for it. */
  FAILED_PRECONDITION = 'FAILED_PRECONDITION',
  /** 10: another call came between. */
  ABORTED = 'ABORTED',
  /** 11: past the end. */
  OUT_OF_RANGE = 'OUT_OF_RANGE',
  /** 12: there is no such method. */
  UNIMPLEMENTED = 'UNIMPLEMENTED',
  /** 13: the server is broken. */
  INTERNAL = 'INTERNAL',
  /** 14: the server cannot answer now. */
  UNAVAILABLE = 'UNAVAILABLE',
  /** 15: data is lost for good. */
  DATA_LOSS = 'DATA_LOSS',
  /** 16: the caller is not known. */
  UNAUTHENTICATED = 'UNAUTHENTICATED',
}

/** Ciphers for TLS 1.2 and older that Envoy lets one choose; those of TLS 1.3 are fixed. */
export enum CipherSuite {
  /** AES-128 in GCM; fresh keys, for ECDSA certificates. */
  ECDHE_ECDSA_AES128_GCM_SHA256 = 'ECDHE-ECDSA-AES128-GCM-SHA256',
  /** AES-128 in GCM; fresh keys, for RSA certificates. */
  ECDHE_RSA_AES128_GCM_SHA256 = 'ECDHE-RSA-AES128-GCM-SHA256',
  /** AES-256 in GCM; fresh keys, for ECDSA certificates. */
  ECDHE_ECDSA_AES256_GCM_SHA384 = 'ECDHE-ECDSA-AES256-GCM-SHA384',
  /** AES-256 in GCM; fresh keys, for RSA certificates. */
  ECDHE_RSA_AES256_GCM_SHA384 = 'ECDHE-RSA-AES256-GCM-SHA384',
  /** ChaCha20; fresh keys, for ECDSA certificates. */
  ECDHE_ECDSA_CHACHA20_POLY1305 = 'ECDHE-ECDSA-CHACHA20-POLY1305',
  /** ChaCha20; fresh keys, for RSA certificates. */
  ECDHE_RSA_CHACHA20_POLY1305 = 'ECDHE-RSA-CHACHA20-POLY1305',
  /** AES-128 in CBC; fresh keys, for ECDSA certificates. */
  ECDHE_ECDSA_AES128_SHA = 'ECDHE-ECDSA-AES128-SHA',
  /** AES-128 in CBC; fresh keys, for RSA certificates. */
  ECDHE_RSA_AES128_SHA = 'ECDHE-RSA-AES128-SHA',
  /** AES-256 in CBC; fresh keys, for ECDSA certificates. */
  ECDHE_ECDSA_AES256_SHA = 'ECDHE-ECDSA-AES256-SHA',
  /** AES-256 in CBC; fresh keys, for RSA certificates. */
  ECDHE_RSA_AES256_SHA = 'ECDHE-RSA-AES256-SHA',
  /** AES-128 in GCM; RSA keys. */
  AES128_GCM_SHA256 = 'AES128-GCM-SHA256',
  /** AES-256 in GCM; RSA keys. */
  AES256_GCM_SHA384 = 'AES256-GCM-SHA384',
  /** AES-128 in CBC; RSA keys. */
  AES128_SHA = 'AES128-SHA',
  /** AES-256 in CBC; RSA keys. */
  AES256_SHA = 'AES256-SHA',
  /** Triple DES in CBC; RSA keys. */
  DES_CBC3_SHA = 'DES-CBC3-SHA',
}
