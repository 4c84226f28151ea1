import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');

/** The package as npm unpacks it. */
export const PACKAGE = join(process.env.PACKED_LIBRARY ?? '', 'package');

interface Manifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta: Readonly<Record<string, { readonly optional?: boolean }>>;
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
    addPackage(folder, name);
  }
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(folder, name), text);
  }
}

/** Puts a package of this repository into a project. */
export function addPackage(folder: string, name: string): void {
  const path = join(folder, 'node_modules', name);
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules', name), path);
}

/** The packages that have to be installed beside the package. */
export function requiredPackages(): string[] {
  const { dependencies, peerDependencies, peerDependenciesMeta } = manifestOfPackage();
  return Object.keys({ ...dependencies, ...peerDependencies }).filter(
    (name) => !peerDependenciesMeta[name]?.optional,
  );
}

/** A project with these dependencies and the package, which npm installs from its registry, and these files. */
export function installProject(
  folder: string,
  dependencies: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>>,
): void {
  const tarball = readdirSync(dirname(PACKAGE)).find((file) => file.endsWith('.tgz'));
  const packed = { 'cdk8s-istio': `file:${join(dirname(PACKAGE), tarball ?? '')}` };
  const manifest = { private: true, dependencies: { ...dependencies, ...packed } };
  for (const [name, text] of Object.entries({ ...files, 'package.json': JSON.stringify(manifest) })) {
    writeFileSync(join(folder, name), text);
  }
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline'], {
    cwd: folder,
    stdio: 'pipe',
  });
}

/** What a tool of this repository prints in the folder. */
export function run(folder: string, tool: string, ...args: string[]): string {
  return execFileSync(process.execPath, [tool, ...args], { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
}

export function toolOf(path: string): string {
  return join(ROOT, 'node_modules', path);
}
