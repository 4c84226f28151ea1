import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { runCheck } from '../../lib/cli/check';
import { runConvert } from '../../lib/cli/convert';
import { runDiff } from '../../lib/cli/diff';
import { runDraw } from '../../lib/cli/draw';
import { runInit } from '../../lib/cli/init';
import type { Output } from '../../lib/cli/output';
import { runTests } from '../../lib/cli/tests';
import { runTrace } from '../../lib/cli/trace';
import { runView } from '../../lib/cli/view';
import { withFreshBlocks } from '../../scripts/doc-blocks';
import { pages } from '../../scripts/doc-pages';

const ROOT = resolve(__dirname, '../..');
const PAGES = pages();
const TEXTS = new Map(PAGES.map((page) => [page, readFileSync(join(ROOT, page), 'utf8')]));
const SCRIPTS = Object.keys(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).scripts);

/** What the commands say of themselves. */
const HELP = new Map(
  Object.entries({
    check: runCheck,
    convert: runConvert,
    diff: runDiff,
    draw: runDraw,
    init: runInit,
    tests: runTests,
    trace: runTrace,
    view: runView,
  }).map(([name, run]) => {
    const lines: string[] = [];
    const output: Output = {
      print: (text) => lines.push(text),
      complain: () => undefined,
      isColoured: false,
    };
    run(['--help'], output);
    return [name, lines.join('\n')];
  }),
);

/** The first folder of the paths that pages name in code spans. */
const FOLDERS = ['bench', 'bin', 'cluster', 'dist', 'docs', 'examples', 'imports', 'lib', 'scripts', 'test'];

interface Block {
  readonly language: string;
  readonly text: string;
  /** Whether a comment before the block says where it comes from. */
  readonly hasSource: boolean;
}

function textOf(page: string): string {
  return TEXTS.get(page) ?? '';
}

function blocksOf(page: string): Block[] {
  return [...textOf(page).matchAll(/(^<!-- [^\n]* -->\n)?^(`{3,})(\w*)\n(.*?)^\2$/gms)].map(
    ([, comment, , language = '', text = '']) => ({ language, text, hasSource: comment !== undefined }),
  );
}

/** A page without its blocks, where code spans and links are prose. */
function proseOf(page: string): string {
  return textOf(page).replace(/^(`{3,})\w*\n.*?^\1$/gms, '');
}

/** The anchors that GitHub gives to the headings of a page. */
function anchorsOf(page: string): string[] {
  return [...proseOf(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function linksOf(page: string): string[] {
  const prose = proseOf(page).replace(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => !/^https?:/.test(link));
}

test('README.md has at most 250 lines, and the two commands', () => {
  expect(textOf('README.md').split('\n').length).toBeLessThanOrEqual(251);
  expect(textOf('README.md')).toContain('\nnpm ci && npm run synth ');
  expect(textOf('README.md')).toContain('\nnpm ci && npm test ');
});

describe.each(PAGES)('%s', (page) => {
  test('quotes files and outputs as they are; if not, run `npm run docs:update`', () => {
    expect(textOf(page)).toBe(withFreshBlocks(textOf(page)));
  });

  test('takes its TypeScript and what the commands print from somewhere', () => {
    const loose = blocksOf(page).filter(
      ({ language, text, hasSource }) =>
        !hasSource && (['ts', 'json', ''].includes(language) || /^\$ /m.test(text)),
    );
    expect(loose.map(({ text }) => text)).toEqual([]);
  });

  test('has YAML that can be read', () => {
    for (const { text } of blocksOf(page).filter(({ language }) => language === 'yaml')) {
      expect(parseAllDocuments(text).flatMap(({ errors }) => errors)).toEqual([]);
    }
  });

  test('links to pages, sections and files that exist', () => {
    const broken = linksOf(page).filter((link) => {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? page : join(dirname(page), path);
      return (
        !existsSync(join(ROOT, target)) ||
        (anchor !== undefined && TEXTS.has(target) && !anchorsOf(target).includes(anchor))
      );
    });
    expect(broken).toEqual([]);
  });

  test('names files and folders that exist', () => {
    const named = [...proseOf(page).matchAll(/`([\w-]+\/[\w./-]*)`/g)].map(([, path = '']) => path);
    const ours = named.filter((path) => FOLDERS.includes(path.split('/')[0] ?? ''));
    expect(ours.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
    expect(ours.filter((path) => path.endsWith('/') && !statSync(join(ROOT, path)).isDirectory())).toEqual(
      [],
    );
  });

  test('names npm scripts that exist', () => {
    const named = [...textOf(page).matchAll(/\bnpm run (?:-\S+ )*([\w:]+)/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !SCRIPTS.includes(name))).toEqual([]);
  });

  test('calls the commands with options that they have', () => {
    const calls = blocksOf(page)
      .flatMap(({ text }) => text.split('\n'))
      .flatMap((line) => [...line.matchAll(/npx cdk8s-istio (\w+)([^|#]*)/g)]);
    const unknown = calls.flatMap(([, command = '', rest = '']) => {
      const help = HELP.get(command);
      const options = [...rest.matchAll(/(?<=\s)--([a-z-]+)/g)].map(([, option = '']) => option);
      return options.filter((option) => option !== 'help' && !help?.includes(`--${option}`));
    });
    expect(unknown).toEqual([]);
  });
});
