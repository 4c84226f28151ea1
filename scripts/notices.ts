import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '..');

/**
 * The licences of the packages that are in a bundle, and the notices in their files.
 *
 * @param inputs the files in the bundle, from the root of the repository
 * @param what the beginning of the first sentence
 */
export function noticesOf(inputs: readonly string[], what: string): string {
  const byPackage = new Map<string, string[]>();
  for (const input of inputs) {
    const folder = /^node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input)?.[0];
    if (folder !== undefined) {
      byPackage.set(folder, [...(byPackage.get(folder) ?? []), input]);
    }
  }
  const sections = [...byPackage].map(([folder, files]) => {
    const { name, version, license } = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'));
    const texts = [...licenceFilesIn(folder), ...new Set(files.flatMap(headOf))];
    if (texts.length === 0) {
      throw new Error(`${folder} has neither a licence file nor a notice in its files`);
    }
    return [`${name} ${version} (${license})`, ...texts.map((text) => text.trim())].join('\n\n');
  });
  const head = `${what} code of these packages.`;
  return `${[head, ...sections].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

function licenceFilesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder))
    .filter((file) => /^(licen[cs]e|notice|copying)/i.test(file))
    .map((file) => readFileSync(join(ROOT, folder, file), 'utf8'));
}

/** The comments that a file begins with, where they tell of rights. */
function headOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const [comments = ''] = /^(?:\s|\/\/.*|\/\*[\s\S]*?\*\/|"use strict";)*/.exec(text) ?? [];
  const notice = comments.replaceAll('"use strict";', '').trim();
  return /copyright|licen[cs]e/i.test(notice) ? [notice] : [];
}
