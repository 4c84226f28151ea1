import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { isRecord } from '../manifests/manifest';
import { ownManifest, PACKAGE } from './own-package';

/** What a project depends on, and why. */
export interface PackageSpec {
  /** A version, or where the package is, as npm takes it in `package.json`. */
  readonly spec: string;
  /** Where the spec comes from. */
  readonly because: string;
}

/**
 * What a new project depends on: what this program was installed from. npm notes it beside the package, in
 * `.package-lock.json`; other installers do not, so that only the version is known.
 *
 * @param project the folder of the project
 * @param given what the user wants instead
 * @throws Error if it names a file that does not exist
 */
export function packageSpec(project: string, given?: string): PackageSpec {
  return given === undefined ? installedSpec(project, PACKAGE) : givenSpec(project, given);
}

/** @internal For a package in any folder. */
export function installedSpec(project: string, folder: string): PackageSpec {
  const { name, version } = ownManifest();
  const file = (path: string) => fileSpec(project, path);
  const modules = dirname(folder);
  if (basename(modules) !== 'node_modules') {
    return { spec: file(folder), because: 'the checkout that runs this' };
  }
  const { resolved } = noteOf(modules, name);
  const isOfRegistry = resolved?.endsWith(`/-/${name}-${version}.tgz`);
  if (resolved === undefined || isOfRegistry) {
    return { spec: version, because: 'the version that runs this' };
  }
  // A path begins at the folder that has node_modules.
  const path = resolved.startsWith('file:')
    ? resolve(dirname(modules), resolved.slice('file:'.length))
    : undefined;
  return { spec: path === undefined ? resolved : file(path), because: 'what this was installed from' };
}

/** What npm has noted about the package. */
function noteOf(modules: string, name: string): { readonly resolved?: string | undefined } {
  try {
    const { packages } = JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8'));
    const note: unknown = packages[`node_modules/${name}`];
    return { resolved: isRecord(note) && typeof note.resolved === 'string' ? note.resolved : undefined };
  } catch {
    // Yarn and pnpm have no such file.
    return {};
  }
}

function givenSpec(project: string, given: string): PackageSpec {
  const because = 'as --package says';
  const spec = given.trim().replace(/^cdk8s-istio@(?=.)/, '');
  if (spec === '' || /[\s"\\]/.test(spec.replace(/^file:.*/, ''))) {
    throw new Error(`--package "${given}" is not a package; name a version, a file, or a URL of git`);
  }
  const path = spec.replace(/^file:/, '');
  if (path !== spec || /^(?:[./~\\]|[A-Za-z]:[\\/])|\.tgz$/.test(spec.replace(/^\w+:\/\/.*/, ''))) {
    if (!existsSync(path)) {
      throw new Error(`--package "${given}": there is no such file or folder`);
    }
    return { spec: fileSpec(project, resolve(path)), because };
  }
  return { spec, because };
}

/** A file or a folder, as a path from the project on. */
function fileSpec(project: string, path: string): string {
  return `file:${relative(realPath(project), realPath(path)).split(sep).join('/') || '.'}`;
}

/** The path without links, also of a folder that does not exist yet. */
function realPath(path: string): string {
  const absolute = resolve(path);
  const parent = dirname(absolute);
  return existsSync(absolute) || parent === absolute
    ? realpathSync(absolute)
    : join(realPath(parent), basename(absolute));
}
