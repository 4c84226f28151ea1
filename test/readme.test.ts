import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inTemporaryFolder } from './support';

const ROOT = resolve(__dirname, '..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

function run(cwd: string, command: string): { readonly status: number | null; readonly stdout: string } {
  const [, ...args] = command.split(' ');
  return spawnSync(process.execPath, [join(ROOT, 'bin/cdk8s-istio.cjs'), ...args], { cwd, encoding: 'utf8' });
}

test.each(['main.ts', 'test/routes.test.ts'])('the README shows %s as it is', (file) => {
  expect(README).toContain(`\`\`\`ts\n${readFileSync(join(ROOT, file), 'utf8')}\`\`\``);
});

test('the README shows what check says of its example', () => {
  const [, yaml = ''] = /in `shop\.yaml`:\n\n```yaml\n(.*?)```/s.exec(README) ?? [];
  const [, printed] = /\n\$ npx cdk8s-istio check shop\.yaml\n(.*?)```/s.exec(README) ?? [];

  inTemporaryFolder((folder) => {
    writeFileSync(join(folder, 'shop.yaml'), yaml);
    expect(run(folder, 'cdk8s-istio check shop.yaml')).toMatchObject({ stdout: printed, status: 1 });
  });
});

test('the README shows the way of a request as it is', () => {
  const [, command = '', printed] = /\n\$ npx (cdk8s-istio trace .*)\n([^`]*)```/.exec(README) ?? [];
  expect(run(ROOT, command)).toMatchObject({ stdout: printed, status: 0 });
});
