import { type Fields, numberOf, objectsIn, textOf, textsIn } from '../../manifests/fields';
import { texts } from '../../manifests/manifest';
import { carries, type Labels } from '../workloads/workloads';
import { MESH } from './gateway-names';

/** What istiod builds routes for. */
export interface MatchScope {
  /** The proxy, by what its pods are. */
  readonly workload: { readonly namespace: string; readonly labels: Labels };
  /** The Gateway that the proxy serves as `namespace/name`, or `mesh` for a sidecar. */
  readonly gateway: string;
  /** The port of the server, or the port that clients of a sidecar call. */
  readonly port: number;
}

/**
 * Whether istiod builds a match into the routes of a proxy: the conditions that do not depend on requests. (E2)
 *
 * @param match with full names of gateways
 */
export function isBuiltFor(match: Fields, { workload, gateway, port }: MatchScope): boolean {
  const wantedPort = numberOf(match.port);
  if (wantedPort && wantedPort !== port) {
    return false;
  }
  const gateways = textsIn(match.gateways);
  return gateways.length > 0 ? gateways.includes(gateway) : isFrom(match, workload);
}

/** Whether sidecars beside a workload use a route of a VirtualService that is bound to the mesh, whatever the port. */
export function isUsedBySidecar(route: Fields, workload: MatchScope['workload']): boolean {
  const matches = objectsIn(route.match);
  return (
    matches.length === 0 ||
    matches.some((match) => {
      const gateways = textsIn(match.gateways);
      return gateways.length > 0 ? gateways.includes(MESH) : isFrom(match, workload);
    })
  );
}

/** Whether a proxy is among the sources that a match asks for. (E2) */
export function isFrom(match: Fields, { namespace, labels }: MatchScope['workload']): boolean {
  const sourceNamespace = textOf(match.sourceNamespace);
  return carries(labels, texts(match.sourceLabels)) && (!sourceNamespace || sourceNamespace === namespace);
}
