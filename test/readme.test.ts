import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inTemporaryFolder } from './support';

const ROOT = resolve(__dirname, '..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

test('the README shows main.ts as it is', () => {
  expect(README).toContain(`\`\`\`ts\n${readFileSync(join(ROOT, 'main.ts'), 'utf8')}\`\`\``);
});

test('the README shows what check says of its example', () => {
  const [, yaml = ''] = /in `shop\.yaml`:\n\n```yaml\n(.*?)```/s.exec(README) ?? [];
  const [, printed = ''] = /\$ npx cdk8s-istio check shop\.yaml\n(.*?)```/s.exec(README) ?? [];

  inTemporaryFolder((folder) => {
    writeFileSync(join(folder, 'shop.yaml'), yaml);
    const program = join(ROOT, 'bin/cdk8s-istio.cjs');
    const { stdout, status } = spawnSync(process.execPath, [program, 'check', 'shop.yaml'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(stdout).toBe(printed);
    expect(status).toBe(1);
  });
});
