/** Paths of files without the folder that all of them are in. */
export type ShortPaths = (text: string) => string;

/**
 * Writes the paths of some files shorter, wherever they stand in a text. The folder that is left out is the one that all of them are
 * in, so that the rest tells them apart.
 */
export function shortPathsFor(files: readonly string[]): ShortPaths {
  const folder = commonFolder(files);
  return (text) => (folder === '' ? text : text.replaceAll(folder, ''));
}

function commonFolder(files: readonly string[]): string {
  const [first = '', ...others] = files.map((file) => file.split('/'));
  const steps = [...first].slice(0, -1);
  const differs = steps.findIndex((step, at) =>
    others.some((other) => other[at] !== step || at >= other.length - 1),
  );
  const common = differs < 0 ? steps : steps.slice(0, differs);
  return common.length === 0 ? '' : `${common.join('/')}/`;
}
