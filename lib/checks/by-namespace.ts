import type { Manifest } from '../manifests/manifest';

/** The manifests of each namespace that has some. */
export function byNamespace(manifests: Iterable<Manifest>): ReadonlyMap<string, readonly Manifest[]> {
  const groups = new Map<string, Manifest[]>();
  for (const manifest of manifests) {
    const group = groups.get(manifest.namespace) ?? [];
    group.push(manifest);
    groups.set(manifest.namespace, group);
  }
  return groups;
}
