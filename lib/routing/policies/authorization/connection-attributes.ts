import { contains, parseCidr, parseIp } from '../../../manifests/ip';
import type { Connection } from '../../request/request';
import type { Attribute } from './attribute';
import { textMatch } from './text-match';

/** The address of the other end of the connection. */
export const sourceIp = ipAttribute(({ sourceIp }) => sourceIp);

/** The address of the original client, as trusted proxies on the way report it. */
export const remoteIp = ipAttribute(({ remoteIp }) => remoteIp);

/** The address of this end of the connection, if it is known. */
export const destinationIp = ipAttribute(({ destinationIp }) => destinationIp);

/** The port that the proxy or the pod listens on, not the port of the Service. */
export const destinationPort: Attribute = {
  isHttpOnly: false,
  match: (value) => {
    const port = /^\d+$/.test(value) ? Number(value) : Number.NaN;
    return port <= 65535 ? ({ connection }) => connection.port === port : undefined;
  },
};

export const serverName: Attribute = {
  isHttpOnly: false,
  match: (value) => {
    const match = textMatch(value);
    return ({ connection: { sni = '' } }) => match(sni);
  },
};

function ipAttribute(read: (connection: Connection) => string | undefined): Attribute {
  return {
    isHttpOnly: false,
    match: (value) => {
      const block = parseCidr(value);
      return (
        block &&
        (({ connection }) => {
          const text = read(connection);
          if (text === undefined) {
            return undefined;
          }
          const address = parseIp(text);
          return address !== undefined && contains(block, address);
        })
      );
    },
  };
}
