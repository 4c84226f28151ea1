import { HostIndex } from '../../istiod/hosts/host-index';
import type { MeshIndex } from '../../istiod/mesh-index';
import { compareTexts, sortedByAge } from '../../istiod/oldest-first';
import { type MeshPort, type MeshService, portOf } from '../../istiod/registry/mesh-service';
import { isHttp, isTls, type Protocol } from '../../istiod/registry/protocol';
import type { EgressListener } from '../../istiod/sidecar-scope';
import { memoized } from '../../manifests/collections';

/** A port of a Service, with the protocol that the sidecar takes it for. */
export interface ListenedPort {
  readonly service: MeshService;
  readonly port: MeshPort;
  readonly protocol: Protocol | undefined;
}

/** What a sidecar listens for on a port: at addresses of Services, and at every other address. (I2, W17) */
export interface OutboundListeners {
  /** Whether it reads HTTP at every address. */
  readonly readsHttp: boolean;
  /** The ServiceEntry without addresses that takes every connection that nothing else takes. */
  readonly forAnyAddress: ListenedPort | undefined;
  /** The ServiceEntries without addresses whose connections are known by their SNI. */
  readonly bySni: HostIndex<ListenedPort>;
  /** Those of them that a VirtualService with `tls` routes names. */
  readonly withTlsRoutes: readonly ListenedPort[];
  /** The port of a Service that has a listener of its own at its address. */
  at(called: MeshService): ListenedPort | undefined;
}

/** The listeners of sidecars for a port; ask for them by `index.view(outboundListeners)`. */
export function outboundListeners(
  _: MeshIndex,
): (listener: EgressListener, port: number) => OutboundListeners {
  const byPort = memoized(
    (listener: EgressListener) => listener,
    (listener) =>
      memoized(
        (port: number) => port,
        (port) => listenersOn(listener, port),
      ),
  );
  return (listener, port) => byPort(listener)(port);
}

function listenersOn(listener: EgressListener, number: number): OutboundListeners {
  const ports = portsOn(listener, number);
  const withoutAddress = ports.filter(({ service }) => !hasAddress(service));
  const isForAny = ({ protocol }: ListenedPort) => !isHttp(protocol) && !isTls(protocol);
  const detectsHttp = withoutAddress.some(({ protocol }) => protocol === undefined);
  const readsHttp =
    listener.port === undefined
      ? detectsHttp || ports.some(({ protocol }) => isHttp(protocol))
      : isHttp(listener.protocol);
  const byAddress = addressesOf(ports);
  const bySni = bySniOf(withoutAddress);
  return {
    readsHttp,
    forAnyAddress: withoutAddress.find(isForAny),
    bySni,
    withTlsRoutes: routedAmong(bySni, listener),
    at: (called) => keysOf(called).flatMap((key) => byAddress.get(key) ?? [])[0],
  };
}

/** The ports with a number that the listener knows, oldest first, then by host. */
function portsOn(listener: EgressListener, number: number): readonly ListenedPort[] {
  const ports: ListenedPort[] = [];
  for (const service of listener.services.values()) {
    const port = portOf(service, number);
    if (port && port.protocol !== 'UDP' && service.resolution !== 'ALIAS') {
      ports.push({ service, port, protocol: listener.protocol ?? port.protocol });
    }
  }
  return sortedByAge(
    ports,
    ({ service }) => service.manifest,
    (a, b) => compareTexts(a.service.host, b.service.host),
  );
}

function hasAddress({ isKubernetes, addresses }: MeshService): boolean {
  return isKubernetes || addresses.length > 0;
}

/** HTTP ports are listened for at every address. Of several Services with one address the first counts. */
function addressesOf(ports: readonly ListenedPort[]): ReadonlyMap<string, ListenedPort> {
  const byAddress = new Map<string, ListenedPort>();
  for (const listened of ports) {
    if (hasAddress(listened.service) && !isHttp(listened.protocol)) {
      for (const key of keysOf(listened.service)) {
        byAddress.set(key, byAddress.get(key) ?? listened);
      }
    }
  }
  return byAddress;
}

/** The addresses of a Service; its host stands for an address that is not known. */
function keysOf({ host, addresses }: MeshService): readonly string[] {
  return addresses.length > 0 ? addresses : [host];
}

function bySniOf(ports: readonly ListenedPort[]): HostIndex<ListenedPort> {
  const bySni = new HostIndex<ListenedPort>();
  for (const listened of ports) {
    const host = listened.service.host.toLowerCase();
    if (isTls(listened.protocol) && !bySni.get(host)) {
      bySni.set(host, listened);
    }
  }
  return bySni;
}

function routedAmong(
  bySni: HostIndex<ListenedPort>,
  { virtualServices }: EgressListener,
): readonly ListenedPort[] {
  const routed = new Set<ListenedPort>();
  for (const { hosts } of virtualServices.filter(({ tls }) => tls.length > 0)) {
    for (const host of hosts) {
      for (const listened of bySni.matching(host)) {
        routed.add(listened);
      }
    }
  }
  return [...routed];
}
