import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { app, gateway, routes, to } from '../../scene';
import { inTemporaryFolder } from '../../support';

const PROGRAM = resolve(__dirname, '../../../bin/cdk8s-istio.cjs');

/** The manifests of the main branch. */
export const OLD = app('web') + gateway('gw') + routes('routes', `[{ ${to('web')} }]`);
/** Requests have a timeout. */
export const CHANGED = OLD.replace('[{ route', '[{ timeout: 3s, route');
/** A clone of a repository, with a branch for a pull request. */
export interface Repository {
  readonly workspace: string;
  /** A folder for everything else. */
  readonly temp: string;
  /** Stand-ins for gh, curl, npm and npx come first in its PATH. */
  readonly env: Readonly<Record<string, string>>;
  /** Commits this text as the manifests of the branch. */
  commit(manifests: string): void;
  /** A clone without history, as actions/checkout makes it. */
  shallow(): string;
  git(...args: string[]): string;
  /** The comments on the pull request. */
  comments(): readonly string[];
  /** The calls of the stand-ins. */
  calls(): readonly string[];
}

/** With a clone of a repository, in which `main` has {@link OLD} in `dist/`, and the branch `change` the same. */
export function inRepository(test: (repository: Repository) => void): void {
  inTemporaryFolder((folder) => {
    const [origin, workspace, temp] = ['origin', 'work space', 'temp'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    mkdirSync(temp);
    const [comments, calls] = [join(temp, 'comments'), join(temp, 'calls')];
    writeFileSync(calls, '');
    const git = gitIn(origin);
    write(join(origin, 'dist/mesh.yaml'), OLD);
    write(join(origin, '.gitignore'), 'node_modules\n');
    git('init', '--quiet', '--initial-branch=main');
    git('add', '.');
    git('commit', '--quiet', '--message', 'one');
    gitIn(folder)('clone', '--quiet', `file://${origin}`, workspace);
    const inClone = gitIn(workspace);
    inClone('switch', '--quiet', '--create', 'change');
    installProgram(workspace);
    test({
      workspace,
      temp,
      env: { PATH: `${standIns(temp)}:${process.env.PATH}`, COMMENTS: comments, CALLS: calls },
      commit: (manifests) => {
        write(join(workspace, 'dist/mesh.yaml'), manifests);
        inClone('commit', '--quiet', '--all', '--message', 'two');
      },
      shallow: () => {
        const clone = join(folder, 'shallow');
        inClone('push', '--quiet', 'origin', 'change');
        gitIn(folder)('clone', '--quiet', '--depth=1', '--branch=change', `file://${origin}`, clone);
        installProgram(clone);
        return clone;
      },
      git: inClone,
      comments: () => (existsSync(comments) ? JSON.parse(readFileSync(comments, 'utf8')) : []),
      calls: () => readFileSync(calls, 'utf8').split('\n').filter(Boolean),
    });
  });
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function gitIn(folder: string): (...args: string[]) => string {
  const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
  return (...args) => {
    const { status, stdout, stderr } = spawnSync('git', [...identity, ...args], {
      cwd: folder,
      encoding: 'utf8',
    });
    if (status !== 0) {
      throw new Error(`git ${args.join(' ')}: ${stderr}`);
    }
    return stdout.trim();
  };
}

/** As `npm ci` puts it there. */
function installProgram(project: string): void {
  mkdirSync(join(project, 'node_modules/.bin'), { recursive: true });
  symlinkSync(PROGRAM, join(project, 'node_modules/.bin/cdk8s-istio'));
}

/** A folder with programs in the place of those that reach other machines. */
function standIns(temp: string): string {
  const folder = join(temp, 'bin');
  mkdirSync(folder);
  for (const name of ['gh', 'curl']) {
    copyFileSync(join(__dirname, `${name}.cjs`), join(folder, name));
  }
  write(join(folder, 'npm'), '#!/bin/sh\necho "npm $*" >> "$CALLS"\n[ "$*" != "run broken" ]\n');
  write(join(folder, 'npx'), '#!/bin/sh\nprogram=$1\nshift\nexec "node_modules/.bin/$program" "$@"\n');
  for (const name of ['gh', 'curl', 'npm', 'npx']) {
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}
