import fc from 'fast-check';
import { dump } from 'js-yaml';
import { readYaml } from '../../../lib/manifests/read-yaml';
import { readYamlValue } from '../../../lib/manifests/yaml/documents';
import { KUBERNETES_SCHEMA } from '../../../lib/manifests/yaml/scalars';
import { holds } from '../../holds';

// What `sigs.k8s.io/yaml`, the library of kubectl, reads.
test.each([
  ['a bracket in the column of the key', 'a: [\n  1,\n  2\n]\nb: 3', { a: [1, 2], b: 3 }],
  ['a brace in the column of the key', 'x:\n  a: {\n    b: 1\n  }\n  c: 2', { x: { a: { b: 1 }, c: 2 } }],
  ['items in the column of the key', 'a: [\n1, # one\n# two\n\n2]', { a: [1, 2] }],
  [
    'brackets before the column of the key',
    'x:\n  a: [\n1,\n{b: "c\nd"}\n]\n',
    { x: { a: [1, { b: 'c d' }] } },
  ],
  ['brackets in a list', '- - a: {\n  b: 1\n    }\n  - [\n  1]\n- 2', [[{ a: { b: 1 } }, [1]], 2]],
  ['the value of a pair in the next line', 'a: {\nb:\n1,\n? c\n: d }', { a: { b: 1, c: 'd' } }],
  ['double quotes in the column of the key', 'a: "b\nc"\nd: e', { a: 'b c', d: 'e' }],
  ['single quotes in the column of the key', "a: 'b''\n\nc: d'\ne: f", { a: "b'\nc: d", e: 'f' }],
  ['an escaped break', 'a:\n  b: "c\\\n  d \\" e\n\n  f"', { a: { b: 'cd " e\nf' } }],
  ['tabs after quotes', '- a: "b\n\tc"\n  d: "e"\t# f', [{ a: 'b c', d: 'e' }]],
  [
    'a tab behind the colon',
    'a:\t{ b: 1 }\nc:\t"d"\ne:\tf\tg\nh:\t|\n i\tj\n',
    { a: { b: 1 }, c: 'd', e: 'f\tg', h: 'i\tj\n' },
  ],
  ['a tab between brackets', 'x:\n  a: [1,\t2,\tb\tc]\n  d:\t[]', { x: { a: [1, 2, 'b\tc'], d: [] } }],
  ['JSON with tabs', '{\n\t"a": {\n\t\t"b": [\n\t\t\t1\n\t\t]\n\t}\n}', { a: { b: [1] } }],
  ['JSON behind a key', 'x:\n  a: {\n\t"b": "c # d",\n"e": [\n]\n}\n', { x: { a: { b: 'c # d', e: [] } } }],
  ['a document that is not at the margin', '  {\n"a": 1\n}', { a: 1 }],
  ['a document behind its mark', '--- [\n1\n]', [1]],
  ['an escaped single quote', 'a: "\\\'b\\\\\'"', { a: "'b\\'" }],
  ['a dash alone', 'a: [\n-]\nb: [-, a-b]', { a: ['-'], b: ['-', 'a-b'] }],
  [
    'anchors and tags',
    'a: &x [\n&y 1\n]\nb: *x\nc: !!str\t3\nd: [ !t "e",\n*y ]',
    { a: [1], b: [1], c: '3', d: ['e', 1] },
  ],
])('%s', (_, text, expected) => {
  expect(readYamlValue(text)).toEqual(expected);
});

test.each([
  ['a bracket in the column of the key before it', 'a:\n[1]\nb: 2', 2],
  ['quotes in the column of the key before them', 'a:\n"b"\nc: 2', 2],
  ['a bracket in the column of the dash', '- a\n[1]', 2],
  ['a bracket that is not closed', 'a: [\nb: 1\n', 3],
  ['quotes that are not closed', 'a: "\nb: 1\n', 3],
])('kubectl refuses %s, too', (_, text, line) => {
  expect(readYaml(text, 'a').problems).toEqual([expect.objectContaining({ line })]);
});

// One such line at the end makes all of a text be read in another layout.
const REASON = '\nz: [\n]';

test.each([
  ['quotes and brackets in plain scalars', 'a: it\'s "b" [c\nd: e{f}\n  "g\n  - h\ni: j'],
  ['quotes in comments', "a: 1 # it's\n# \"\nb: [1, # it's\n  'c']"],
  ['brackets in literal scalars', 'a: |\n  [\n\n    "b\n  c: {\nd: >2-  # {\n     e\n  "f'],
  ['literal scalars in lists', 'a:\n- |\n  {\n- b: |+\n    "\n\n  c: |\n  d: e'],
  ['an empty literal scalar', 'a: |\nb: "c"\nd: |\n\n\ne: f'],
  ['colons and dashes', '"a:b": c:d\n"e": -f\n? g\n: - h\n  - i:j\nk: [a:b, "c":d, e: "f"]'],
  ['plain scalars of several lines', 'a: b\n  c\n\n  d # "e\nf:\n  g "h\n  i'],
  ['plain scalars in brackets', "a: [b's c\n  'd, e\"]\nf: {g: h's, i: 'j'}"],
  ['keys with quotes', '"a": 1\n\'b\': "c"\n"d"  : e'],
  ['Windows line ends', 'a: "b\r\n  c"\r\nd: |\r\n  "e\r\n  [\r\nf: g'],
])('the other layout means the same: %s', (_, text) => {
  const plain = readYamlValue(`${text}\nz: []`);
  expect(readYamlValue(text + REASON)).toEqual(plain);
  expect(readYamlValue(`x: {\n}\n${text}`)).toEqual({ x: {}, ...(readYamlValue(text) as object) });
});

