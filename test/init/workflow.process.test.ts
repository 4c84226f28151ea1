import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { load } from 'js-yaml';
import { inTemporaryFolder } from '../support';

interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly { readonly run?: string }[] }>>;
}

const ROOT = resolve(__dirname, '../..');
const FILES = ['project/workflow.yaml', 'docs/examples/github-workflow.yml'];

/** The step that compares `dist/` with what is in git. */
function stepIn(file: string): string {
  const { jobs } = load(readFileSync(join(ROOT, file), 'utf8')) as Workflow;
  const steps = Object.values(jobs).flatMap((job) => job.steps);
  return steps.find(({ run = '' }) => run.includes('git diff'))?.run ?? '';
}

test('both workflows compare dist/ in the same way', () => {
  expect(stepIn(FILES[1] as string)).toBe(stepIn(FILES[0] as string));
});

test.each<[what: string, change: (folder: string) => void, status: number, shown: string]>([
  ['as it was', () => undefined, 0, ''],
  ['changed', (folder) => writeFileSync(join(folder, 'dist/a.yaml'), 'b'), 1, 'dist/a.yaml'],
  ['with a new file', (folder) => writeFileSync(join(folder, 'dist/b.yaml'), 'b'), 1, 'dist/b.yaml'],
  ['without a file', (folder) => rmSync(join(folder, 'dist/a.yaml')), 1, 'dist/a.yaml'],
  ['gone', (folder) => rmSync(join(folder, 'dist'), { recursive: true }), 1, 'dist/a.yaml'],
  ['with a file that git ignores', (folder) => writeFileSync(join(folder, 'dist/c.log'), 'b'), 0, ''],
])('dist/ %s', (_, change, status, shown) => {
  inTemporaryFolder((folder) => {
    const env = { ...process.env, GIT_CONFIG_GLOBAL: '', GIT_CONFIG_SYSTEM: '' };
    const shell = (script: string) =>
      spawnSync('sh', ['-ec', script], { cwd: folder, env, encoding: 'utf8', stdio: 'pipe' });
    mkdirSync(join(folder, 'dist'));
    writeFileSync(join(folder, 'dist/a.yaml'), 'a');
    writeFileSync(join(folder, '.gitignore'), '*.log');
    shell('git init -q && git add . && git -c user.name=a -c user.email=a@example.com commit -qm one');
    change(folder);
    const found = shell(stepIn(FILES[0] as string));
    expect(found.status).toBe(status);
    expect(found.stdout).toMatch(status === 0 ? /^$/ : new RegExp(`^diff --git a/${shown} `));
  });
});
