import { type Cidr, contains, parseCidr, parseIp } from '../../../manifests/ip';
import type { Connection } from '../../request/request';
import type { Attribute } from './attribute';
import { textMatch } from './text-match';

/** The address of the other end of the connection: that of a pod if it is not known. (H7) */
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

/** Where the addresses of pods are: the private blocks, and the shared one that providers use as well. */
const POD_BLOCKS = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'].flatMap(
  (text) => parseCidr(text) ?? [],
);

/** Whether a block has the address of a pod; undefined if that depends on which pod it is. */
function hasPod(block: Cidr): boolean | undefined {
  if (block.bits === 0) {
    return true;
  }
  const mayHave = POD_BLOCKS.some((pods) => contains(pods, block.address) || contains(block, pods.address));
  return mayHave ? undefined : false;
}

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
            return hasPod(block);
          }
          const address = parseIp(text);
          return address !== undefined && contains(block, address);
        })
      );
    },
  };
}
