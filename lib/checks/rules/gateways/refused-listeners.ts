import type { Finding } from '../../../catalogue/finding';
import type { MessageType } from '../../../catalogue/message-type';
import { fullName, shown } from '../../../catalogue/words';
import { chainsOfHttp, clashAmong } from '../../../istiod/gateways/chain-clash';
import type { GatewayServer } from '../../../istiod/gateways/gateway-servers';
import { mayListen, mergedServers } from '../../../istiod/gateways/gateway-workloads';
import { gatewaysByName } from '../../../istiod/gateways/gateways';
import type { MergedPort } from '../../../istiod/gateways/merge-servers';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { exemplaryGateways } from '../../common/gateway-pods';
import type { Rule } from '../../rule';

export const IST9220 = {
  code: 'IST9220',
  name: 'GatewayListenerRefused',
  level: 'Error',
  summary:
    'Envoy refuses the listener of a port, because two servers of Gateways match the same connections.',
  texts: {
    host: (host: string, other: string, port: number) =>
      `serves ${shown(host)} over TLS on port ${port} of the same pods as ${other}; Envoy compares hosts without their namespaces and in lower case, and refuses the listener, so that no server answers on this port; serve each host once`,
    everything: (other: string, port: number) =>
      `takes every connection to port ${port} of the same pods that no other server asks for by SNI, and so does ${other}; Envoy refuses the listener, so that no server answers on this port; use another port, or name the hosts of the TLS server instead of "*"`,
  },
} as const satisfies MessageType;

/** istiod merges servers that Envoy then cannot tell apart, for which it refuses their listener. (A6, A7) */
export const refusedListeners: Rule = {
  name: 'refused-listeners',
  reports: [IST9220],
  *check(index) {
    const reported = new Set<GatewayServer>();
    for (const gateway of index.view(exemplaryGateways)) {
      for (const merged of index.view(mergedServers)(gateway).values()) {
        if (mayListen(gateway, merged.port)) {
          yield* refusal(index, merged, reported);
        }
      }
    }
  },
};

function* refusal(index: MeshIndex, merged: MergedPort, reported: Set<GatewayServer>): Iterable<Finding> {
  const clash = clashAmong(chainsOfHttp(merged));
  const object = clash && index.view(gatewaysByName).get(clash.second.gatewayName)?.manifest;
  if (!object || reported.has(clash.second)) {
    return;
  }
  reported.add(clash.second);
  const { first, second, sniHost } = clash;
  const other = `server ${first.ref.index} of Gateway "${fullName(first.ref.gateway)}"`;
  const text =
    sniHost === undefined
      ? IST9220.texts.everything(other, merged.port)
      : IST9220.texts.host(sniHost, other, merged.port);
  yield { type: IST9220, object, field: second.field, text };
}
