import type { Source, TraceRequest } from '../../routing';
import type { Entrance } from '../classes/difference';

/** Requests that come from the same place, by the same port, to the same hosts. */
export interface Question {
  readonly from: Source;
  /** All sources whose requests both meshes treat like those of `from`. */
  readonly sources: readonly Source[];
  readonly scheme: 'http' | 'https' | 'tcp';
  readonly port: number;
  /** The host of an object, which may be a wildcard; `*` for all hosts that have no question of their own. */
  readonly written: string;
  /** A host by which the requests can be sent. */
  readonly host: string;
  /** How to say which hosts the requests are for: `shop.example.com`, `*.example.com`, `any other host`. */
  readonly hosts: string;
  /** Whether a host is one of them. */
  covers(host: string): boolean;
  /** The server name of the TLS handshake, where it is not the host. */
  readonly sni?: string;
  /** Whether a server name leads where those of the requests do. Absent where server names do not matter. */
  takes?(serverName: string): boolean;
}

/** What a question tells of its requests. */
export function entranceOf({ sources, scheme, port, hosts }: Question): Entrance {
  return { sources, scheme, port, hosts };
}

/** Whether a request is one of those that are asked for. */
export function isSentBy(
  { sources, scheme, port, covers, sni, takes = () => true }: Question,
  { url, from = 'gateway', sni: given }: TraceRequest,
): boolean {
  const [, protocol, name, written] = /^([a-z]+):\/\/([^/:?]*)(?::(\d+))?/.exec(url) ?? [];
  const defaultPort = scheme === 'https' ? 443 : 80;
  return (
    sources.includes(from) &&
    protocol === scheme &&
    name !== undefined &&
    covers(name) &&
    (scheme !== 'https' || (given === undefined ? sni === undefined : takes(given))) &&
    Number(written ?? defaultPort) === port
  );
}
