import fc from 'fast-check';
import { dump } from 'js-yaml';
import type { FieldPath } from '../../lib/manifests/manifest';
import { readYaml } from '../../lib/manifests/read-yaml';
import { readYamlValue } from '../../lib/manifests/yaml/documents';
import { KUBERNETES_SCHEMA } from '../../lib/manifests/yaml/scalars';
import { holds } from '../holds';

const names = (text: string) => readYaml(text, 'a.yaml').manifests.map(({ kind, name }) => `${kind} ${name}`);

test('documents are read one by one, what is no Kubernetes object is counted, what is empty is not', () => {
  const text = `
# a comment
---
apiVersion: v1
kind: Service
metadata: { name: one }
---
not: an object
---
- a list
---
---
apiVersion: v1
kind: Pod
metadata: { generateName: two- }
`;
  expect(names(text)).toEqual(['Service one', 'Pod two-']);
  expect(readYaml(text, 'a.yaml')).toMatchObject({ skipped: 2, problems: [] });
});

test('the items of a List are objects of their own', () => {
  const item = (name: string) => ({ apiVersion: 'v1', kind: 'Service', metadata: { name } });
  const list = { apiVersion: 'v1', kind: 'List', items: [item('a'), item('b')] };
  expect(names(dump(list))).toEqual(['Service a', 'Service b']);
  expect(readYaml(dump({ ...list, items: [] }), 'a.yaml')).toMatchObject({ manifests: [], skipped: 0 });
  const object = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'a' }, items: [] };
  expect(readYaml(dump(object), 'a.yaml')).toMatchObject({ manifests: [{ kind: 'Service' }], skipped: 0 });
});

test('items of a typed list are what its name says, and lists in lists are opened', () => {
  const items = [{ metadata: { name: 'a' } }, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'b' } }];
  const typed = { apiVersion: 'v1', kind: 'ServiceList', items };
  expect(names(dump(typed))).toEqual(['Service a', 'Pod b']);
  expect(names(dump({ apiVersion: 'v1', kind: 'List', items: [typed] }))).toEqual(['Service a', 'Pod b']);
  expect(names(dump({ apiVersion: 'v1', kind: 'List', items }))).toEqual(['Pod b']);
});

test.each([
  ['a list that is not closed', 'a: [1\nb: 2', 2, 2],
  ['what follows a list that is deep enough for kubectl', 'a: [\n1\n]\nb: [1, 2', 5, 1],
  ['a tab', 'a:\n\tb: 1', 2, 1],
])('%s is a problem with its place, and the documents around it are read', (_, broken, line, column) => {
  const good = (name: string) => `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n`;
  const { manifests, problems } = readYaml(`${good('a')}---\n${broken}\n---\n${good('b')}`, 'a.yaml');

  expect(manifests.map(({ name }) => name)).toEqual(['a', 'b']);
  expect(problems).toEqual([{ file: 'a.yaml', line: 5 + line, column, message: expect.any(String) }]);
});

test.each([
  ['at the top', 'kind: A\napiVersion: v1\nkind: A\n', 3, 1, '"kind"'],
  ['deep inside', 'kind: A\napiVersion: v1\nspec:\n- a: { b: 1, c: 2, b: 3 }\n', 4, 20, '"b"'],
  ['behind quotes', '{"kind": "A", "apiVersion": "v1",\n "a b": 1, "a b": 1}\n', 2, 13, '"a"'],
  ['in a List', 'kind: List\nitems:\n- { kind: A, apiVersion: v1, a: 1,\na: 2 }\n', 4, 1, '"a"'],
  ['as words of YAML 1.1', 'kind: A\napiVersion: v1\non: 1\nyes: 1\n', 4, 1, '"yes"'],
])('a key that an object has twice is a problem, %s', (_, text, line, column, key) => {
  const message = `is not YAML: the key ${key} is written twice in one map; remove one of them, because kubectl takes the last one and does not say so`;
  expect(readYaml(text, 'a')).toEqual({
    manifests: [],
    skipped: 0,
    patches: 0,
    problems: [{ file: 'a', line, column, message }],
  });
});

