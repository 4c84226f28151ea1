import type { Workload } from '../../istiod/workloads/workloads';
import { refTo } from '../../manifests/object-ref';
import type { EntranceHop } from '../result';
import type { EntryPort } from './gateway-entry';

/** A message with more ports than these would be hard to read. */
const MOST_PORTS = 10;

/**
 * How a request to a port comes to the pods of a gateway. Of several Services with the port, clients outside the cluster call the
 * one that is open to them. Pods that no Service selects can be called directly.
 */
export function entranceTo(
  gateway: Workload,
  entries: readonly EntryPort[],
  calledPort: number,
  hostPorts: ReadonlyMap<number, number>,
): EntranceHop {
  const port = hostPorts.get(calledPort) ?? calledPort;
  const called = entries.filter(({ number }) => number === port);
  const entry = called.find(({ isOpenToOutside }) => isOpenToOutside) ?? called[0];
  const listenerPort = entry?.targetPort ?? (entries.length === 0 ? port : undefined);
  return {
    hop: 'entrance',
    by: 'gateway',
    workload: refTo(gateway.manifest),
    ...(port === calledPort ? {} : { hostPort: calledPort }),
    port,
    ...(entry ? { service: refTo(entry.service) } : {}),
    ...(listenerPort === undefined ? {} : { listenerPort }),
  };
}

/** Why a request to a port does not come to the pods. */
export function whyNoEntrance(
  entries: readonly EntryPort[],
  port: number,
  hostPorts: ReadonlyMap<number, number>,
): string {
  const ports = [...new Set(entries.map(({ number }) => number))].sort((a, b) => a - b);
  const mapped = [...hostPorts]
    .filter(([, to]) => ports.includes(to))
    .slice(0, MOST_PORTS)
    .map(([from, to]) => `${from} leads to ${to}`);
  const onHost = mapped.length > 0 ? `; on this machine, port ${listed(mapped)}` : '';
  return `no Service of the gateway has port ${port}; it can be called on ${listed(ports.slice(0, MOST_PORTS))}${onHost}`;
}

/** Why no listener of a gateway is open on a port, if nothing is known of servers for it. */
export function whyNoServer(openPorts: readonly number[], port: number): string {
  const others =
    openPorts.length > 0 ? `; there are servers on ${listed(openPorts.slice(0, MOST_PORTS))}` : '';
  return `no Gateway for these pods has a server that listens on port ${port}${others}`;
}

function listed(items: readonly (number | string)[]): string {
  return items.length < 2 ? items.join() : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
