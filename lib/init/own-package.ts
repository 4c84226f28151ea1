import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The folder of this package; its sources and the bundle are both two folders below. */
export const PACKAGE = join(__dirname, '../..');

/** What `package.json` of this package says, as far as it is used here. */
export interface OwnManifest {
  readonly name: string;
  readonly version: string;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** What `package.json` of this package says. */
export function ownManifest(): OwnManifest {
  return JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8'));
}

/** The version of this package. */
export function ownVersion(): string {
  return ownManifest().version;
}

/** The address of a page of the documentation that is in the package. */
export function pageUrl(page: string): string {
  return pathToFileURL(join(PACKAGE, 'docs', page)).href;
}
