import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DEFAULT_PROFILE } from '../istiod/profile/profiles';
import { isSameData } from '../manifests/collections';
import type { Surroundings } from '../surroundings';

/** What an app writes to a folder. */
export interface Written {
  /** The names of its files in the folder. */
  readonly files: readonly string[];
  /** What it says of its mesh. */
  readonly surroundings: Surroundings;
}

/** What an app of this program has written. */
interface WrittenByApp extends Written {
  readonly app: WeakRef<object>;
}

/** By folder. */
const written = new Map<string, readonly WrittenByApp[]>();

/** What a folder has one of, in the words of the options. */
const SINGLE = ['istio', 'profile', 'meshConfig'] as const;

/**
 * What is said of the mesh of a folder, in which other apps of this program may have files: what they and this app say.
 *
 * @throws Error if another app that has files there says something else
 */
export function sharedSurroundings(
  app: object,
  folder: string,
  { files, surroundings: own }: Written,
): Surroundings {
  const others = othersIn(app, folder, files);
  for (const { files: theirs, surroundings } of others) {
    const name = SINGLE.find((each) => !isSameData(saidIn(surroundings, each), saidIn(own, each)));
    if (name !== undefined) {
      throw new Error(
        `"${folder}" has "${theirs[0]}" of another app of this program, which says something else of its mesh in "${name}"; give each app an "outdir" of its own, or make one app of them`,
      );
    }
  }
  const all = [...others.map(({ surroundings }) => surroundings), own];
  return {
    ...own,
    context: all.flatMap(({ context }) => context),
    ignore: [...new Set(all.flatMap(({ ignore }) => ignore))],
  };
}

/** Notes what an app has written. */
export function noteWritten(app: object, folder: string, own: Written): void {
  const others = othersIn(app, folder, own.files);
  written.set(resolve(folder), [...others, { app: new WeakRef(app), ...own }]);
}

function saidIn(
  { profile = DEFAULT_PROFILE, ...others }: Surroundings,
  name: (typeof SINGLE)[number],
): unknown {
  return { ...others, profile }[name];
}

/** What other apps have in a folder, beside files of these names. */
function othersIn(app: object, folder: string, files: readonly string[]): WrittenByApp[] {
  return (written.get(resolve(folder)) ?? [])
    .filter((other) => other.app.deref() !== app)
    .map((other) => ({
      ...other,
      files: other.files.filter((file) => !files.includes(file) && existsSync(join(folder, file))),
    }))
    .filter((other) => other.files.length > 0);
}
