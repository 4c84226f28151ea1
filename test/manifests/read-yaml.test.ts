import fc from 'fast-check';
import { dump } from 'js-yaml';
import { readYaml } from '../../lib/manifests/read-yaml';

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
});

test.each([
  ['a list that is not closed', 'a: [1\nb: 2', 2, 1],
  ['a key twice', 'a: 1\nb: 2\na: 3', 3, 1],
  ['a tab', 'a:\n\tb: 1', 2, 1],
  ['a template', 'a: {{ .Values.a }}', 0, 1],
  ['a tag that nobody knows', 'a: !!js/function "x"', 1, 4],
])('%s is a problem with its place, and the documents around it are read', (_, broken, line, column) => {
  const good = (name: string) => `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n`;
  const { manifests, problems } = readYaml(`${good('a')}---\n${broken}\n---\n${good('b')}`, 'a.yaml');

  expect(manifests.map(({ name }) => name)).toEqual(['a', 'b']);
  expect(problems).toEqual([{ file: 'a.yaml', line: 5 + line, column, message: expect.any(String) }]);
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
  [[], 3],
  [['metadata', 'name'], 6],
  [['metadata', 'annotations', 'a.b/c'], 7],
  [['metadata', 'annotations', 'd'], 8],
  [['spec', 'ports', 0, 'port'], 12],
  [['spec', 'ports', 1], 14],
  [['spec', 'ports', 1, 'port'], 15],
  [['spec', 'ports', 1, 'targetPort'], 14],
  [['spec', 'ports', 7], 10],
  [['spec', 'selector', 'app'], 16],
  [['nothing', 'of', 'it'], 3],
])('the line of %j is %i', (field, line) => {
  const text = `a: 1\n---\n${NESTED}`;
  expect(readYaml(text, 'a.yaml').manifests[0]?.origin.line?.(field)).toBe(line + 2);
});

test('lines are right behind directives, in lists and with Windows line ends', () => {
  const line = (text: string, field: string[]) => readYaml(text, 'a').manifests.at(-1)?.origin.line?.(field);
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
  fc.assert(
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
    { numRuns: 2000 },
  );
});

test('what js-yaml writes comes back', () => {
  const object = fc.record({
    apiVersion: fc.constant('v1'),
    kind: fc.constant('ConfigMap'),
    metadata: fc.record({ name: fc.constant('a') }),
    data: fc.dictionary(
      fc.string({ minLength: 1 }).filter((key) => key !== '__proto__' && key !== '<<'),
      fc.string(),
    ),
  });
  fc.assert(
    fc.property(object, (value) => {
      expect(readYaml(dump(value), 'a').manifests[0]?.object).toEqual(value);
    }),
  );
});
