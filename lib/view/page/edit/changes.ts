import { groupedBy, isSameData } from '../../../manifests/collections';
import type { Manifest } from '../../../manifests/manifest';
import { type GroupedRef, groupedRefTo, keyOf } from '../../map/grouped-ref';
import type { PageFile } from '../page-data';

/** An object that is other than it was. */
export interface ObjectChange {
  readonly object: GroupedRef;
  readonly is: 'added' | 'changed' | 'deleted';
}

/** What was edited. */
export interface Changes {
  readonly objects: readonly ObjectChange[];
  /** The files that are other than they were, as they are now. */
  readonly files: readonly PageFile[];
}

export const NO_CHANGES: Changes = { objects: [], files: [] };

/**
 * What is other than it was.
 *
 * @param objectsIn the objects of a file
 */
export function changesBetween(
  before: readonly PageFile[],
  after: readonly PageFile[],
  objectsIn: (file: PageFile) => readonly Manifest[],
): Changes {
  const old = new Map(before.map((file) => [file.name, file]));
  const files = after.filter((file) => old.get(file.name)?.text !== file.text);
  const was = groupedBy(
    files.flatMap(({ name }) => objectsIn(old.get(name) ?? { name, text: '' })),
    keyOf,
  );
  const is = groupedBy(files.flatMap(objectsIn), keyOf);
  const objects = [...new Set([...is.keys(), ...was.keys()])].flatMap((name): ObjectChange[] => {
    const [earlier = [], later = []] = [was.get(name), is.get(name)];
    const [one = later[0]] = earlier;
    const kind = earlier.length === 0 ? 'added' : later.length === 0 ? 'deleted' : 'changed';
    return one && !isSameData(contentsOf(earlier), contentsOf(later))
      ? [{ object: groupedRefTo(one), is: kind }]
      : [];
  });
  return { objects, files };
}

function contentsOf(manifests: readonly Manifest[]): unknown {
  return manifests.map(({ object }) => object);
}
