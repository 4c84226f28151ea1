import { describeProblem, noFilesIn, readFiles } from '../manifests/files';
import type { YamlProblem } from '../manifests/read-yaml';
import type { Output } from './output';
import { attempt, UsageError } from './usage';

/**
 * What is in files and folders.
 *
 * @throws UsageError if a path cannot be read, or if there are no files
 */
export function contentsAt(paths: readonly string[]): ReturnType<typeof readFiles> {
  const contents = attempt(() => readFiles(paths));
  if (contents.files === 0) {
    throw new UsageError(noFilesIn(paths));
  }
  return contents;
}

/** Says which documents could not be read. */
export function complainOf(problems: readonly YamlProblem[], output: Output): void {
  for (const problem of problems) {
    output.complain(describeProblem(problem));
  }
}
