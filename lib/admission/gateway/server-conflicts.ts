import type { GatewaySpec } from '../../../imports/networking.istio.io';
import { serversOf } from '../../istiod/gateways/gateway-servers';
import { type DroppedServer, mergeServers } from '../../istiod/gateways/merge-servers';
import { GATEWAY } from '../../manifests/kinds';
import type { Problem } from '../problem';
import { DROPPED_SERVER } from '../problem-types';
import type { AdmissionObject } from '../validator';

/** The servers of a Gateway that istiod drops without a word, whatever the ports of its pods' Services are. (A6) */
export function* serverConflictProblems({
  name,
  namespace = '',
  spec,
}: AdmissionObject<GatewaySpec>): Iterable<Problem> {
  if ((spec.servers?.length ?? 0) < 2) {
    return;
  }
  const servers = serversOf({ kind: GATEWAY.kind, namespace, name }, spec);
  for (const { dropped } of mergeServers(servers, (port) => port).values()) {
    for (const server of dropped) {
      yield* problemsOf(server);
    }
  }
}

function* problemsOf(dropped: DroppedServer): Iterable<Problem> {
  const { field, port, ref } = dropped.server;
  switch (dropped.is) {
    case 'repeated hosts':
      for (const { host, other } of dropped.hosts) {
        const message = `"${host.written}" is served by spec.servers[${other.ref.index}] on the same port, so istiod drops this server as a whole; keep the host in one of them`;
        yield { field: [...field, 'hosts', host.place], message, type: DROPPED_SERVER };
      }
      return;
    case 'conflicting protocol': {
      const other = dropped.other.ref;
      const message = `${port} is taken by spec.servers[${other.index}] with ${other.protocol.toUpperCase()}, so istiod drops this server with ${ref.protocol.toUpperCase()}; use another port`;
      yield { field: [...field, 'port'], message, type: DROPPED_SERVER };
      return;
    }
    case 'repeated route table':
      // That two ports have the same name is a problem of its own.
      return;
  }
}
