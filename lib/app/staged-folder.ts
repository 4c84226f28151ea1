import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** In characters; large enough for few writes, small enough to not matter in memory. */
const CHUNK = 1 << 18;

/**
 * Files on their way into a folder. They are written in a folder inside of it, on the same file system whatever is
 * mounted there, and moved to their places in one go when all are complete. Until then they have no names that
 * `kubectl apply` would take for manifests.
 */
export class StagedFolder {
  private readonly files = new Map<string, string>();
  /** Each before those that lead to it. */
  private readonly createdFolders: string[] = [];
  private readonly staging: string;

  /** @param target is created if need be */
  constructor(private readonly target: string) {
    this.createFolder(target);
    this.staging = mkdtempSync(join(target, '.synth-'));
  }

  /** Adds a folder, which may stay empty, with all that lead to it. */
  addFolder(path: string): void {
    this.createFolder(join(this.target, path));
  }

  /**
   * Adds a file, in place of one of the same name.
   *
   * @throws when there can be no such file: a folder has its name, it is too long, or the file may not be written
   */
  addFile(path: string, texts: Iterable<string>): void {
    const staged = this.files.get(path) ?? join(this.staging, `${this.files.size}`);
    this.files.set(path, staged);
    const file = openSync(staged, 'w');
    try {
      let chunk = '';
      for (const text of texts) {
        chunk += text;
        if (chunk.length > CHUNK) {
          writeFileSync(file, chunk);
          chunk = '';
        }
      }
      writeFileSync(file, chunk);
    } finally {
      closeSync(file);
    }
    // Now, since moving some files and failing at the next would leave half of a synthesis.
    assertWritable(join(this.target, path));
  }

  /** Moves everything to its place; other files in the target stay. */
  commit(): void {
    for (const [path, staged] of this.files) {
      renameSync(staged, join(this.target, path));
    }
    rmSync(this.staging, { recursive: true });
  }

  /** Leaves the target as it was before, except for what `commit` has moved when it failed. */
  discard(): void {
    rmSync(this.staging, { recursive: true, force: true });
    for (const folder of this.createdFolders) {
      try {
        rmdirSync(folder);
      } catch {
        // By now it holds what somebody else has put there.
      }
    }
  }

  private createFolder(folder: string): void {
    const first = mkdirSync(folder, { recursive: true });
    if (first === undefined) {
      return;
    }
    const created = [resolve(folder)];
    for (let last = created[0]; last !== undefined && last !== resolve(first); last = created.at(-1)) {
      created.push(dirname(last));
    }
    this.createdFolders.unshift(...created);
  }
}

/** Fails as writing the file would, but leaves it alone. */
function assertWritable(file: string): void {
  try {
    closeSync(openSync(file, 'r+'));
  } catch (error) {
    const isNew = (error as NodeJS.ErrnoException).code === 'ENOENT' && existsSync(dirname(file));
    if (!isNew) {
      throw error;
    }
  }
}
