import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inTemporaryFolder } from '../support';

const HOOK = resolve(__dirname, '../../scripts/typescript.cjs');

/** Runs a project of these files, of which `main.ts` comes first. */
function run(files: Record<string, string>) {
  return inTemporaryFolder((folder) => {
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(join(folder, name), text);
    }
    const main = join(folder, 'main.ts');
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--require', HOOK, main], {
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  });
}

test('runs TypeScript that imports TypeScript', () => {
  const files = {
    'main.ts':
      "import { greet, type Name } from './greet';\nconst name: Name = 'Bo';\nconsole.log(greet(name));",
    'greet.ts': 'export type Name = string;\nexport const greet = (name: Name): string => "hi " + name;',
  };
  expect(run(files)).toEqual({ status: 0, stdout: 'hi Bo\n', stderr: '' });
});

test('tells where a file is not TypeScript, without a stack trace', () => {
  const { status, stderr } = run({ 'main.ts': "import './wrong';", 'wrong.ts': '\nconst x: = 3;\n' });
  expect(status).toBe(1);
  expect(stderr).toMatch(/Unexpected "="/);
  expect(stderr).toMatch(/wrong\.ts:2:9/);
  expect(stderr).not.toContain('    at ');
});

test('tells the line in the TypeScript file of what is thrown', () => {
  const { status, stderr } = run({ 'main.ts': "interface A {\n  a: 1;\n}\nthrow new Error('boom');" });
  expect(status).toBe(1);
  expect(stderr).toContain('main.ts:4:7');
});
