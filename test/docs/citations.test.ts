import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { citationsIn, labelsIn } from './citations';

const ROOT = resolve(__dirname, '../..');
const PAGE = readFileSync(join(ROOT, 'docs/istio-semantics.md'), 'utf8');
const LABELS = labelsIn(PAGE);

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => file.endsWith('.ts'));
}

/** The citations of labels that the page does not have, each with its file and line. */
function unresolved(file: string, source: string): string[] {
  return citationsIn(source).flatMap(({ text, line, labels }) =>
    labels
      .filter((label) => !LABELS.includes(label))
      .map((label) => `${file}:${line} cites "${label}" in "${text}"`),
  );
}

test('docs/istio-semantics.md has each label once', () => {
  expect(LABELS.length).toBeGreaterThan(100);
  expect(LABELS.filter((label, i) => LABELS.indexOf(label) !== i)).toEqual([]);
});

test('every citation in the code names a section of docs/istio-semantics.md', () => {
  const files = ['main.ts', ...['lib', 'test', 'examples', 'bench', 'scripts'].flatMap(sources)];
  const read = files
    .filter((file) => file !== join('test', 'docs', 'citations.test.ts'))
    .map((file) => ({ file, source: readFileSync(join(ROOT, file), 'utf8') }));

  expect(read.flatMap(({ source }) => citationsIn(source)).length).toBeGreaterThan(250);
  expect(read.flatMap(({ file, source }) => unresolved(file, source))).toEqual([]);
});

test('the sections of the page name each other rightly', () => {
  const prose = PAGE.replace(/`[^`]*`/g, '');
  const named = [...prose.matchAll(/\b[A-KMPVW]\d{1,2}\b/g)].map(([label]) => label);
  expect(named.filter((label) => !LABELS.includes(label))).toEqual([]);
});

test.each([
  ['/** Why. (G4) */', ['G4']],
  ['// Why. (section 0.4)', ['0.4']],
  ['const a = 1; // (H2, H3)', ['H2', 'H3']],
  ['/** (G1 to G3) */', ['G1', 'G3']],
  ['/** (O 8 to 10) */', ['O8', 'O10']],
  ['/** (O 7, 8) */', ['O7', 'O8']],
  ['/** (G1, N) */', ['G1', 'N']],
  ['/** (C2, I2 to I4) */', ['C2', 'I2', 'I4']],
  ['/**\n * Over two lines. (F6,\n * F8)\n */', ['F6', 'F8']],
])('%j cites %j', (source, labels) => {
  expect(citationsIn(source).flatMap((citation) => citation.labels)).toEqual(labels);
});

test.each([
  'const a = f(G4);',
  '/** The ports (80, 443) of a Service. */',
  '/** Half of them. (A) */',
  "'(G4)'",
])('%j cites nothing', (source) => expect(citationsIn(source)).toEqual([]));

test('a wrong citation is reported with its file and line', () => {
  expect(
    unresolved('lib/a.ts', 'const a = 1;\n\n/**\n * Why. (A1,\n * Z9) And why. (O 8 to 99)\n */'),
  ).toEqual(['lib/a.ts:4 cites "Z9" in "(A1, Z9)"', 'lib/a.ts:5 cites "O99" in "(O 8 to 99)"']);
});
