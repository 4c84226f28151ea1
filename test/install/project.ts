import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');

/** The package as npm unpacks it. */
export const PACKAGE = join(process.env.PACKED_LIBRARY ?? '', 'package');

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

export function manifestOfPackage(): Manifest {
  return JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8'));
}

/** Puts the package into the folder as npm would, with these other packages beside it, and writes these files. */
export function makeProject(
  folder: string,
  packages: readonly string[],
  files: Readonly<Record<string, string>>,
): void {
  const modules = join(folder, 'node_modules');
  mkdirSync(modules);
  cpSync(PACKAGE, join(modules, 'cdk8s-istio'), { recursive: true });
  for (const name of packages) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
  }
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(folder, name), text);
  }
}

/** What a tool of this repository prints in the folder. */
export function run(folder: string, tool: string, ...args: string[]): string {
  return execFileSync(process.execPath, [tool, ...args], { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
}

export function toolOf(path: string): string {
  return join(ROOT, 'node_modules', path);
}
