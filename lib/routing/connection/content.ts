/** What a program writes into a connection, under all TLS that proxies put around it. */
export type Content = 'plaintext HTTP/1.1' | 'HTTP/2' | 'TLS' | 'bytes';

/** What a client's proxy has to send: requests that it reads, or a connection that it forwards unread. */
export type Carried = 'requests' | 'gRPC requests' | BadRequests | Exclude<Content, 'HTTP/2'>;

/** Requests to which Envoy answers 400, and whether a port that detects its protocol takes them for HTTP. (W14) */
export type BadRequests = 'bad requests' | 'bad requests, taken for bytes';

/** Whether Envoy answers 400 wherever it reads HTTP. */
export function isBad(carried: Carried): carried is BadRequests {
  return carried === 'bad requests' || carried === 'bad requests, taken for bytes';
}

/** Whether the client's proxy reads requests, and so answers them with a status when they fail. */
export function isReadAsHttp(carried: Carried): boolean {
  return carried === 'requests' || carried === 'gRPC requests';
}