test.each([
  ['tags that nobody knows', 'Fn: !Sub "a"\nb: !Join [",", [!Ref c]]\nd: !GetAtt\n  e: 1\n'],
  ['a key twice', 'language: go\nbranches: a\nbranches: b\n'],
])('what is no object may have %s', (_, text) => {
  expect(readYaml(text, 'a')).toEqual({ manifests: [], skipped: 1, patches: 0, problems: [] });
});

test('a tag that nobody knows changes nothing in an object', () => {
  const [object] = readYaml('kind: A\napiVersion: v1\na: !x 3\nb: !y [3]\nc: !z { d: e }\n', 'a').manifests;
  expect(object?.object).toEqual({ kind: 'A', apiVersion: 'v1', a: '3', b: [3], c: { d: 'e' } });
});

const TEMPLATE =
  'looks like a Helm template; render it first, and name the result: helm template … > rendered.yaml';
const POD = 'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\n';

test.each([
  ['a value', `a: {{ .Values.a }}\n`, 1, 1],
  ['an item', `${POD}---\n- {{ a }}\n- b: [\n`, 7, 1],
  ['a line', `${POD}---\n{{- if .Values.a }}\na: 1\n{{- end }}\n`, 5, 3],
  ['a part of a value', `a: [\n---\nb: "a{{ include "x" . }}"\n`, 3, 18],
])('a template is one problem: %s', (_, text, line, column) => {
  expect(readYaml(text, 'a').problems).toEqual([
    { file: 'a', line, column, message: TEMPLATE, isTemplate: true },
  ]);
});

test('of a template, documents with actions are left out', () => {
  const quoted = POD.replace('a }', '"{{ .Values.name }}" }');
  expect(names(`${POD}---\n${quoted}---\n{{ include "a" . }}\n---\n${POD}`)).toEqual(['Pod a', 'Pod a']);
  // Argo Workflows, for example, has such texts of its own.
  expect(names(quoted)).toEqual(['Pod {{ .Values.name }}']);
});

test.each([
  ['what has braces in its texts', `${POD}spec: ["{{workflow.name}}"\n`],
  ['an alert', `${POD}a: "{{ $labels.pod }} {{ range .Alerts }}"\nb: [\n`],
])('%s is no template when it is broken', (_, text) => {
  expect(readYaml(text, 'a').problems).toEqual([
    expect.objectContaining({ message: expect.stringContaining('is not YAML') }),
  ]);
});

test('patches with directives are left out and counted', () => {
  const patch = (fields: string) => `apiVersion: v1\nkind: Pod\nmetadata: { name: b }\n${fields}\n`;
  const texts = [
    POD,
    patch('$patch: delete'),
    patch('spec: { containers: [{ name: a, $patch: delete }] }'),
    patch('data: { "a": "$patch: delete" }'),
  ];
  expect(names(texts.join('---\n'))).toEqual(['Pod a', 'Pod b']);
  expect(readYaml(texts.join('---\n'), 'a')).toMatchObject({ patches: 2, skipped: 0 });
});

const line = (text: string, field: FieldPath) => readYaml(text, 'a').manifests.at(-1)?.origin.line?.(field);

/** What is read, with the lines as they would be where so many lines come before. */
function contentsBehind(lines: number, text: string) {
  const { manifests, skipped, problems } = readYaml(text, 'a');
  return {
    objects: manifests.map(({ object, origin }) => ({
      object,
      lines: FIELDS.map((field) => lines + (origin.line?.(field) ?? Number.NaN)),
    })),
    skipped,
    problems: problems.map((problem) => ({ ...problem, line: problem.line + lines })),
  };
}

const FIELDS: readonly FieldPath[] = [[], ['kind'], ['metadata', 'name'], ['metadata', 'labels', 'a']];

