import type { MeshIndex } from '../../istiod/mesh-index';
import { isSameData } from '../../manifests/collections';
import { identityOf, type Manifest, UNREAD_METADATA } from '../../manifests/manifest';

/** An object that differs between two meshes. */
export interface ChangedObject {
  /** Absent if the object is new. */
  readonly old?: Manifest;
  /** Absent if the object is gone. */
  readonly new?: Manifest;
}

/** The objects that are new, gone, or not the same. */
export function changedObjects(old: MeshIndex, next: MeshIndex): ChangedObject[] {
  const before = byIdentity(old);
  const after = byIdentity(next);
  const changed: ChangedObject[] = [];
  for (const [identity, manifest] of before) {
    const other = after.get(identity);
    if (!other) {
      changed.push({ old: manifest });
    } else if (!isSameObject(manifest, other)) {
      changed.push({ old: manifest, new: other });
    }
  }
  for (const [identity, manifest] of after) {
    if (!before.has(identity)) {
      changed.push({ new: manifest });
    }
  }
  return changed;
}

/** Objects that have only `generateName` are told apart by their content. */
function byIdentity(index: MeshIndex): ReadonlyMap<string, Manifest> {
  const all = [...index.manifests(), ...index.unread.manifests()];
  return new Map(all.map((manifest) => [identityOf(manifest) ?? JSON.stringify(manifest.object), manifest]));
}

function isSameObject({ object: one }: Manifest, { object: other }: Manifest): boolean {
  return isSameData(relevant(one), relevant(other));
}

function relevant({ status: _, metadata, ...rest }: Manifest['object']): unknown {
  const kept = Object.entries(metadata ?? {}).filter(([name]) => !UNREAD_METADATA.includes(name));
  return { ...rest, metadata: Object.fromEntries(kept) };
}