test('the other layout means the same, however a value is written', () => {
  const text = fc
    .array(fc.constantFrom('a', ' ', '\n', ' "', "'", ': ', ' #', '[', '{', ', ', '- ', '\t', '\\'), {
      maxLength: 12,
    })
    .map((parts) => parts.join(''));
  const map = (value: fc.Arbitrary<unknown>) => fc.dictionary(fc.constantFrom('a', 'b c', 'd"', "e'"), value);
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 3 }, text, fc.integer(), fc.array(tie('value')), map(tie('value'))),
  }));
  const style = fc.record({
    flowLevel: fc.constantFrom(-1, 1, 2, 3),
    lineWidth: fc.constantFrom(4, 10, 80),
    indent: fc.constantFrom(2, 4),
    seqNoIndent: fc.boolean(),
    flowSkipCommaSpace: fc.boolean(),
  });
  holds(
    fc.property(map(value), style, (fields, options) => {
      const written = { x: 1, ...fields };
      const yaml = dump(written, { ...options, noRefs: true, schema: KUBERNETES_SCHEMA });
      expect(readYamlValue(`zz: [\n]\n${yaml}`)).toEqual({ ...written, zz: [] });
    }),
  );
});

test('lines are those of the file', () => {
  const text = `a: 1
---
apiVersion: v1
kind: Pod
metadata: {
name: "a
b",
  labels:\t{ c: d
}
}
spec:
  containers:
  - name: "c
  d"
    ports: [
    {containerPort: 80}
]
...
apiVersion: v1
kind: Pod
metadata: { name: e
}
`;
  const [first, second] = readYaml(text, 'a').manifests;
  const lines = (fields: (string | number)[][]) => fields.map((field) => first?.origin.line?.(field));
  expect(
    lines([
      [],
      ['metadata', 'name'],
      ['metadata', 'labels'],
      ['metadata', 'labels', 'c'],
      ['spec', 'containers', 0, 'name'],
      ['spec', 'containers', 0, 'ports', 0],
    ]),
  ).toEqual([3, 6, 8, 8, 13, 16]);
  expect(second?.origin.line?.(['metadata', 'name'])).toBe(21);
});

test('JSON objects may follow each other', () => {
  const pod = (name: string) => `{"apiVersion":"v1","kind":"Pod",\n"metadata":{"name":"${name}"}}`;
  const text = `${pod('a')}\n${pod('}{')}${pod('\\"}')}\n\n  ${pod('d')}\n`;
  const { manifests, problems } = readYaml(text, 'a');
  expect(problems).toEqual([]);
  expect(manifests.map(({ name, origin }) => [name, origin.line?.(['metadata', 'name'])])).toEqual([
    ['a', 2],
    ['}{', 4],
    ['"}', 5],
    ['d', 8],
  ]);
  expect(readYaml(`${pod('a')}\n{"a": [}\n${pod('b')}`, 'a')).toMatchObject({
    manifests: [{ name: 'a' }, { name: 'b' }],
    problems: [{ line: 3 }],
  });
});

// kubectl reads the first object of these, and says nothing of the second.
test.each([
  ['that is not JSON', '{kind: A, apiVersion: v1}\n{kind: B, apiVersion: v1}', 2],
  ['behind a mark', '---\n{"kind":"A","apiVersion":"v1"}\n{"kind":"B","apiVersion":"v1"}', 3],
  ['behind another document', 'a: 1\n---\n{"kind":"A","apiVersion":"v1"} {"kind":"B","apiVersion":"v1"}', 3],
])('an object after one %s is a problem', (_, text, line) => {
  expect(readYaml(text, 'a')).toMatchObject({ manifests: [], problems: [{ line }] });
});

test('a long text is read in one go', () => {
  expect(readYaml(`{"a": "${'x'.repeat(200_000)}`, 'a').problems).toHaveLength(1);
  expect(readYaml('{"a": "b\\""} '.repeat(20_000), 'a')).toMatchObject({ skipped: 20_000, problems: [] });
  const list = '1,\n'.repeat(200_000);
  expect((readYamlValue(`a: [\n${list}]`) as { a: number[] }).a).toHaveLength(200_000);
});
