/** The protocols that Envoy reads as HTTP. (A4) */
const HTTP_PROTOCOLS = ['HTTP', 'HTTP2', 'HTTP_PROXY', 'GRPC', 'GRPC-WEB'] as const;
/** Those of them that are HTTP/2. */
const HTTP2_PROTOCOLS = ['HTTP2', 'GRPC', 'GRPC-WEB'] as const;
/** The protocols that are encrypted when they reach Envoy. (A4) */
const TLS_PROTOCOLS = ['HTTPS', 'TLS'] as const;
const TCP_PROTOCOLS = ['TCP', 'MONGO', 'REDIS', 'MYSQL'] as const;
/** All protocols that Envoy proxies. (A4) */
export const PROTOCOLS = [...HTTP_PROTOCOLS, ...TLS_PROTOCOLS, ...TCP_PROTOCOLS] as const;

/** The protocol of a port. Envoy does not proxy UDP. */
export type Protocol = (typeof PROTOCOLS)[number] | 'UDP';

const BY_WORD: ReadonlyMap<string, Protocol> = new Map(
  [...PROTOCOLS, 'UDP' as const].map((protocol) => [protocol, protocol]),
);

/** What Kubernetes' own values of a port's `appProtocol` mean. (K1) */
const KUBERNETES_APP_PROTOCOLS: ReadonlyMap<string, Protocol> = new Map([
  ['kubernetes.io/h2c', 'HTTP2'],
  ['kubernetes.io/ws', 'HTTP'],
  ['kubernetes.io/wss', 'HTTPS'],
]);

/** The ports of protocols in which the server speaks first, so Envoy cannot wait for the client's first bytes. (K1) */
const SERVER_FIRST_PORTS: readonly number[] = [25, 53, 3306, 27017];

/**
 * The protocol of a port of a Service; undefined where the first bytes of a connection decide. (K1)
 *
 * @param name of the port, empty where it has none
 * @param appProtocol of the port; an empty one counts, and hides the name
 * @param port its number
 * @param l4 TCP, UDP or SCTP
 */
export function protocolOf(
  name: string,
  appProtocol: string | undefined,
  port: number,
  l4 = 'TCP',
): Protocol | undefined {
  if (l4 === 'UDP') {
    return 'UDP';
  }
  const named =
    appProtocol === undefined
      ? protocolNamed(name)
      : (KUBERNETES_APP_PROTOCOLS.get(appProtocol) ?? protocolNamed(appProtocol));
  return named ?? (SERVER_FIRST_PORTS.includes(port) ? 'TCP' : undefined);
}

/** The protocol that a word means, in upper or lower case, such as `http`; undefined for any other word. (A4) */
export function parseProtocol(word: string): Protocol | undefined {
  return BY_WORD.get(word.toUpperCase());
}

/** Whether HTTP routes apply to the protocol. */
export function isHttp(protocol: string | undefined): boolean {
  return includes(HTTP_PROTOCOLS, protocol);
}

/** Whether proxies send HTTP/2 to a port of the protocol, whatever they get. (G10) */
export function isHttp2(protocol: string | undefined): boolean {
  return includes(HTTP2_PROTOCOLS, protocol);
}

/** Whether the client names the host in its first bytes, by SNI. */
export function isTls(protocol: string | undefined): boolean {
  return includes(TLS_PROTOCOLS, protocol);
}

/** Whether Envoy forwards bytes, encrypted or not, instead of requests. */
export function isTcp(protocol: string | undefined): boolean {
  return isTls(protocol) || includes(TCP_PROTOCOLS, protocol);
}

/** Whether Envoy proxies the protocol. */
export function isProxied(protocol: string | undefined): boolean {
  return isHttp(protocol) || isTcp(protocol);
}

/** The protocol at the beginning of a name such as `http-admin`. */
function protocolNamed(name: string): Protocol | undefined {
  if (name.slice(0, 'grpc-web'.length).toLowerCase() === 'grpc-web') {
    return 'GRPC-WEB';
  }
  return parseProtocol(name.split('-', 1)[0] ?? '');
}

function includes(protocols: readonly string[], protocol: string | undefined): boolean {
  return protocol !== undefined && protocols.includes(protocol);
}
