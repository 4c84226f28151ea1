import { type Fields, numberOf, objectsIn, textOf, textsIn } from '../../manifests/fields';
import { texts } from '../../manifests/manifest';
import { carries, type Labels } from '../workloads/workloads';
import { MESH } from './gateway-name';
import { PROXY_FIELDS, type ProxyField } from './http-match-request';

/** What istiod builds routes for. */
export interface MatchScope {
  /** The proxy, by what its pods are. */
  readonly workload: { readonly namespace: string; readonly labels: Labels };
  /** The Gateway that the proxy serves as `namespace/name`, or `mesh` for a sidecar. */
  readonly gateway: string;
  /** The port of the server, or the port that clients of a sidecar call. */
  readonly port: number;
}

/** A proxy that istiod may build a match for. */
export interface MatchedProxy {
  readonly workload: MatchScope['workload'];
  /** Whether the proxy has the port. */
  isPort(port: number): boolean;
  /** Whether the proxy serves the gateway, by its name in the match. */
  isGateway(name: string): boolean;
}

const PROXY_CONDITIONS: Readonly<Record<ProxyField, (value: unknown, proxy: MatchedProxy) => boolean>> = {
  port: (value, proxy) => {
    const port = numberOf(value);
    return !port || proxy.isPort(port);
  },
  sourceLabels: (value, { workload }) => carries(workload.labels, texts(value)),
  sourceNamespace: (value, { workload }) => !textOf(value) || value === workload.namespace,
  gateways: (value, proxy) => !namesGateways(value) || textsIn(value).some((name) => proxy.isGateway(name)),
};

/**
 * Whether istiod builds a match into the routes of a proxy: the conditions that do not depend on requests. In a match that
 * names gateways, istiod ignores the source. (E2)
 */
export function appliesToProxy(match: Fields, proxy: MatchedProxy): boolean {
  return PROXY_FIELDS.every((field) => {
    const value = match[field];
    const isSource = field === 'sourceLabels' || field === 'sourceNamespace';
    return (
      value === undefined ||
      (isSource && namesGateways(match.gateways)) ||
      PROXY_CONDITIONS[field](value, proxy)
    );
  });
}

function namesGateways(value: unknown): boolean {
  return textsIn(value).length > 0;
}

/** @param match with full names of gateways */
export function isBuiltFor(match: Fields, { workload, gateway, port }: MatchScope): boolean {
  return appliesToProxy(match, {
    workload,
    isPort: (number) => number === port,
    isGateway: (name) => name === gateway,
  });
}

/** Whether some sidecars use a route of a VirtualService that is bound to the mesh. (E2) */
export function isUsedInMesh(route: Fields): boolean {
  const matches = objectsIn(route.match);
  return (
    matches.length === 0 ||
    matches.some(({ gateways }) => !namesGateways(gateways) || textsIn(gateways).includes(MESH))
  );
}

/** Whether sidecars beside a workload use a route of a VirtualService that is bound to the mesh, whatever the port. */
export function isUsedBySidecar(route: Fields, workload: MatchScope['workload']): boolean {
  const sidecar: MatchedProxy = { workload, isPort: () => true, isGateway: (name) => name === MESH };
  const matches = objectsIn(route.match);
  return matches.length === 0 || matches.some((match) => appliesToProxy(match, sidecar));
}
