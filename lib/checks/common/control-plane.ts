import type { Manifest } from '../../manifests/manifest';

/** Whether an object looks like a part of Istio itself, about which some rules do not report anything. */
export function isControlPlane({ labels }: Manifest): boolean {
  return labels.istio !== undefined || labels.release === 'istio';
}
