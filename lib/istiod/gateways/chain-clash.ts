import { type GatewayServer, sniHosts } from './gateway-servers';
import type { MergedPort } from './merge-servers';

/** A filter chain of a listener, by what it matches. */
export interface MatchingChain {
  readonly server: GatewayServer;
  /** The names that TLS clients ask for; undefined where the chain matches every connection. (A7) */
  readonly sniHosts: readonly string[] | undefined;
}

/** Two chains of one listener that match the same connections. */
export interface ChainClash {
  /** Undefined where both chains match every connection. */
  readonly sniHost: string | undefined;
  readonly first: GatewayServer;
  readonly second: GatewayServer;
}

/** The address that istiod binds to where a server names none. */
const IPV4_ANY = '0.0.0.0';

/**
 * Two chains for which Envoy refuses their listener: two that match the same name, which Envoy compares in lower case, or
 * two that match every connection. (A7)
 *
 * @param chains the chains of one port
 */
export function clashAmong(chains: Iterable<MatchingChain>): ChainClash | undefined {
  const known = new Map<string, GatewayServer>();
  for (const { server, sniHosts: names = [undefined] } of chains) {
    for (const sniHost of names) {
      const key = `${server.bind || IPV4_ANY} ${sniHost?.toLowerCase() ?? ''}`;
      const first = known.get(key);
      if (first) {
        return { sniHost, first, second: server };
      }
      known.set(key, server);
    }
  }
  return undefined;
}

/** The chains of HTTP and HTTPS servers of a port, which are there even without any VirtualService. (A9) */
export function chainsOfHttp({ groups }: MergedPort): MatchingChain[] {
  return groups.flatMap(({ servers }): MatchingChain[] => {
    const [server] = servers;
    return server.kind === 'HTTP'
      ? [{ server, sniHosts: undefined }]
      : servers
          .filter(({ kind }) => kind === 'HTTPS')
          .map((one) => ({ server: one, sniHosts: sniHosts(one) }));
  });
}
