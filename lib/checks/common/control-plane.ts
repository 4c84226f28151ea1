import type { Manifest } from '../../manifests/manifest';

/** Whether an object looks like a part of Istio itself, about which some rules do not report anything. */
export function isControlPlane({ labels }: Manifest): boolean {
  return labels.istio !== undefined || labels.release === 'istio';
}

const MANAGED = 'gateway.istio.io/managed';
const WAYPOINT = 'istio.io-mesh-controller';
const MANAGERS: readonly (string | undefined)[] = [
  WAYPOINT,
  'istio.io-gateway-controller',
  'istio.io-eastwest-controller',
];

/** Whether istiod made the object for a Gateway of the Kubernetes Gateway API, so that users do not write it. */
export function isManagedByIstiod({ labels }: Manifest): boolean {
  return MANAGERS.includes(labels[MANAGED]);
}

/** Whether istiod made the object for a waypoint. */
export function isOfWaypoint({ labels }: Manifest): boolean {
  return labels[MANAGED] === WAYPOINT;
}
