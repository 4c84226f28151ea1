import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

test.each(['main.ts', 'test/routes.test.ts'])('the README shows %s as it is', (file) => {
  expect(README).toContain(`\`\`\`ts\n${readFileSync(join(ROOT, file), 'utf8')}\`\`\``);
});

test('the README shows the way of a request as it is', () => {
  const [, command = '', output] = /\n\$ npx (cdk8s-istio trace .*)\n([^`]*)```/.exec(README) ?? [];
  const args = command.split(' ').slice(1);
  const { stdout } = spawnSync(process.execPath, ['bin/cdk8s-istio.cjs', ...args], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect(stdout).toBe(output);
});
