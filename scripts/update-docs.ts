/** `npm run docs:update`: brings README.md and docs/ up to date with the code that they quote. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { checksPage } from './checks-page';
import { withFreshBlocks } from './doc-blocks';
import { pages } from './doc-pages';

const ROOT = resolve(__dirname, '..');

for (const page of pages()) {
  const file = join(ROOT, page);
  const before = readFileSync(file, 'utf8');
  const after = page === 'docs/checks.md' ? checksPage() : withFreshBlocks(before);
  if (after !== before) {
    writeFileSync(file, after);
    console.log(page);
  }
}
