import type { MeshService } from './mesh-services';

const CLUSTER_DOMAIN = '.svc.cluster.local';

/** The names that a sidecar in `namespace` answers to for a Service, the full one first. (I3) */
export function domainsOf(service: MeshService, namespace: string, aliases: readonly string[]): string[] {
  const names = [service.host, ...aliases].flatMap((host) => namesOf(host, namespace));
  const all =
    service.isHeadless && service.isKubernetes ? [...names, ...names.map((name) => `*.${name}`)] : names;
  return [...all, ...service.addresses];
}

/** The ways to write a host of the cluster, shorter ones within its own namespace. */
export function namesOf(host: string, namespace: string): string[] {
  if (!host.endsWith(CLUSTER_DOMAIN)) {
    return [host];
  }
  const short = host.slice(0, -CLUSTER_DOMAIN.length);
  const dot = short.indexOf('.');
  const [name, owner] = [short.slice(0, dot), short.slice(dot + 1)];
  return [host, `${host}.`, `${short}.svc`, short, ...(owner === namespace ? [name] : [])];
}
