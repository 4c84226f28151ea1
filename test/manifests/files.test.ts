import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { readMeshConfig } from '../../lib/istiod/mesh-config-file';
import { readFiles } from '../../lib/manifests/files';
import { inTemporaryFolder } from '../support';

const CONFIG_MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n';

/** The files that objects are read from. */
function filesRead(files: readonly string[], paths: readonly string[]): string[] {
  return inTemporaryFolder((folder) => {
    for (const file of files) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), CONFIG_MAP);
    }
    const { manifests } = readFiles(paths.map((path) => join(folder, path)));
    return manifests.map(({ origin }) => relative(folder, origin.file ?? ''));
  });
}

test.each([
  [
    'a folder with its subfolders, in order',
    ['b.yaml', 'a/c.yml', 'a.yaml', 'c.json', 'd.txt'],
    ['.'],
    ['a/c.yml', 'a.yaml', 'b.yaml', 'c.json'],
  ],
  [
    'no hidden folders and no packages',
    ['.git/a.yaml', 'node_modules/a.yaml', 'x/a.yaml'],
    ['.'],
    ['x/a.yaml'],
  ],
  ['a file of any name, when it is named', ['a.txt', 'b.json'], ['b.json', 'a.txt'], ['b.json', 'a.txt']],
  ['nothing twice', ['a.yaml'], ['a.yaml', '.'], ['a.yaml']],
  ['a file where it is named last', ['a.yaml', 'b.yaml'], ['.', 'a.yaml'], ['b.yaml', 'a.yaml']],
  // What `kubectl label --local --recursive --filename . -o name` says of the same files.
  [
    'a folder in the order of kubectl',
    [
      'a.yaml',
      'a-b.yaml',
      'B.yaml',
      'a/x.yaml',
      'ab/y.yaml',
      'a b.yaml',
      'é.yaml',
      '10.yaml',
      '9.yaml',
      'Z/q.yml',
      '.h.yaml',
    ],
    ['.'],
    [
      '.h.yaml',
      '10.yaml',
      '9.yaml',
      'B.yaml',
      'Z/q.yml',
      'a/x.yaml',
      'a b.yaml',
      'a-b.yaml',
      'a.yaml',
      'ab/y.yaml',
      'é.yaml',
    ],
  ],
])('reads %s', (_, files, paths, expected) => {
  expect(filesRead(files, paths)).toEqual(expected);
});

test('follows links to files, and none to folders', () => {
  inTemporaryFolder((folder) => {
    writeFileSync(join(folder, 'a.txt'), CONFIG_MAP);
    symlinkSync(join(folder, 'a.txt'), join(folder, 'a.yaml'));
    symlinkSync(folder, join(folder, 'round.yaml'));
    symlinkSync(join(folder, 'nowhere'), join(folder, 'broken.yaml'));
    expect(readFiles([folder]).files).toBe(1);
  });
});

/** The names of the objects in files, and how many patches there are among them. */
function read(files: Readonly<Record<string, string | Buffer>>) {
  return inTemporaryFolder((folder) => {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    const { manifests, patches, problems } = readFiles([folder]);
    return { names: manifests.map(({ name }) => name), patches, problems };
  });
}

const named = (name: string) => CONFIG_MAP.replace('a }', `${name} }`);

test.each([
  ['patches with a path', 'patches: [{ path: x.yaml }, { path: ../y.yaml, target: { kind: Service } }]'],
  ['patchesStrategicMerge', 'patchesStrategicMerge:\n- ./x.yaml\n- ../y.yaml\n- |-\n  kind: Service'],
  ['patchesJson6902', 'patchesJson6902: [{ path: x.yaml }, { path: ../y.yaml }, { patch: a }]'],
  ['a component', 'kind: Component\npatches: [path: x.yaml, path: ../y.yaml]'],
])('files that a kustomization lists are no objects: %s', (_, kustomization) => {
  const broken = `${named('y')}---\n- op: add\n---\na: [\n`;
  expect(
    read({
      'over/a.yaml': named('a'),
      'over/kustomization.yml': `${kustomization}\nresources: [a.yaml]\n`,
      'over/x.yaml': named('x'),
      'y.yaml': broken,
      'z/x.yaml': named('z'),
    }),
  ).toEqual({ names: ['a', 'z'], patches: 4, problems: [] });
});

test.each(['kustomization.yaml', 'Kustomization'])(
  'a patch that is named alone is known by a %s around it',
  (name) => {
    inTemporaryFolder((folder) => {
      mkdirSync(join(folder, 'patches'));
      writeFileSync(join(folder, name), 'patches: [{ path: x.yaml }, { path: patches/y.yaml }]');
      for (const file of ['a.yaml', 'x.yaml', 'patches/y.yaml', 'patches/z.yaml']) {
        writeFileSync(join(folder, file), CONFIG_MAP);
      }
      const at = (...files: string[]) => readFiles(files.map((file) => join(folder, file)));
      expect(at('x.yaml')).toMatchObject({ files: 1, manifests: [], patches: 1 });
      expect(at('patches')).toMatchObject({ files: 2, manifests: [{}], patches: 1 });
      expect(at('a.yaml')).toMatchObject({ files: 1, manifests: [{}], patches: 0 });
    });
  },
);

test.each([
  'patches: none',
  'patches: [1, { path: [x.yaml] }]',
  'patches: {{ .Values.patches }}',
  '- a list',
  'resources: [x.yaml]',
])('a kustomization that lists no patches leaves nothing out: %s', (kustomization) => {
  expect(read({ 'kustomization.yaml': kustomization, 'x.yaml': CONFIG_MAP })).toMatchObject({
    names: ['a'],
    patches: 0,
  });
});

test.each(['utf16le', 'utf16be'] as const)('a file may be %s', (encoding) => {
  const bytes = Buffer.from(`\uFEFF${CONFIG_MAP}---\n${named('é')}`, 'utf16le');
  expect(read({ 'a.yaml': encoding === 'utf16le' ? bytes : bytes.swap16() }).names).toEqual(['a', 'é']);
});

test.each([
  ['trustDomain: td', { rootNamespace: 'istio-system', trustDomain: 'td' }],
  [
    'rootNamespace: ""\ndefaultConfig: {concurrency: 2}',
    { rootNamespace: 'istio-system', trustDomain: 'cluster.local', defaultConfig: { concurrency: 2 } },
  ],
  ['# nothing', { rootNamespace: 'istio-system', trustDomain: 'cluster.local' }],
])('reads the mesh configuration %j', (text, expected) => {
  inTemporaryFolder((folder) => {
    writeFileSync(join(folder, 'mesh.yaml'), text);
    expect(readMeshConfig(join(folder, 'mesh.yaml'))).toMatchObject(expected);
  });
});

test('says which path cannot be read', () => {
  inTemporaryFolder((folder) => {
    expect(() => readFiles([join(folder, 'x')])).toThrow(
      `cannot read "${join(folder, 'x')}": there is no such file or folder`,
    );
  });
});
