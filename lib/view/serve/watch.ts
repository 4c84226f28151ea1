import { type FSWatcher, readdirSync, statSync, watch } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { NOTES_FILE } from '../../manifests/files';

/** Editors write a file in several steps, and builds write many files. */
const SETTLED_AFTER = 150;

/** What no manifests are read from, in any folder. */
const HIDDEN = /(^|[/\\])(\.[^/\\]+|node_modules)([/\\]|$)/;
/** What the programs of a project write. */
const WRITTEN = ['build', 'cdk8s.out', 'coverage'];

/** Calls back some time after files have changed, until it is closed. */
export class Watch {
  private watchers: readonly FSWatcher[] = [];
  private timer: NodeJS.Timeout | undefined;

  /**
   * @param paths gives files, and folders with their subfolders; it is asked again when something has changed
   * @param changed is called once for changes that follow each other closely
   */
  constructor(
    private readonly paths: () => readonly string[],
    private readonly changed: () => void,
  ) {
    this.start();
  }

  close(): void {
    clearTimeout(this.timer);
    this.stop();
  }

  private start(): void {
    this.watchers = this.paths().flatMap((path) => [...this.watchParent(path), ...this.watchFolder(path)]);
  }

  private stop(): void {
    for (const watcher of this.watchers) {
      watcher.close();
    }
  }

  /**
   * Files and folders are often replaced by others of the same name, which their own watchers do not see. Beside them there may be
   * notes of an app, and new files that are to be watched.
   */
  private watchParent(path: string): FSWatcher[] {
    const name = basename(resolve(path));
    const parent = dirname(resolve(path));
    const isNew = (changed: string) => this.paths().some((one) => resolve(one) === join(parent, changed));
    return this.watcher(
      parent,
      false,
      (changed) => changed === name || changed === NOTES_FILE || isNew(changed),
    );
  }

  private watchFolder(path: string): FSWatcher[] {
    const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
    return isFolder ? this.watcher(path, true, isOfInterest) : [];
  }

  private watcher(path: string, recursive: boolean, isOfInterest: (changed: string) => boolean): FSWatcher[] {
    try {
      const watcher = watch(path, { recursive }, (_, changed) => {
        if (changed === null || isOfInterest(changed)) {
          this.settle();
        }
      });
      watcher.on('error', () => this.settle());
      return [watcher];
    } catch {
      // The folder is not there; its parent is watched, too.
      return [];
    }
  }

  private settle(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.stop();
      this.start();
      this.changed();
    }, SETTLED_AFTER);
  }
}

/** The files and folders of a project that people write. */
export function writtenIn(folder: string, output: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => !HIDDEN.test(name) && !WRITTEN.includes(name) && name !== output.replace(/[/\\]+$/, ''))
    .map((name) => join(folder, name));
}

function isOfInterest(file: string): boolean {
  return !HIDDEN.test(basename(file) === NOTES_FILE ? dirname(file) : file);
}
