import { join, resolve } from 'node:path';
import { type BuildOptions, build, type OutputFile, type Plugin } from 'esbuild';
import { compactRanges } from './compact-ranges';

const PAGE = resolve(__dirname, '../lib/view/page');

/** The code and the styles of the page, each as one text for an element of HTML. */
export interface BundledPage {
  readonly script: string;
  /** The checks, which use code of the script. */
  readonly checks: string;
  readonly styles: string;
  /** The files that are in them, from the root of the repository. */
  readonly inputs: readonly string[];
}

const SHARED = {
  absWorkingDir: resolve(__dirname, '..'),
  tsconfigRaw: {},
  bundle: true,
  minify: true,
  platform: 'browser',
  target: ['es2022', 'chrome110', 'firefox115', 'safari16.4'],
  charset: 'utf8',
  legalComments: 'none',
  write: false,
} satisfies BuildOptions;

/** Puts the page of `view` together. It needs nothing but the element with its data; see `lib/view/page/main.ts`. */
export async function bundlePage(): Promise<BundledPage> {
  const { outputFiles, metafile } = await build({
    ...SHARED,
    entryPoints: [
      { in: join(PAGE, 'main.ts'), out: 'page' },
      { in: join(PAGE, 'check/main.ts'), out: 'checks' },
      { in: join(PAGE, 'styles/index.css'), out: 'page' },
    ],
    outdir: PAGE,
    format: 'esm',
    splitting: true,
    metafile: true,
    plugins: [compactRanges],
  });
  const fileOf = (end: string) => outputFiles.find(({ path }) => path.endsWith(end));
  const chunks = outputFiles.filter(({ path }) => /[/\\]chunk-[^/\\]+\.js$/.test(path));
  const scriptOf = (file: OutputFile | undefined) => (file ? asScript(file, chunks) : '');
  const [common, page, checks] = await Promise.all(
    [chunks[0], fileOf('/page.js'), fileOf('/checks.js')].map(scriptOf),
  );
  if (chunks.length !== 1) {
    throw new Error(`the page and its checks share ${chunks.length} files, and not one`);
  }
  return {
    script: withoutTags(`${common}${page}`),
    checks: withoutTags(`${checks}`),
    styles: fileOf('.css')?.text ?? '',
    inputs: Object.keys(metafile.inputs),
  };
}

/** The name of the variable with what the page and its checks share. */
const COMMON = 'meshCommon';

/**
 * A module as a script of a page that is one file. What it imports from the shared one, it takes from a variable, which the
 * script of the shared one declares.
 */
async function asScript(file: OutputFile, chunks: readonly OutputFile[]): Promise<string> {
  const isCommon = chunks.includes(file);
  const fromVariable: Plugin = {
    name: 'from-variable',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /chunk-/ }, ({ path }) => ({ path, namespace: COMMON }));
      onLoad({ filter: /./, namespace: COMMON }, () => ({ contents: `module.exports = ${COMMON}` }));
    },
  };
  const { outputFiles } = await build({
    ...SHARED,
    stdin: { contents: file.text, resolveDir: PAGE },
    format: 'iife',
    ...(isCommon ? { globalName: COMMON } : {}),
    plugins: isCommon ? [] : [fromVariable],
  });
  return outputFiles[0]?.text ?? '';
}

/** What would end the element, or begin a comment in it, is written otherwise: in code it only stands in texts. */
function withoutTags(script: string): string {
  return script.replaceAll(/<(?=\/script|!--)/gi, '\\x3c');
}
