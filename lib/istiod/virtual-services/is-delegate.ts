import { fieldsOf } from '../../manifests/fields';
import type { Manifest } from '../../manifests/manifest';

/** Whether a VirtualService has no hosts, so that it only counts where others delegate to it. (C3) */
export function isDelegate({ spec }: Manifest): boolean {
  const { hosts } = fieldsOf(spec);
  return !Array.isArray(hosts) || !hosts.some((host) => typeof host === 'string');
}
