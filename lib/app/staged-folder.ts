import { closeSync, existsSync, mkdtempSync, openSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder, writeReason } from '../manifests/paths';
import type { FileWriter } from './file-writer';

/** The size of a write in characters: large enough for few writes, and small enough not to need much memory. */
const CHUNK = 1 << 18;

/**
 * Files that are to be written to a folder, all or none. They are first written to a folder inside the target, which is
 * on the same file system, and moved to their places when all of them are complete. Until then, `kubectl apply` does
 * not take them for manifests, because of their names.
 */
export class StagedFolder {
  private readonly files = new Map<string, string>();
  /** The files that are to be removed. */
  private readonly removed: string[] = [];
  /** The folders that were made. Each comes before its parents. */
  private readonly createdFolders: string[] = [];
  private readonly staging: string;

  /**
   * @param target the folder, which is created if it does not exist
   * @param writer writes the files
   * @throws Error if nothing can be written to the folder
   */
  constructor(
    private readonly target: string,
    private readonly writer: FileWriter,
  ) {
    this.staging = writing(target, () => {
      this.createdFolders.unshift(...makeFolder(target));
      return mkdtempSync(join(target, '.synth-'));
    });
  }

  /** The paths of the files. */
  get paths(): readonly string[] {
    return [...this.files.keys()];
  }

  /** Adds a folder with its parents. It may stay empty. */
  addFolder(path: string): void {
    const folder = join(this.target, path);
    this.createdFolders.unshift(...writing(folder, () => makeFolder(folder)));
  }

  /**
   * Adds a file. It replaces a file of the same name.
   *
   * @throws Error if the file cannot be written: a folder has its name, the name is too long, or permission is missing
   */
  addFile(path: string, texts: Iterable<string>): void {
    const staged = this.files.get(path) ?? join(this.staging, `${this.files.size}`);
    this.files.set(path, staged);
    const file = join(this.target, path);
    writing(file, () => {
      this.stage(staged, texts);
      // Check this now: to move some files and then to fail would leave half of a synthesis.
      assertWritable(file);
    });
  }

  private stage(staged: string, texts: Iterable<string>): void {
    let chunk = '';
    let flag: 'w' | 'a' = 'w';
    for (const text of texts) {
      chunk += text;
      if (chunk.length > CHUNK) {
        this.writer.write(staged, chunk, flag);
        chunk = '';
        flag = 'a';
      }
    }
    this.writer.write(staged, chunk, flag);
  }

  /** Removes a file when the others are moved to their places. There need not be such a file. */
  removeFile(path: string): void {
    this.removed.push(path);
  }

  /**
   * Moves all files to their places. Other files in the target stay.
   *
   * @throws Error if a file could not be written, before any file is moved
   */
  commit(): void {
    writing(this.target, () => this.writer.finish());
    for (const [path, staged] of this.files) {
      renameSync(staged, join(this.target, path));
    }
    for (const path of this.removed) {
      rmSync(join(this.target, path), { force: true });
    }
    rmSync(this.staging, { recursive: true });
  }

  /** Leaves the target as it was before, except for files that `commit` moved before it failed. */
  discard(): void {
    this.writer.cancel();
    rmSync(this.staging, { recursive: true, force: true });
    for (const folder of this.createdFolders) {
      try {
        rmdirSync(folder);
      } catch {
        // Another program has put files into the folder in the meantime.
      }
    }
  }
}

/** Does something that the file system may refuse, before anything is in its place. Other errors, of objects, stay as they are. */
function writing<Result>(path: string, write: () => Result): Result {
  try {
    return write();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall !== undefined) {
      throw new Error(`cannot write "${path}", so nothing was written: ${writeReason(error)}`, {
        cause: error,
      });
    }
    throw error;
  }
}

/** Throws the error that writing the file would throw, without writing it. */
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
