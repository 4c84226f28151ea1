import { cpSync, existsSync, renameSync, rmSync } from 'node:fs';

/** Puts a copy of a folder in the place of another, which is whole at any moment: the old one or the new one. */
export function replaceFolder(target: string, replacement: string): void {
  const next = `${target}.next`;
  const old = `${target}.old`;
  rmSync(next, { recursive: true, force: true });
  rmSync(old, { recursive: true, force: true });
  cpSync(replacement, next, { recursive: true });
  if (existsSync(target)) {
    renameSync(target, old);
  }
  renameSync(next, target);
  rmSync(old, { recursive: true, force: true });
}
