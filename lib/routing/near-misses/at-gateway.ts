import { type GatewayServer, hostsFor, routesUsedBy } from '../../istiod/gateways/gateway-servers';
import { gatewaysFor, listenerPorts } from '../../istiod/gateways/gateway-workloads';
import { gatewaysByName } from '../../istiod/gateways/gateways';
import { hostsMatch } from '../../istiod/hosts/host-matching';
import type { MeshIndex } from '../../istiod/mesh-index';
import { MESH } from '../../istiod/virtual-services/gateway-name';
import type { VirtualService } from '../../istiod/virtual-services/virtual-services';
import { isVisibleIn } from '../../istiod/visibility';
import { selectorText } from '../../istiod/workloads/selectors';
import type { Workload } from '../../istiod/workloads/workloads';
import { GATEWAY } from '../../manifests/kinds';
import { droppedRoutes } from './dropped-routes';

/** A request that no route of a gateway takes. */
export interface LostAtGateway {
  readonly index: MeshIndex;
  readonly workload: Workload;
  /** The port that the gateway listens on. */
  readonly listenerPort: number;
}

/** A reason, and how far the VirtualService comes before it fails. */
interface Failure {
  readonly stage: number;
  readonly because: string;
}

/** Why a gateway does not route a request by a VirtualService that has its host. (B1 to B3) */
export function* whyNotAtGateway(lost: LostAtGateway, virtualService: VirtualService): Iterable<string> {
  const failures = virtualService.gateways
    .filter((name) => name !== MESH)
    .map((name) => failureAt(lost, name, virtualService));
  if (failures.length === 0) {
    yield 'names no Gateway in "gateways", so it is for sidecars only';
    return;
  }
  const dropped = [...droppedRoutes(lost.index, virtualService)];
  if (dropped.length > 0 && ROUTE_LISTS.every((list) => virtualService[list].length === 0)) {
    yield* dropped;
    return;
  }
  const closest = failures.reduce((best, failure) => (failure.stage > best.stage ? failure : best));
  if (closest.stage < ROUTED) {
    yield closest.because;
    return;
  }
  yield* dropped;
}

const ROUTE_LISTS = ['http', 'tls', 'tcp'] as const;
/** The stage of a VirtualService whose routes the gateway has. */
const ROUTED = 6;

function failureAt(lost: LostAtGateway, gatewayName: string, virtualService: VirtualService): Failure {
  const { index, workload, listenerPort } = lost;
  const gateway = index.view(gatewaysByName).get(gatewayName);
  if (!gateway) {
    return { stage: 0, because: `names Gateway "${gatewayName}", which ${whyNoGateway(index, gatewayName)}` };
  }
  if (!index.view(gatewaysFor)(workload).includes(gateway)) {
    const selected = `pods with "${selectorText(gateway.selector)}"`;
    return {
      stage: 1,
      because: `names Gateway "${gatewayName}", which is for ${selected}, and not for those of this gateway`,
    };
  }
  const portOf = index.view(listenerPorts)(workload);
  const servers = gateway.servers.filter(({ port }) => portOf(port) === listenerPort);
  if (servers.length === 0) {
    return { stage: 2, because: `names Gateway "${gatewayName}", which has no server on this port` };
  }
  const serving = servers.filter((server) => serves(server, virtualService));
  if (serving.length === 0) {
    return { stage: 3, because: whyNotServed(gatewayName, servers, virtualService) };
  }
  const lists = [...new Set(serving.map(routesUsedBy))];
  if (!lists.some((list) => list !== 'none' && virtualService[list].length > 0)) {
    const used = lists.map((list) => `"${list}"`).join(' and ');
    const has = ROUTE_LISTS.filter((list) => virtualService[list].length > 0);
    return {
      stage: 4,
      because: `has only ${has.map((list) => `"${list}"`).join(' and ')} routes, and Gateway "${gatewayName}" uses the ${used} routes on this port`,
    };
  }
  if (!isVisibleIn(virtualService.visibility, workload.namespace)) {
    return { stage: 5, because: `is not exported to namespace "${workload.namespace}" of the gateway` };
  }
  return { stage: ROUTED, because: '' };
}

function serves(server: GatewayServer, { hosts, namespace }: VirtualService): boolean {
  return hostsFor(server, namespace).some((served) => hosts.some((host) => hostsMatch(served, host)));
}

function whyNotServed(
  gatewayName: string,
  servers: readonly GatewayServer[],
  { hosts, namespace }: VirtualService,
): string {
  const shutOut = servers
    .flatMap((server) => server.hosts)
    .find(
      ({ name, namespace: owner }) => owner !== namespace && hosts.some((host) => hostsMatch(name, host)),
    );
  return shutOut
    ? `is in namespace "${namespace}", and Gateway "${gatewayName}" has "${shutOut.written}", which is for VirtualServices in namespace "${shutOut.namespace}" only`
    : `names Gateway "${gatewayName}", whose servers on this port do not have its hosts`;
}

function whyNoGateway(index: MeshIndex, gatewayName: string): string {
  const [namespace, name] = gatewayName.split('/', 2);
  const gateways = index.all(GATEWAY);
  const namesake = gateways.find((gateway) => gateway.name === name);
  if (namesake) {
    return `does not exist; Gateway "${namesake.namespace}/${namesake.name}" does`;
  }
  const [neighbour, other] = gateways.filter((gateway) => gateway.namespace === namespace);
  return neighbour && !other
    ? `does not exist; the only Gateway in namespace "${namespace}" is "${neighbour.name}"`
    : 'does not exist';
}
