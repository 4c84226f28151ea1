/** What a program writes into a connection, under all TLS that proxies put around it. */
export type Content = 'plaintext HTTP/1.1' | 'HTTP/2' | 'TLS' | 'bytes';

/** What a client's proxy has to send: requests that it reads, or a connection that it forwards unread. */
export type Carried = 'requests' | 'gRPC requests' | Exclude<Content, 'HTTP/2'>;

/** Whether the client's proxy reads requests, and so answers them with a status when they fail. */
export function isRead(carried: Carried): boolean {
  return carried === 'requests' || carried === 'gRPC requests';
}
