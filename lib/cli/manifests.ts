import { existsSync } from 'node:fs';
import { counted, fullName } from '../catalogue/words';
import { describeProblem, noFilesIn, readFiles } from '../manifests/files';
import { identityOf, type Manifest, placeIn } from '../manifests/manifest';
import { applied, isCopy, type Replacement } from '../manifests/manifest-index';
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

/** The folder that is read if the user names no path. */
export const DEFAULT_FOLDER = 'dist';

/**
 * The paths that a command reads.
 *
 * @throws UsageError if none is given, and the folder that stands for them is not there
 */
export function pathsFrom(given: readonly string[]): readonly string[] {
  if (given.length === 0 && !existsSync(DEFAULT_FOLDER)) {
    throw new UsageError(
      `the current folder has no folder "${DEFAULT_FOLDER}", which is read if no path is named; synthesize the app first, go to the folder of the project, or name the manifests`,
    );
  }
  return given.length === 0 ? [DEFAULT_FOLDER] : given;
}

/** Says which documents could not be read. */
export function complainOf(problems: readonly YamlProblem[], output: Output): void {
  for (const problem of problems) {
    output.complain(describeProblem(problem));
  }
}

/** What is there twice is named up to this number. */
const MOST_NAMED = 5;

/**
 * Says which objects do not count, because others of the same kind, namespace and name come after them. Copies do no harm.
 *
 * @param sets manifests of several meshes; what is there twice in several of them is said for the first one
 */
export function complainOfReplaced(output: Output, ...sets: readonly (readonly Manifest[])[]): void {
  const found = new Map<string | undefined, Replacement>();
  for (const replacement of sets.flatMap((manifests) => applied(manifests).replacements)) {
    const key = identityOf(replacement.later);
    if (!found.has(key) && !isCopy(replacement)) {
      found.set(key, replacement);
    }
  }
  const all = [...found.values()];
  for (const replacement of all.slice(0, MOST_NAMED)) {
    output.complain(
      `Warning: ${isThereTwice(replacement)}, and only this later one counts, as after \`kubectl apply\`; remove one of them`,
    );
  }
  const others = all.length - MOST_NAMED;
  if (others > 0) {
    output.complain(
      `Warning: ${counted(others, 'other object is', 'other objects are')} there twice; \`cdk8s-istio check\` names them`,
    );
  }
}

/** `b.yaml:1: Service shop/web is there twice: a.yaml:9 has it as well`. */
export function isThereTwice({ earlier, later }: Replacement): string {
  return `${placeIn(later.origin) ?? ''}: ${later.kind} ${fullName(later)} is there twice: ${placeIn(earlier.origin) ?? ''} has it as well`;
}
