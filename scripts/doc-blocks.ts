/**
 * The code blocks of the documentation that come from elsewhere. A comment before a block says from where:
 *
 *     <!-- file: main.ts -->                  the block is this file
 *     <!-- file: test/docs/a.ts#routes -->    the block is the part between "#region routes" and "#endregion", or else what
 *                                             the file declares by this name, with its comment
 *     <!-- run in docs/examples -->           after each "$ command" of the block comes what the command prints
 *     <!-- errors of test/docs/a.ts -->       the block is what this app prints when it is synthesized
 *     <!-- printed by npx cdk8s-istio draw -->  the block is what the command prints to standard output
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '..');
const CLI = `'${process.execPath}' '${join(ROOT, 'bin/cdk8s-istio.cjs')}'`;

/** A fenced block, with the comment before it. A block with fences in it has a longer one. */
const BLOCK = /^(<!-- (?:file: |run in |errors of |printed by )[^\n]* -->\n+)((`{3,})\w*)\n(.*?)^\3$/gms;

/** A page with all blocks that come from elsewhere as they are there now. */
export function withFreshBlocks(page: string): string {
  return page.replace(BLOCK, (_, comment: string, opening: string, fence: string, text: string) => {
    return `${comment}${opening}\n${contentOf(comment, text)}${fence}`;
  });
}

function contentOf(comment: string, text: string): string {
  const [, how = '', where = ''] = /^<!-- (file:|run in|errors of|printed by) (.+) -->/.exec(comment) ?? [];
  switch (how) {
    case 'file:':
      return partOf(where);
    case 'run in':
      return transcriptOf(text, join(ROOT, where));
    case 'printed by':
      return outputOf(`${where} 2>/dev/null`, ROOT);
    case 'errors of':
      return errorsOf(where);
    default:
      throw new Error(
        `"${comment.trim()}" is not a source of a block; write it as scripts/doc-blocks.ts says`,
      );
  }
}

/** A file, or a region of it without its indentation, or a declaration in it with its comment. */
function partOf(source: string): string {
  const [file = '', name] = source.split('#');
  const text = readFileSync(join(ROOT, file), 'utf8');
  if (name === undefined) {
    return text;
  }
  const lines = text.split('\n');
  const part = regionIn(lines, name) ?? declarationIn(lines, name);
  if (!part) {
    throw new Error(`${file} has neither a region nor a declaration "${name}"`);
  }
  const indentation = Math.min(...part.filter((line) => line !== '').map((line) => line.search(/\S/)));
  return part.map((line) => `${line.slice(indentation)}\n`).join('');
}

function regionIn(lines: readonly string[], name: string): readonly string[] | undefined {
  const start = lines.findIndex((line) => line.trim() === `// #region ${name}`);
  const end = lines.findIndex((line, i) => i > start && line.trim() === '// #endregion');
  return start < 0 || end < 0 ? undefined : lines.slice(start + 1, end);
}

function declarationIn(lines: readonly string[], name: string): readonly string[] | undefined {
  const declaration = new RegExp(
    `^(?:export )?(?:abstract )?(?:class|const|enum|function|interface) ${name}\\b`,
  );
  const at = lines.findIndex((line) => declaration.test(line));
  const end = lines.findIndex((line, i) => i >= at && /^\}/.test(line));
  if (at < 0 || end < 0) {
    return undefined;
  }
  const hasComment = /\*\/$/.test(lines[at - 1] ?? '');
  const start = hasComment ? lines.findLastIndex((line, i) => i < at && line.startsWith('/**')) : at;
  return lines.slice(start, end + 1);
}

/** The commands of a block, each followed by what it prints. */
function transcriptOf(text: string, folder: string): string {
  return text
    .split('\n')
    .filter((line) => line.startsWith('$ '))
    .map((line) => `${line}\n${outputOf(line.slice(2), folder)}`)
    .join('');
}

function outputOf(command: string, folder: string): string {
  const { stdout, stderr } = spawnSync(
    'sh',
    ['-c', `exec 2>&1; ${command.replace(/\bnpx cdk8s-istio\b/g, CLI)}`],
    {
      cwd: folder,
      encoding: 'utf8',
    },
  );
  return stdout + stderr;
}

/** What an app prints to standard error. */
function errorsOf(file: string): string {
  const output = mkdtempSync(join(tmpdir(), 'doc-blocks-'));
  try {
    const { stderr } = spawnSync(process.execPath, ['--require', './scripts/typescript.cjs', file], {
      cwd: ROOT,
      encoding: 'utf8',
      env: { ...process.env, CDK8S_OUTDIR: output },
    });
    return stderr;
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}
