import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The package; its sources and the bundle are both two folders below. */
const PACKAGE = join(__dirname, '../..');

/** The version of this package. */
export function ownVersion(): string {
  const { version } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8'));
  return version;
}

/** The address of a page of the documentation that is in the package. */
export function pageUrl(page: string): string {
  return pathToFileURL(join(PACKAGE, 'docs', page)).href;
}
