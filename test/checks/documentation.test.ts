import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { MESSAGE_TYPES } from '../../lib/checks/message-types';

test('docs/checks.md has each code, as the catalogue has it', () => {
  const rows = MESSAGE_TYPES.map(
    ({ code, level, name, summary }) =>
      `| ${code} | ${level} | ${name} | ${summary.replaceAll('|', '\\|')} |`,
  );
  const page = readFileSync(resolve(__dirname, '../../docs/checks.md'), 'utf8');
  expect(page.split('\n').filter((line) => line.startsWith('| IST'))).toEqual(rows);
});
