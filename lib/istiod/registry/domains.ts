import { namesOf } from '../hosts/service-host';
import type { MeshService } from './mesh-service';

/** The names that a sidecar in `namespace` answers to for a Service, the full one first. (I3) */
export function domainsOf(service: MeshService, namespace: string, aliases: readonly string[]): string[] {
  const names = [service.host, ...aliases].flatMap((host) => namesOf(host, namespace));
  const all =
    service.isHeadless && service.isKubernetes ? [...names, ...names.map((name) => `*.${name}`)] : names;
  return [...all, ...service.addresses];
}
