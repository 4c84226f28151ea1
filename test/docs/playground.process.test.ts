import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { finished, removeSandboxes, type Sandbox, sandbox } from '../mesh/sandbox';

const PAGE = readFileSync(resolve(__dirname, '../../docs/playground.md'), 'utf8');

jest.setTimeout(60_000);

afterAll(removeSandboxes);

/** The blocks that quote `./mesh`, by its command, without what they leave out. */
function quotes(): [command: string, lines: readonly string[]][] {
  const blocks = PAGE.matchAll(/^<!-- lines of \.\/mesh (\w+) -->\n```console\n(.*?)^```$/gms);
  return [...blocks].map(([, command = '', text = '']) => [
    command,
    text.split('\n').filter((line) => line.trim() !== '' && line.trim() !== '...' && !line.startsWith('$ ')),
  ]);
}

async function output(mesh: Sandbox, command: string): Promise<string[]> {
  const { stdout } = await mesh.mesh([command]);
  return mesh.plain(stdout).split('\n');
}

test('the page quotes three commands', () => {
  expect(quotes().map(([command]) => command)).toEqual(['doctor', 'up', 'down']);
});

test.each(quotes())('the page shows what `./mesh %s` prints, in its order', async (command, lines) => {
  const mesh = command === 'down' ? await finished() : await sandbox();
  const printed = await output(mesh, command);
  expect(printed.filter((line) => lines.includes(line))).toEqual(lines);
});
