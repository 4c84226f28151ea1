import { readYaml } from '../../../../lib/manifests/read-yaml';
import { documentAt, withDocument } from '../../../../lib/view/page/edit/documents';

const SERVICE = (name: string) => `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}`;
const file = (text: string) => ({ name: 'mesh.yaml', text });

test.each([
  ['the first of several', `${SERVICE('a')}\n---\n${SERVICE('b')}\n`, 1, SERVICE('a'), 1],
  ['a later one', `${SERVICE('a')}\n---\n${SERVICE('b')}\n`, 6, SERVICE('b'), 6],
  [
    'one after a mark with a comment',
    `--- # first\n# about a\n${SERVICE('a')}\n`,
    3,
    `# about a\n${SERVICE('a')}`,
    2,
  ],
  ['one in the line of its mark', `${SERVICE('a')}\n--- {"kind": "Service"}\n`, 5, '{"kind": "Service"}', 5],
  ['one with other ends of lines', `${SERVICE('a')}\r\n---\r\n${SERVICE('b')}\r\n`, 6, SERVICE('b'), 6],
  ['one after a byte order mark', `\uFEFF---\n${SERVICE('a')}\n\n\n`, 2, SERVICE('a'), 2],
])('the document of a line is found: %s', (_, text, line, expected, firstLine) => {
  expect(documentAt(file(text), line)).toMatchObject({ text: expected, firstLine });
});

test('another text takes its place, and the documents around it stay as they are', () => {
  const text = `# top\n${SERVICE('a')}\n\n---\n${SERVICE('b')}\n---   \n${SERVICE('c')}`;
  const [, b, c] = readYaml(text, 'mesh.yaml').manifests;
  const middle = documentAt(file(text), b?.origin.line?.() ?? 0);
  expect(withDocument(middle, `${SERVICE('x')}\n\n`).text).toBe(text.replace(SERVICE('b'), SERVICE('x')));
  const last = documentAt(file(text), c?.origin.line?.() ?? 0);
  expect(withDocument(last, SERVICE('x')).text).toBe(`${text.replace(SERVICE('c'), SERVICE('x'))}\n`);
});

test('an empty text deletes the document with its mark', () => {
  const text = `${SERVICE('a')}\n---\n${SERVICE('b')}\n---\n${SERVICE('c')}\n`;
  const without = (line: number) => withDocument(documentAt(file(text), line), ' \n').text;
  expect(without(1)).toBe(`---\n${SERVICE('b')}\n---\n${SERVICE('c')}\n`);
  expect(without(6)).toBe(`${SERVICE('a')}\n---\n${SERVICE('c')}\n`);
  expect(without(11)).toBe(`${SERVICE('a')}\n---\n${SERVICE('b')}\n`);
});

test('lines end as they do in the file', () => {
  const text = `${SERVICE('a')}\r\n---\r\n${SERVICE('b').replaceAll('\n', '\r\n')}\r\n`;
  expect(withDocument(documentAt(file(text), 6), SERVICE('x')).text).toBe(text.replace('name: b', 'name: x'));
});
