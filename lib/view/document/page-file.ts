import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { writeReason, writeWhole } from '../../manifests/paths';
import { GENERATOR } from './page-document';

/** Where a page says what it is, in bytes. */
const BEGINNING = 500;

/**
 * Refuses a file that a page would destroy. Only an earlier page is written over.
 *
 * @throws Error if the file is a folder, or something else than a page
 */
export function refuseOtherFile(file: string): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found?.isDirectory()) {
    throw new Error(`"${file}" is a folder; name a file in it for the page`);
  }
  if (found?.isFile() && found.size > 0 && !isPage(file)) {
    throw new Error(`"${file}" is there, and is not a page that view wrote; name another file, or remove it`);
  }
}

/**
 * Writes a page to a file, whole or not at all. What is not a file, such as `/dev/stdout`, cannot be replaced.
 *
 * @throws Error if the file cannot be written
 */
export function writePage(file: string, html: string): void {
  try {
    writeWhole(file, html);
  } catch (error) {
    throw new Error(`"${file}" cannot be written: ${writeReason(error)}`);
  }
}

function isPage(file: string): boolean {
  const descriptor = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(BEGINNING);
    return bytes.toString('utf8', 0, readSync(descriptor, bytes)).includes(GENERATOR);
  } finally {
    closeSync(descriptor);
  }
}
