import type { DestinationRef, Endpoint, ObjectRef, RouteRef, ServerRef, ServiceHop } from '../../routing';

/** The ids of the nodes of a map, which are made of the names of objects alone. */

/** All sidecars, as clients. */
export const SIDECARS = 'clients:sidecars';
/** All workloads without a proxy, as clients. */
export const WITHOUT_SIDECAR = 'clients:without-sidecar';
/** Hosts that the mesh does not know. */
export const OUTSIDE = 'outside';

export function nameText({ namespace, name }: Pick<ObjectRef, 'namespace' | 'name'>): string {
  return namespace === '' ? name : `${namespace}/${name}`;
}

/** A port that the pods of a gateway listen on. */
export function gatewayPortId(gateway: Pick<ObjectRef, 'namespace' | 'name'>, listenerPort: number): string {
  return `gateway:${nameText(gateway)}:${listenerPort}`;
}

export function serverId({ gateway, index }: ServerRef): string {
  return `server:${nameText(gateway)}/${index}`;
}

/** @param where the id of the node that leads to the host: a server, or the sidecars */
export function hostId(where: string, domain: string): string {
  return `host:${domain}@${where}`;
}

export function redirectId(server: ServerRef): string {
  return `redirect:${serverId(server)}`;
}

/** A route is one node, whichever of its matches is met. */
export function routeId(route: Omit<RouteRef, 'match' | 'name'>): string {
  const { virtualService, protocol, index, delegateIndex } = route;
  const owner = virtualService ? nameText(virtualService) : '';
  const ofDelegate = delegateIndex === undefined ? '' : `/${delegateIndex}`;
  return `route:${owner}/${protocol}/${index}${ofDelegate}`;
}

export function destinationId({ host, port, subset }: DestinationRef): string {
  return `destination:${host}:${port ?? ''}${subset === undefined ? '' : `/${subset}`}`;
}

/** @param host of a destination, since a ServiceEntry has several */
export function serviceId({ kind, ...ref }: ServiceHop['service'], host: string): string {
  return kind === 'Service' ? `service:${nameText(ref)}` : `entry:${nameText(ref)}/${host}`;
}

export function workloadId({ kind, ...ref }: ObjectRef): string {
  return `workload:${kind}/${nameText(ref)}`;
}

/** @param service the id of the Service, if its pods are not known */
export function endpointId({ workload, address, port }: Endpoint, service: string): string {
  if (workload) {
    return workloadId(workload);
  }
  return address === undefined ? `pods:${service}` : `address:${address}:${port}`;
}
