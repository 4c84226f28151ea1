import { changesBetween } from '../../../../lib/view/page/edit/changes';
import { copyOf, nameToDownload } from '../../../../lib/view/page/edit/copy-files';
import { namesakeOf, newName, Workspace, withFile } from '../../../../lib/view/page/edit/workspace';
import { objectsIn } from '../../../../lib/view/page/read-file';

const service = (name: string, port: number) =>
  `apiVersion: v1\nkind: Service\nmetadata: { name: ${name} }\nspec: { ports: [{ port: ${port} }] }\n---\n`;
const A = { name: 'dist/a.yaml', text: service('a', 80) + service('b', 80) };
const B = { name: 'dist/b.yaml', text: service('c', 80) };

test('each edit can be undone, and what changes nothing is not an edit', () => {
  const workspace = new Workspace([A, B]);
  workspace.apply(withFile(workspace.files, { ...B, text: '' }));
  workspace.apply(withFile(workspace.files, { ...B, text: '' }));
  workspace.apply(withFile(workspace.files, { name: 'c.yaml', text: '' }));
  expect(workspace.files.map(({ name }) => name)).toEqual(['dist/a.yaml', 'dist/b.yaml', 'c.yaml']);
  workspace.undo();
  expect([workspace.isEdited, workspace.canUndo]).toEqual([true, true]);
  workspace.undo();
  workspace.undo();
  expect([workspace.isEdited, workspace.canUndo, workspace.files]).toEqual([false, false, [A, B]]);
});

test('an edit back to what was there is not a change', () => {
  const workspace = new Workspace([A]);
  workspace.apply([{ ...A, text: '' }]);
  workspace.apply([{ ...A }]);
  expect(workspace.isEdited).toBe(false);
});

test('objects are added, changed and deleted; one that moves to another file is none of them', () => {
  const after = [
    { ...A, text: `# a comment\n${service('b', 81)}${service('c', 80)}${service('d', 80)}` },
    { ...B, text: '' },
  ];
  const { objects, files } = changesBetween([A, B], after, objectsIn);
  expect(objects.map(({ object, is }) => `${is} ${object.name}`).sort()).toEqual([
    'added d',
    'changed b',
    'deleted a',
  ]);
  expect(files).toEqual(after);
  expect(changesBetween([A], [{ ...A, text: `# a comment\n${A.text}` }], objectsIn).objects).toEqual([]);
});

test('a dropped file stands for the only one of its name', () => {
  expect(namesakeOf('b.yaml', [A, B])).toBe(B);
  expect(namesakeOf('c.yaml', [A, B])).toBeUndefined();
  expect(namesakeOf('b.yaml', [B, { ...B, name: 'other/b.yaml' }])).toBeUndefined();
  expect(newName([A, { name: 'added.yaml', text: '' }])).toBe('added-2.yaml');
});

test('a file that is not whole says so wherever it goes', () => {
  const partial = { ...A, isPartial: true } as const;
  const said =
    '# This file is not whole: the page that it comes from leaves out the values of Secrets, and what is not a Kubernetes object.\n';
  expect(copyOf([A])).toBe(A.text);
  expect(copyOf([partial])).toBe(`${said}${A.text}`);
  expect(copyOf([partial, B])).toBe(`# dist/a.yaml\n${said}${A.text}---\n# dist/b.yaml\n${B.text}`);
  expect([A, partial, { name: '-', text: '' }].map(nameToDownload)).toEqual([
    'a.yaml',
    'a.not-whole.yaml',
    'mesh.yaml',
  ]);
});
