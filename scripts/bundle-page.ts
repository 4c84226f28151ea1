import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { compactRanges } from './compact-ranges';

const PAGE = resolve(__dirname, '../lib/view/page');

/** The code and the styles of the page, each as one text for an element of HTML. */
export interface BundledPage {
  readonly script: string;
  readonly styles: string;
  /** The files that are in them, from the root of the repository. */
  readonly inputs: readonly string[];
}

/** Puts the page of `view` together. It needs nothing but the element with its data; see `lib/view/page/main.ts`. */
export async function bundlePage(): Promise<BundledPage> {
  const { outputFiles, metafile } = await build({
    entryPoints: [
      { in: join(PAGE, 'main.ts'), out: 'page' },
      { in: join(PAGE, 'styles/index.css'), out: 'page' },
    ],
    outdir: PAGE,
    absWorkingDir: resolve(__dirname, '..'),
    tsconfigRaw: {},
    bundle: true,
    minify: true,
    platform: 'browser',
    format: 'iife',
    target: ['es2022', 'chrome110', 'firefox115', 'safari16.4'],
    charset: 'utf8',
    legalComments: 'none',
    metafile: true,
    write: false,
    plugins: [compactRanges],
  });
  const textOf = (end: string) => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? '';
  return { script: withoutTags(textOf('.js')), styles: textOf('.css'), inputs: Object.keys(metafile.inputs) };
}

/** What would end the element, or begin a comment in it, is written otherwise: in code it only stands in texts. */
function withoutTags(script: string): string {
  return script.replaceAll(/<(?=\/script|!--)/gi, '\\x3c');
}