const DOCUMENTS = [
  'apiVersion: v1\nkind: Service\nmetadata:\n  name: a\n',
  'apiVersion: v1\nkind: Pod\nmetadata: { name: b, labels: {\n  a: b } }\n',
  'kind: List\nitems:\n- apiVersion: v1\n  kind: Service\n  metadata:\n    name: c\n',
  '# nothing\n',
  '',
  'no: object\n',
  'a: 1\n...\napiVersion: v1\nkind: Node\nmetadata:\n  name: d\n',
  'a: [1\n',
  'a: "\n',
  'a: *b\n',
  'a: 1\nb: 2\na: 3\n',
  'a: |\n  --- \n  b\n',
];

test('documents are read as if each were in a file of its own, however many there are', () => {
  const many = fc.array(fc.constantFrom(...DOCUMENTS), { minLength: 1, maxLength: 40 });
  holds(
    fc.property(many, fc.constantFrom('---\n', '--- # next\n', '---\t\n'), (documents, separator) => {
      let lines = 0;
      const apart = documents.map((document, i) => {
        const text = i === 0 ? document : separator + document;
        const contents = contentsBehind(lines, text);
        lines += text.split('\n').length - 1;
        return contents;
      });
      expect(contentsBehind(0, documents.join(separator))).toEqual({
        objects: apart.flatMap(({ objects }) => objects),
        skipped: apart.reduce((sum, { skipped }) => sum + skipped, 0),
        problems: apart.flatMap(({ problems }) => problems),
      });
    }),
  );
});

test('lines and problems of a long text are right to its end', () => {
  const padding = `# ${'x'.repeat(1000)}\n`;
  const documents = Array.from({ length: 800 }, (_, i) =>
    i % 100 === 99
      ? `${padding}a: [\n`
      : `${padding}apiVersion: v1\nkind: Service\nmetadata:\n  name: a-${i}\n`,
  );
  const text = documents.join('---\n');
  const lineOf = (part: string) => text.slice(0, text.indexOf(part)).split('\n').length;

  const { manifests, problems } = readYaml(text, 'a');
  expect(manifests.length).toBe(792);
  expect(problems.length).toBe(8);
  expect(problems.at(-1)?.line).toBe(text.split('\n').length);
  for (const { name, origin } of manifests) {
    expect(origin.line?.(['metadata', 'name'])).toBe(lineOf(`name: ${name}\n`));
  }
});

test('files that were put together each keep their byte order mark', () => {
  const file = (name: string) =>
    `\uFEFF# ${name}\n---\napiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n`;
  const broken = '\uFEFF---\na: [\n';
  expect(names(file('a') + file('b'))).toEqual(['Service a', 'Service b']);
  expect(names(`\uFEFF---\n${file('a').slice(8)}`)).toEqual(['Service a']);
  expect(line(file('a').replace('# a\n', ''), ['metadata', 'name'])).toBe(5);
  expect(readYaml(`${file('a')}${broken}${broken}`, 'a')).toMatchObject({
    manifests: [{ name: 'a' }],
    problems: [{ line: 9 }, { line: 11 }],
  });
});

test.each(['---\n', '--- \r\n'])(
  'a byte order mark after %j is ignored, and lines stay in place',
  (start) => {
    const text = `a: 1\n${start}\uFEFFapiVersion: v1\nkind: Service\nmetadata: { name: a }\n`;
    expect(readYaml(text, 'a.yaml')).toMatchObject({ skipped: 1, problems: [] });
    expect(line(text, ['metadata'])).toBe(5);
  },
);

test.each([
  ['a directive', '%YAML 1.2\n---\n'],
  ['a comment and a directive', '# generated\n%YAML 1.2\n---\n'],
  ['a directive after the end of a document', 'a: 1\n...\n%YAML 1.2\n---\n'],
  ['a line of text that begins with %', 'a: |\n  1\n%b\n---\n'],
  ['a line of quoted text that begins with %', 'a: "1\n%b"\n---\n'],
])('documents around a broken one are read behind %s', (_, before) => {
  const good = (name: string) => `apiVersion: v1\nkind: Service\nmetadata: { name: ${name} }\n`;
  const text = `${before}${good('a')}---\na: [1\n---\n${good('b')}`;
  expect(names(text)).toEqual(['Service a', 'Service b']);
});

