import { existsSync, readFileSync } from 'node:fs';
import type { Output } from '../../lib/cli/output';
import { runTests } from '../../lib/cli/tests';
import { app, gateway, routes, to } from '../scene';
import { runIn } from './run';

const files = { 'dist/shop.yaml': app('web') + gateway('gw') + routes('routes', `[{ ${to('web')} }]`) };

test('tests are written to a new file, with the folders around it', () => {
  let text = '';
  const command = (args: readonly string[], output: Output) => {
    const status = runTests(args, output);
    text = readFileSync('test/new/routes.test.ts', 'utf8');
    return status;
  };
  const { status, out, err } = runIn(files, command, ['--output', 'test/new/routes.test.ts']);
  expect({ status, out, err }).toEqual({ status: 0, out: '', err: '1 test in test/new/routes.test.ts' });
  expect(text).toBe(`${runIn(files, runTests, []).out}\n`);
});

test.each([
  ['old.test.ts', { 'old.test.ts': 'mine' }, 'old.test.ts exists; name a new file, or move it away'],
  ['old', { 'old/a.test.ts': '' }, 'old exists; name a new file, or move it away'],
  [
    'old/new.test.ts',
    { old: '' },
    'cannot write "old/new.test.ts", so nothing was written: something else has this name, or that of its folder',
  ],
])('they do not take the place of anything: %s', (file, existing, message) => {
  const command = (args: readonly string[], output: Output) => {
    try {
      return runTests(args, output);
    } finally {
      for (const [path, text] of Object.entries(existing)) {
        expect(existsSync(path) && readFileSync(path, 'utf8')).toBe(text);
      }
    }
  };
  expect(() => runIn({ ...files, ...existing }, command, ['--output', file])).toThrow(message);
});
