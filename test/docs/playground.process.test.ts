import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { finished, removeSandboxes, type Sandbox, sandbox } from '../mesh/sandbox';

const PAGE = readFileSync(resolve(__dirname, '../../docs/playground.md'), 'utf8');

afterAll(removeSandboxes);

/** The blocks that quote `./mesh`, by its command, without what they leave out. */
function quotes(): [command: string, lines: readonly string[]][] {
  const blocks = PAGE.matchAll(/^<!-- lines of \.\/mesh (.+?) -->\n```console\n(.*?)^```$/gms);
  return [...blocks].map(([, command = '', text = '']) => [
    command,
    text
      .split('\n')
      .filter((line) => line.trim() !== '' && line.trim() !== '...' && !line.startsWith('$ ./mesh')),
  ]);
}

async function output(mesh: Sandbox, command: string): Promise<string[]> {
  const { stdout } = await mesh.mesh(command.split(' '));
  return mesh.plain(stdout).split('\n');
}

test('the page quotes these commands', () => {
  expect(quotes().map(([command]) => command)).toEqual(['up', 'up --dry-run', 'down']);
});

test.each(quotes())('the page shows what `./mesh %s` prints, in its order', async (command, lines) => {
  const mesh = command === 'down' ? await finished() : await sandbox();
  const printed = await output(mesh, command);
  expect(printed.filter((line) => lines.includes(line))).toEqual(lines);
});

test('the page names each step of `./mesh up`, in its order', async () => {
  const mesh = await sandbox();
  const steps = (await output(mesh, 'up')).flatMap((line) => /^==> (?!Look at)(.*)/.exec(line)?.[1] ?? []);
  const [, list = ''] = PAGE.split('prints:\n\n1.');
  expect([...`1.${list}`.matchAll(/^\d+\. _(.*?)_/gm)].map(([, step]) => step)).toEqual(steps);
});

test('a command to type at the cluster names its context', () => {
  const root = resolve(__dirname, '../..');
  const examples = readdirSync(resolve(root, 'examples')).map((name) => `examples/${name}/main.ts`);
  const files = [
    'README.md',
    'docs/playground.md',
    'cluster/k3d.yaml',
    'cluster/istio.yaml',
    'mesh',
    ...examples,
  ];
  // "$kubectl" of ./mesh holds the context.
  const nameless =
    /(?<!\$)\b(kubectl|istioctl) (-n|apply|create|delete|describe|exec|get|install|label|logs|proxy-status|rollout)\b.*/g;
  const found = files.flatMap((file) =>
    [...readFileSync(resolve(root, file), 'utf8').matchAll(nameless)].map(
      ([command]) => `${file}: ${command}`,
    ),
  );
  expect(found).toEqual([]);
});
