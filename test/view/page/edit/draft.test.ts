import { draftOf } from '../../../../lib/view/page/edit/draft';

const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata: { name: web }\n';

test('several objects may be typed', () => {
  const draft = draftOf(`${SERVICE}---\n# a comment\n---\n${SERVICE.replace('web', 'other')}`);
  expect('objects' in draft && draft.objects.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    'Service web',
    'Service other',
  ]);
});

test.each([
  ['what is not YAML', `${SERVICE}---\n${SERVICE}spec: [\n`, 19],
  ['a tab', `${SERVICE}spec:\n\tports: []\n`, 15],
])('%s is named with its line in the file', (_, text, line) => {
  expect(draftOf(text, 11)).toEqual({
    problem: expect.stringMatching(new RegExp(`^Line ${line} is not YAML: .*[^.]\\.$`)),
    line,
  });
});

test.each([
  [
    'a document that is not an object',
    `${SERVICE}---\na: b\n`,
    14,
    'is not a Kubernetes object; an object has an apiVersion and a kind.',
  ],
  ['a text', 'hello', 11, 'is not a Kubernetes object; an object has an apiVersion and a kind.'],
  [
    'an object without a kind',
    'apiVersion: v1\n',
    11,
    'is not a Kubernetes object; an object has an apiVersion and a kind.',
  ],
  ['a patch', `${SERVICE}spec: { $patch: delete }\n`, 11, 'is a patch of Kustomize; write the whole object.'],
])('%s cannot be applied', (_, text, line, problem) => {
  expect(draftOf(text, 11)).toEqual({ problem: `The document at line ${line} ${problem}`, line });
});

test('comments alone are not an object', () => {
  expect(draftOf('# nothing\n')).toEqual({
    problem: 'There is no Kubernetes object; an object has an apiVersion and a kind.',
  });
});
