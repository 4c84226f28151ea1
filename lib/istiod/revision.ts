import type { Manifest } from '../manifests/manifest';

/** Whether an istiod of the default revision reads a custom resource. (0.1) */
export function isRead({ labels }: Manifest): boolean {
  const revision = labels['istio.io/rev'];
  return revision === undefined || revision === 'default';
}
