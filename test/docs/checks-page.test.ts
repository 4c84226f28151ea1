import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { KIALI_CODES } from '../../lib/catalogue/kiali-codes';
import { MESSAGE_TYPES } from '../../lib/checks/message-types';
import { checksPage } from '../../scripts/checks-page';

const DOCS = resolve(__dirname, '../../docs');

const WRITTEN = checksPage();

test('docs/checks.md is what `npm run docs:update` writes', () => {
  expect(readFileSync(join(DOCS, 'checks.md'), 'utf8')).toBe(WRITTEN);
});

test.each(MESSAGE_TYPES)('the row of $code links to the files that report it', ({ code }) => {
  const row = WRITTEN.split('\n').find((line) => line.startsWith(`| ${code} |`));
  const links = [...(row ?? '').matchAll(/\]\(([^)]*)\)/g)].map(([, link = '']) => join(DOCS, link));
  expect(links).not.toEqual([]);
  expect(links.filter((file) => !existsSync(file) || !file.endsWith('.ts'))).toEqual([]);
});

test.each(KIALI_CODES)('%s of Kiali stands beside a code of ours', (code) => {
  const rows = WRITTEN.split('\n').filter((line) =>
    (line.split('|')[2] ?? '').trim().split(', ').includes(code),
  );
  expect(rows).not.toEqual([]);
});
