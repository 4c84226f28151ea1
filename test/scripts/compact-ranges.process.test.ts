import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import * as refa from 'refa';
import { compactRanges } from '../../scripts/compact-ranges';

const folder = mkdtempSync(join(tmpdir(), 'compact-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('the tables of refa are shorter, and say the same', async () => {
  const { outputFiles } = await build({
    stdin: { contents: "export * from 'refa'", resolveDir: __dirname },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    minify: true,
    write: false,
    plugins: [compactRanges],
  });
  const code = outputFiles[0]?.text ?? '';
  expect(code.length).toBeLessThan(420_000);
  const file = join(folder, 'refa.cjs');
  writeFileSync(file, code);
  const short: typeof refa = require(file);
  for (const source of ['\\p{L}+', '\\p{Script=Greek}[a-z]', '\\w\\p{Emoji}']) {
    expect(languageOf(short, source)).toEqual(languageOf(refa, source));
  }
  // Letters in either case, with each of the two tables, and emoji of several characters.
  for (const [source, flags] of [
    ['[k-sß\\u03b8]', 'i'],
    ['[k-sß\\u03b8]', 'iu'],
    ['\\p{RGI_Emoji}', 'v'],
  ] as const) {
    expect(parsed(short, source, flags)).toEqual(parsed(refa, source, flags));
  }
});

function parsed({ JS }: typeof refa, source: string, flags: string): unknown {
  return JS.Parser.fromLiteral({ source, flags }).parse({ maxNodes: Number.POSITIVE_INFINITY }).expression;
}

function languageOf({ JS, NFA, DFA }: typeof refa, source: string): unknown {
  const { expression, maxCharacter } = JS.Parser.fromLiteral({ source, flags: 'iu' }).parse();
  return DFA.fromFA(NFA.fromRegex(expression, { maxCharacter })).toRegex();
}
