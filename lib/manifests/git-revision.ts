import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix, relative } from 'node:path';
import { contentsOf, type FileContents, NOTES_FILE, readTexts } from './files';
import { pathWithin } from './paths';

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
 * @throws Error if no revision is named, git is not there, or does not know the revision or the path
 */
export function readRevision({ revision, path }: GitPath): FileContents {
  if (revision === '') {
    throw new Error('a revision of git is missing; write it like "HEAD", or "main:dist" with a path');
  }
  const top = git(['rev-parse', '--show-toplevel']);
  if (top.status !== 0) {
    throw new Error('the current folder is in no git repository; name two files or folders instead');
  }
  if (git(['rev-parse', '--quiet', '--verify', `${revision}^{commit}`]).status !== 0) {
    throw new Error(`git does not know the revision "${revision}"; ${howToGet(revision)}`);
  }
  const repository = top.stdout.toString('utf8').trimEnd();
  const pathInside = pathWithin(repository, path);
  if (pathInside === undefined) {
    throw new Error(`"${path}" is outside the git repository ${repository}; name a path in it`);
  }
  const blobs = blobsAt(revision, [pathInside]);
  if (blobs.length === 0) {
    throw new Error(
      `"${path}" is not in git at ${revision}; commit it, or name two files or folders instead`,
    );
  }
  const folder = mkdtempSync(join(tmpdir(), 'cdk8s-istio-'));
  try {
    for (const [file, bytes] of textsOf([...blobs, ...notesAround(revision, pathInside)])) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), bytes);
    }
    const { texts, notes } = readTexts([join(folder, pathInside)]);
    const named = <File extends { readonly file: string }>(each: File): File => ({
      ...each,
      file: `${revision}:${relative(folder, each.file)}`,
    });
    const inside = notes.filter(({ file }) => pathWithin(folder, file) !== undefined);
    return contentsOf({ texts: texts.map(named), notes: inside.map(named) });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function howToGet(revision: string): string {
  if (revision === 'HEAD') {
    return 'the repository has no commit yet: commit the older manifests, or name two files or folders instead';
  }
  const branch = revision.replace(/^(?:refs\/remotes\/)?origin\//, '');
  const isShallow = git(['rev-parse', '--is-shallow-repository']).stdout.toString('utf8').trim() === 'true';
  return isShallow
    ? `this checkout is shallow: check out the whole history, with "fetch-depth: 0" for actions/checkout or GIT_DEPTH "0" in GitLab, or run "git fetch --unshallow"`
    : `if it is on the remote, fetch it first: git fetch origin ${branch}`;
}

/** A file of a revision. */
interface Blob {
  readonly id: string;
  /** The path from the top of the repository on. */
  readonly file: string;
}

/** The notes of an app that wrote a file or folder, as far as they lie outside it. */
function notesAround(revision: string, path: string): readonly Blob[] {
  const folders = [posix.dirname(path), posix.dirname(posix.dirname(path))];
  return path === ''
    ? []
    : blobsAt(revision, [...new Set(folders.map((folder) => posix.join(folder, NOTES_FILE)))]);
}

function blobsAt(revision: string, paths: readonly string[]): readonly Blob[] {
  const only = paths.includes('') ? [] : ['--', ...paths];
  const { stdout } = git(['ls-tree', '-r', '-z', '--full-tree', revision, ...only]);
  return stdout
    .toString('utf8')
    .split('\0')
    .flatMap((entry) => {
      const [, id, file] = /^\d+ blob (\w+)\t(.+)$/s.exec(entry) ?? [];
      return id === undefined || file === undefined ? [] : [{ id, file }];
    });
}

/** The contents of files, in one call of git. */
function* textsOf(blobs: readonly Blob[]): Iterable<[file: string, bytes: Buffer]> {
  const { stdout } = git(['cat-file', '--batch'], blobs.map(({ id }) => `${id}\n`).join(''));
  let at = 0;
  for (const { file } of blobs) {
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
    throw new Error(`git cannot be run: ${error.message}`);
  }
  return { status, stdout };
}