test('a line ends where YAML ends it', () => {
  const service = ['apiVersion: v1', 'kind: Service', 'metadata:', '  name: a'];
  expect(line(service.join('\r'), ['metadata', 'name'])).toBe(4);
  // U+2028 ends no line, so that no document begins there.
  expect(readYaml('a: "\u2028--- b"', 'a')).toMatchObject({ skipped: 1, problems: [] });
  expect(line(`# \u2028\n${service.join('\n')}`, ['metadata', 'name'])).toBe(5);
});

const NESTED = `# first line

apiVersion: v1
kind: Service
metadata:
  name: "quoted"
  annotations: { a.b/c: x,
    "d": y }
spec:
  ports:
  - name: http
    port: 80
  - # the second
    name: tcp
    port: 81
  "selector": *missing
`.replace('*missing', '{}');

test.each([
  [[], 3, 1],
  [['metadata', 'name'], 6, 3],
  [['metadata', 'annotations', 'a.b/c'], 7, 18],
  [['metadata', 'annotations', 'd'], 8, 6],
  [['spec', 'ports', 0, 'port'], 12, 5],
  [['spec', 'ports', 1], 14, 5],
  [['spec', 'ports', 1, 'port'], 15, 5],
  [['spec', 'ports', 1, 'targetPort'], 14, 5],
  [['spec', 'ports', 7], 10, 3],
  [['spec', 'selector', 'app'], 16, 4],
  [['nothing', 'of', 'it'], 3, 1],
])('the place of %j is line %i, column %i', (field, line, column) => {
  const origin = readYaml(`a: 1\n---\n${NESTED}`, 'a.yaml').manifests[0]?.origin;
  expect([origin?.line?.(field), origin?.column?.(field)]).toEqual([line + 2, column]);
});

test('columns count UTF-16 code units, in lists too, and are unknown in a layout that is changed for the library', () => {
  const column = (text: string) =>
    readYaml(text, 'a').manifests.at(-1)?.origin.column?.(['metadata', 'name']);
  const service = (labels: string) =>
    `{ apiVersion: v1, kind: Service, metadata: { labels: ${labels}, name: a } }`;
  expect(column(service('{ a: b }'))).toBe(64);
  expect(column(service('{ a: \u{1F600} }'))).toBe(65);
  expect(column(`kind: List\nitems:\n- ${service('{ a: b }')}`)).toBe(66);
  expect(column('apiVersion: v1\nkind: Service\nmetadata: {\nname: a }')).toBeUndefined();
});

test('lines are right behind directives, in lists and with Windows line ends', () => {
  const service = ['apiVersion: v1', 'kind: Service', 'metadata:', '  name: a'];

  expect(line(`%YAML 1.2\n---\n${service.join('\n')}`, ['metadata', 'name'])).toBe(6);
  expect(line(service.join('\r\n'), ['metadata', 'name'])).toBe(4);
  expect(line(`kind: List\nitems:\n- ${service.join('\n  ')}`, ['metadata', 'name'])).toBe(6);
});

test('what an anchor shares is read, and a bomb of them is refused', () => {
  const shared =
    'apiVersion: v1\nkind: Pod\nmetadata: &m { name: a, labels: { x: "1" } }\nother: { <<: *m, name: b }';
  expect(readYaml(shared, 'a').manifests[0]?.object.other).toEqual({ name: 'b', labels: { x: '1' } });

  const levels = Array.from({ length: 12 }, (_, i) => `l${i + 1}: &l${i + 1} [${`*l${i}, `.repeat(10)}]`);
  const { manifests, problems } = readYaml(`l0: &l0 x\n${levels.join('\n')}`, 'a');
  expect(manifests).toEqual([]);
  expect(problems).toEqual([
    {
      file: 'a',
      line: expect.any(Number),
      column: expect.any(Number),
      message: expect.stringContaining('alias'),
    },
  ]);
});

