import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { readFiles } from '../manifests/files';
import { attempt, UsageError } from './usage';

/** Manifests are no larger, all together. */
const MOST_BYTES = 1 << 30;

/** A revision of git and a path in it. */
export interface GitPath {
  readonly revision: string;
  readonly path: string;
}

/** `main`, or `main:dist` with a path that begins in the current folder. */
export function gitPathOf(text: string, defaultPath: string): GitPath {
  const colon = text.indexOf(':');
  return colon < 0
    ? { revision: text, path: defaultPath }
    : { revision: text.slice(0, colon), path: text.slice(colon + 1) || defaultPath };
}

/**
 * The manifests at a path of a revision. They are read as files are, from copies in a temporary folder.
 *
 * @throws UsageError if git is not there, or does not know the revision or the path
 */
export function readRevision({ revision, path }: GitPath): ReturnType<typeof readFiles> {
  const isKnown = git(['rev-parse', '--quiet', '--verify', `${revision}^{commit}`]);
  if (isKnown.status !== 0) {
    const isRepository = git(['rev-parse', '--git-dir']).status === 0;
    throw new UsageError(
      isRepository
        ? `git does not know the revision "${revision}"; in a shallow checkout, fetch it first: git fetch origin ${revision}`
        : 'the current folder is in no git repository; name two files or folders instead',
    );
  }
  const listed = git(['ls-tree', '-r', '-z', '--name-only', revision, '--', path]);
  const files = listed.stdout.toString('utf8').split('\0').filter(Boolean);
  if (files.length === 0) {
    throw new UsageError(
      `"${path}" is not in git at ${revision}; commit it, or name two files or folders instead`,
    );
  }
  const folder = mkdtempSync(join(tmpdir(), 'cdk8s-istio-'));
  try {
    for (const [file, bytes] of contentsOf(revision, files)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), bytes);
    }
    const contents = attempt(() => readFiles([join(folder, path)]));
    const problems = contents.problems.map((problem) => ({
      ...problem,
      file: `${revision}:${relative(folder, problem.file)}`,
    }));
    return { ...contents, problems };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The contents of files, in one call of git. */
function* contentsOf(revision: string, files: readonly string[]): Iterable<[file: string, bytes: Buffer]> {
  const input = files.map((file) => `${revision}:./${file}\n`).join('');
  const { stdout } = git(['cat-file', '--batch'], input);
  let at = 0;
  for (const file of files) {
    const end = stdout.indexOf('\n', at);
    const size = Number(stdout.toString('utf8', at, end).split(' ')[2]);
    yield [file, stdout.subarray(end + 1, end + 1 + size)];
    at = end + 1 + size + 1;
  }
}

function git(
  args: readonly string[],
  input = '',
): { readonly status: number | null; readonly stdout: Buffer } {
  const { status, stdout, error } = spawnSync('git', args, { input, maxBuffer: MOST_BYTES });
  if (error) {
    throw new UsageError(`git cannot be run: ${error.message}`);
  }
  return { status, stdout };
}
