import { closeSync, mkdirSync, mkdtempSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** In characters; large enough for few writes, small enough to not matter in memory. */
const CHUNK = 1 << 18;

/**
 * Files on their way into a folder. They are written in a folder inside of it, on the same file system whatever is
 * mounted there, and moved to their places in one go when all are complete. Until then they have no names that
 * `kubectl apply` would take for manifests.
 */
export class StagedFolder {
  private readonly folders = new Set<string>();
  private readonly files = new Map<string, string>();
  private readonly createdTarget: string | undefined;
  private readonly staging: string;

  /** @param target is created if need be */
  constructor(private readonly target: string) {
    this.createdTarget = mkdirSync(target, { recursive: true });
    this.staging = mkdtempSync(join(target, '.synth-'));
  }

  /** Adds a folder, which may stay empty, with all that lead to it. */
  addFolder(path: string): void {
    this.folders.add(path);
  }

  /** Adds a file, in place of one of the same name. */
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
  }

  /** Moves everything to its place; other files in the target stay. */
  commit(): void {
    for (const folder of this.folders) {
      mkdirSync(join(this.target, folder), { recursive: true });
    }
    for (const [path, staged] of this.files) {
      renameSync(staged, join(this.target, path));
    }
    rmSync(this.staging, { recursive: true });
  }

  /** Leaves the target as it was before; must not follow `commit`. */
  discard(): void {
    rmSync(this.createdTarget ?? this.staging, { recursive: true, force: true });
  }
}
