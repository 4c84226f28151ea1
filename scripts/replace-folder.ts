import { cpSync, existsSync, renameSync, rmSync } from 'node:fs';

/**
 * Puts a copy of a folder in the place of another. Cut short between two renames, it leaves the old folder beside its
 * place, from where the next call puts it back.
 */
export function replaceFolder(target: string, replacement: string): void {
  const next = `${target}.next`;
  const old = `${target}.old`;
  if (existsSync(old) && !existsSync(target)) {
    renameSync(old, target);
  }
  rmSync(next, { recursive: true, force: true });
  rmSync(old, { recursive: true, force: true });
  cpSync(replacement, next, { recursive: true });
  if (existsSync(target)) {
    renameSync(target, old);
  }
  renameSync(next, target);
  rmSync(old, { recursive: true, force: true });
}
