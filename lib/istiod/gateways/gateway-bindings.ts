import { groupedBy, memoized } from '../../manifests/collections';
import { type Fields, fieldEntries, fieldsOf, textEntries, textsIn } from '../../manifests/fields';
import type { Manifest } from '../../manifests/manifest';
import type { MeshIndex } from '../mesh-index';
import { rootsOf } from '../virtual-services/delegates';
import { gatewayName, MESH } from '../virtual-services/gateway-name';
import { isDelegate } from '../virtual-services/is-delegate';
import { appliesToProxy } from '../virtual-services/match-scope';
import type { Destination } from '../virtual-services/route-destinations';
import { selectorText } from '../workloads/selectors';
import type { Workload } from '../workloads/workloads';
import { gatewayPods } from './gateway-workloads';
import { type Gateway, gatewaysByName } from './gateways';

/** A Gateway that a VirtualService is bound to, with the pods that it configures. */
export interface BoundGateway extends Gateway {
  /** Of pods with the same namespace and labels, which are the same to istiod, the first one. */
  readonly pods: readonly Workload[];
  /** The numbers of the servers' ports. */
  readonly ports: ReadonlySet<number>;
}

/** The proxies that a VirtualService is for. A delegate is for those of the VirtualServices that refer to it. (C3) */
export interface Bindings {
  /** Whether it is for sidecars. */
  readonly isForMesh: boolean;
  readonly gateways: readonly BoundGateway[];
  /** Whether it names Gateways that istiod does not read, or that are not among the manifests. */
  readonly hasUnknown: boolean;
}

const NOWHERE: Bindings = { isForMesh: false, gateways: [], hasUnknown: false };

/** The workload of a match whose conditions on the source istiod does not compare. */
const UNKNOWN_WORKLOAD = { labels: {}, namespace: '' };

/** The proxies that each VirtualService is bound to; ask for them by `index.view(bindingsOf)`. (B1) */
export function bindingsOf(index: MeshIndex): (virtualService: Manifest) => Bindings {
  const known = new Map<Manifest, Bindings>();
  const roots = index.view(rootsOf);
  const bindings = (virtualService: Manifest): Bindings => {
    const found = known.get(virtualService);
    if (found) {
      return found;
    }
    const made = isDelegate(virtualService) ? NOWHERE : boundTo(index, virtualService);
    known.set(virtualService, made);
    return made;
  };
  for (const [delegate, referring] of roots) {
    if (isDelegate(delegate)) {
      known.set(delegate, united(referring.filter((root) => !isDelegate(root)).map(bindings)));
    }
  }
  return bindings;
}

/**
 * Whether istiod builds a match into the configuration of some pod of a Gateway. That depends on the conditions about
 * the proxy alone, and not on those about requests. (E2)
 *
 * @param namespace the namespace of the VirtualService
 */
function isBuiltAt(match: Fields, { manifest, pods, ports }: BoundGateway, namespace: string): boolean {
  const isPort = (port: number) => ports.has(port);
  const isGateway = (name: string) => isNamed(manifest, name, namespace);
  // Where a match names gateways, istiod does not compare the source, so no pod need be known.
  const workloads = textsIn(match.gateways).length > 0 ? [UNKNOWN_WORKLOAD] : pods;
  return workloads.some((workload) => appliesToProxy(match, { workload, isPort, isGateway }));
}

/** Whether the pods of a Gateway use an entry of routes. */
export function isUsedAt(route: Fields, bound: BoundGateway, namespace: string): boolean {
  const matches = fieldEntries(route.match);
  return matches.length === 0 || matches.some(([, match]) => isBuiltAt(match, bound, namespace));
}

/** The Gateways whose pods use the route of a destination. */
export function gatewaysUsing(
  index: MeshIndex,
  { virtualService, route }: Pick<Destination, 'virtualService' | 'route'>,
): readonly BoundGateway[] {
  const { gateways } = index.view(bindingsOf)(virtualService);
  return gateways.filter((bound) => isUsedAt(route, bound, virtualService.namespace));
}

/** Whether a name in a VirtualService of `namespace` means this Gateway. */
export function isNamed(gateway: Manifest, name: string, namespace: string): boolean {
  return gatewayName(name, namespace) === `${gateway.namespace}/${gateway.name}`;
}

function boundTo(index: MeshIndex, { spec, namespace }: Manifest): Bindings {
  const names = textEntries(fieldsOf(spec).gateways).map(([, name]) => name);
  const gatewayAt = index.view(boundGateways);
  const found = names.filter((name) => name !== MESH).map((name) => gatewayAt(gatewayName(name, namespace)));
  return {
    isForMesh: names.length === 0 || names.includes(MESH),
    gateways: found.filter((one) => one !== undefined),
    hasUnknown: found.includes(undefined),
  };
}

/** The Gateways that VirtualServices can be bound to, by `namespace/name`. */
function boundGateways(index: MeshIndex): (gatewayName: string) => BoundGateway | undefined {
  const podsOf = index.view(gatewayPods);
  const gateways = index.view(gatewaysByName);
  // Most Gateways have one of a few selectors.
  const distinctPods = memoized((pods: readonly Workload[]) => pods, distinct);
  const bound = memoized(
    (gateway: Gateway) => gateway,
    (gateway) => boundGateway(gateway, distinctPods(podsOf(gateway.selector))),
  );
  return (name) => {
    const gateway = gateways.get(name);
    return gateway && bound(gateway);
  };
}

function boundGateway(gateway: Gateway, pods: readonly Workload[]): BoundGateway {
  return { ...gateway, pods, ports: new Set(gateway.servers.map(({ port }) => port)) };
}

/** Of pods with the same namespace and labels, which are the same to istiod, the first one. */
function distinct(pods: readonly Workload[]): readonly Workload[] {
  const kindOf = ({ namespace, labels }: Workload) => `${namespace} ${selectorText(labels)}`;
  return [...groupedBy(pods, kindOf).values()].map(([pod]) => pod);
}

function united(bindings: readonly Bindings[]): Bindings {
  const gateways = new Map(bindings.flatMap((one) => one.gateways.map((bound) => [bound.manifest, bound])));
  return {
    isForMesh: bindings.some(({ isForMesh }) => isForMesh),
    gateways: [...gateways.values()],
    hasUnknown: bindings.some(({ hasUnknown }) => hasUnknown),
  };
}
