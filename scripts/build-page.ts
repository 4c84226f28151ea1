/** Puts the page of `view` together: `build/page/`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { bundlePage } from './bundle-page';
import { noticesOf } from './notices';

const OUTPUT = resolve(__dirname, '../build/page');

async function buildPage(): Promise<void> {
  const { script, checks, styles, inputs } = await bundlePage();
  mkdirSync(OUTPUT, { recursive: true });
  writeFileSync(join(OUTPUT, 'page.js'), script);
  writeFileSync(join(OUTPUT, 'checks.js'), checks);
  writeFileSync(join(OUTPUT, 'page.css'), styles);
  writeFileSync(join(OUTPUT, 'notices.txt'), noticesOf([...inputs].sort(), 'This page contains'));
}

void buildPage();
