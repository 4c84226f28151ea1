import type { Manifest } from '../../manifests/manifest';

/** Whether an object looks like a part of Istio itself, on which some messages are silent. */
export function isControlPlane({ labels }: Manifest): boolean {
  return labels.istio !== undefined || labels.release === 'istio';
}
