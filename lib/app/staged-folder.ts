import { closeSync, existsSync, mkdtempSync, openSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder } from '../manifests/paths';
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
   */
  constructor(
    private readonly target: string,
    private readonly writer: FileWriter,
  ) {
    this.createdFolders.unshift(...makeFolder(target));
    this.staging = mkdtempSync(join(target, '.synth-'));
  }

  /** Adds a folder with its parents. It may stay empty. */
  addFolder(path: string): void {
    this.createdFolders.unshift(...makeFolder(join(this.target, path)));
  }

  /**
   * Adds a file. It replaces a file of the same name.
   *
   * @throws Error if the file cannot be written: a folder has its name, the name is too long, or permission is missing
   */
  addFile(path: string, texts: Iterable<string>): void {
    const staged = this.files.get(path) ?? join(this.staging, `${this.files.size}`);
    this.files.set(path, staged);
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
    // Check this now: to move some files and then to fail would leave half of a synthesis.
    assertWritable(join(this.target, path));
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
    this.writer.finish();
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