test('merge keys are limited for each document, not for all of a file', () => {
  const keys = Array.from({ length: 90 }, (_, i) => `k${i}: ${i}`).join(', ');
  const document = `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { <<: { ${keys} } }\n`;
  expect(readYaml(Array(150).fill(document).join('---\n'), 'a')).toMatchObject({
    manifests: { length: 150 },
    problems: [],
  });
});

test('a List may have more items than a function takes arguments', () => {
  const items = '- { apiVersion: v1, kind: Pod }\n'.repeat(130_000);
  expect(readYaml(`kind: List\nitems:\n${items}`, 'a').manifests.length).toBe(130_000);
});

test('nesting without end is refused', () => {
  const { problems } = readYaml('['.repeat(100_000), 'a');
  expect(problems).toEqual([
    expect.objectContaining({ line: 1, message: expect.stringMatching(/depth|nest/) }),
  ]);
});

test('no text makes it fail', () => {
  const pieces = fc.constantFrom(
    'a',
    ':',
    ' ',
    '\n',
    '-',
    '---\n',
    '&a',
    '*a',
    '[',
    '{',
    '"',
    "'",
    '!',
    '|',
    '%',
    '#',
    '\t',
    '?',
    'kind: ',
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces).map((all) => all.join('')),
  );
  holds(
    fc.property(text, (input) => {
      const { manifests, problems } = readYaml(input, 'a');
      for (const { origin } of manifests) {
        expect(origin.line?.(['spec', 0, 'a'])).toBeGreaterThan(0);
      }
      for (const { line, column } of problems) {
        expect(Math.min(line, column)).toBeGreaterThan(0);
        expect(line).toBeLessThanOrEqual(input.split(/\r\n|\r|\n/).length + 1);
      }
    }),
    200,
  );
});

test('what is written for YAML 1.1 comes back', () => {
  const object = fc.record({
    apiVersion: fc.constant('v1'),
    kind: fc.constant('ConfigMap'),
    metadata: fc.record({ name: fc.constant('a') }),
    data: fc.dictionary(
      fc.string({ minLength: 1 }).filter((key) => key !== '__proto__' && key !== '<<'),
      fc.string(),
    ),
  });
  holds(
    fc.property(object, (value) => {
      const text = dump(value, { schema: KUBERNETES_SCHEMA });
      expect(readYaml(text, 'a').manifests[0]?.object).toEqual(value);
    }),
  );
});

// By the rules of the YAML library of kubectl, which is for YAML 1.1.
test.each([
  ['yes', true],
  ['On', true],
  ['y', true],
  ['NO', false],
  ['off', false],
  ['n', false],
  ['yEs', 'yEs'],
  ['"yes"', 'yes'],
  ['!!str yes', 'yes'],
  ['0777', 511],
  ['0o17', 15],
  ['08', 8],
  ['1_000', 1000],
  ['0x1F', 31],
  ['-0b11', -3],
  ['+12', 12],
  ['1e3', 1000],
  ['.5', 0.5],
  ['1:30', '1:30'],
  ['_1', '_1'],
  ['2024-01-01', '2024-01-01'],
  ['~', null],
])('%s is read as kubectl reads it', (written, expected) => {
  expect(readYamlValue(`a: ${written}`)).toEqual({ a: expected });
});

test('keys become texts after they are read', () => {
  expect(readYamlValue('on: 1\nn: 2\n0777: 3\n"yes": 4')).toEqual({ true: 1, false: 2, 511: 3, yes: 4 });
});

test.each(['yes: 1\non: 2', '"true": 1\ny: 2'])('keys that become the same text are repeated: %j', (text) => {
  expect(() => readYamlValue(text)).toThrow('duplicated mapping key');
});
