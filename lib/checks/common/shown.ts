import { serviceNamed } from '../../istiod/hosts/service-host';
import type { MeshIndex } from '../../istiod/mesh-index';
import { isOfProfile } from '../../istiod/profile/installed-profile';
import { workloadsOf } from '../../istiod/workloads/workloads';
import { memoized } from '../../manifests/collections';
import { type Kind, SERVICE, SERVICE_ENTRY } from '../../manifests/kinds';

/** Whether the manifests show objects of a kind, in one namespace or at all; ask by `index.view(shownObjects)`. */
export function shownObjects(index: MeshIndex): (kind: Kind, namespace?: string) => boolean {
  const namespacesWith = memoized(
    (kind: Kind) => kind,
    (kind) => new Set(index.all(kind).flatMap((one) => (isOfProfile(one) ? [] : [one.namespace]))),
  );
  return (kind, namespace) => {
    const namespaces = namespacesWith(kind);
    return namespace === undefined ? namespaces.size > 0 : namespaces.has(namespace);
  };
}

/** Whether the manifests show workloads, in one namespace or at all. */
export function areWorkloadsShown(index: MeshIndex, namespace?: string): boolean {
  const workloads = index.view(workloadsOf);
  const all = namespace === undefined ? workloads.all : workloads.in(namespace);
  return all.some(({ manifest }) => !isOfProfile(manifest));
}

/** Whether the manifests show anything of the kind that defines a host: Services of its namespace, or ServiceEntries. */
export function areHostsShown(index: MeshIndex, fullHost: string): boolean {
  const isShown = index.view(shownObjects);
  const service = serviceNamed(fullHost);
  return service ? isShown(SERVICE, service.namespace) : isShown(SERVICE_ENTRY);
}

/** The full name of a Service that a host names with its namespace only, which istiod does not complete. (G1) */
export function serviceMeantBy(index: MeshIndex, host: string): string | undefined {
  const [, name, namespace] = /^([^.*]+)\.([^.]+)(?:\.svc(?:\.cluster)?)?$/.exec(host) ?? [];
  return name !== undefined && namespace !== undefined && index.has(SERVICE, namespace, name)
    ? `${name}.${namespace}.svc.cluster.local`
    : undefined;
}
