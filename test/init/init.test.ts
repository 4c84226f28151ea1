import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { runInit } from '../../lib/cli/init';
import { init } from '../../lib/init/init';
import { withMissing, withValue } from '../../lib/init/json-text';
import { packageName } from '../../lib/init/package-name';
import { installedSpec, packageSpec } from '../../lib/init/package-spec';
import { writeFiles } from '../../lib/init/write-files';
import { version } from '../../package.json';
import { inTemporaryFolder } from '../support';

const TEMPLATE = resolve(__dirname, '../../node_modules/cdk8s-cli/templates/typescript-app');

/** What `cdk8s init typescript-app` writes. */
const CDK8S_PROJECT: Record<string, string> = Object.fromEntries(
  [
    'cdk8s.yaml',
    'jest.config.js',
    'main.test.ts',
    'main.ts',
    'package.json',
    'tsconfig.json',
    '{{}}.gitignore',
  ].map((name) => [name.replace('{{}}', ''), readFileSync(join(TEMPLATE, name), 'utf8')]),
);

function inFolder<T>(files: Readonly<Record<string, string>>, work: (folder: string) => T): T {
  return inTemporaryFolder((folder) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return work(folder);
  });
}

/** The files in a folder with their texts. */
function contentsOf(folder: string): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(
    paths.flatMap((path) =>
      statSync(join(folder, path)).isFile() ? [[path, readFileSync(join(folder, path), 'utf8')]] : [],
    ),
  );
}

test('a new folder becomes a project, with its parents', () => {
  inFolder({}, (folder) => {
    const made = init(join(folder, 'teams/My Shop'), '1.2.3');
    expect({ ...made, files: [] }).toEqual({
      name: 'my-shop',
      dependency: { spec: '1.2.3', because: 'as --package says' },
      isExtended: false,
      files: [],
      extended: new Map(),
      kept: [],
      byHand: [],
      installer: 'npm',
    });
    const written = contentsOf(join(folder, 'teams/My Shop'));
    expect(Object.keys(written)).toEqual([...made.files.keys()].sort());
    expect(statSync(join(folder, 'teams/My Shop/mesh')).mode & 0o777).toBe(0o755);
    expect(init(join(folder, 'teams/My Shop')).files.size).toBe(0);
  });
});

test('what a forge puts into a new repository stays, and .gitignore gets further lines', () => {
  const forge = { '.git/HEAD': '', 'README.md': '# shop', LICENSE: '', '.gitignore': '*.log' };
  inFolder(forge, (folder) => {
    const { kept, extended } = init(folder, '1.2.3');
    expect({ kept, extended: [...extended] }).toEqual({
      kept: ['README.md'],
      extended: [['.gitignore', 'node_modules/, dist/construct-metadata.json, coverage/']],
    });
    expect(contentsOf(folder)).toMatchObject({
      'README.md': '# shop',
      '.gitignore': '*.log\nnode_modules/\ndist/construct-metadata.json\ncoverage/\n',
    });
  });
});

test('a project of cdk8s gets what is missing', () => {
  inFolder(CDK8S_PROJECT, (folder) => {
    const { isExtended, kept, extended, byHand } = init(folder, '1.2.3');
    expect({ isExtended, kept, byHand }).toEqual({
      isExtended: true,
      kept: ['main.ts', 'tsconfig.json', 'jest.config.js'],
      byHand: [
        'main.ts: make a "MeshApp" of cdk8s-istio in the place of "App", so that synthesis checks the objects',
        '.gitignore: leave out dist/, so that a pull request shows which requests it changes',
        'tests: "npx cdk8s-istio tests --output test/routes.test.ts dist" writes one for each route',
        'jest.config.js: add "cdk8s-istio/testing/reporter" to the reporters, after "default", so that "--coverage" prints which routes no test asks about',
      ],
    });
    expect(Object.fromEntries(extended)).toEqual({
      'cdk8s.yaml': 'validations',
      '.gitignore': 'coverage/, !cluster/*.js',
      'package.json': 'depends on cdk8s-istio; scripts postsynth, pretest',
    });
    const after = contentsOf(folder);
    expect(after).toMatchObject({ 'main.ts': CDK8S_PROJECT['main.ts'] });
    expect(after).not.toHaveProperty('test/routes.test.ts');
    for (const path of extended.keys()) {
      // Lines are added, and one gets a comma.
      const lines = (text = '') => text.split('\n').map((line) => line.replace(/,$/, ''));
      expect(lines(after[path])).toEqual(expect.arrayContaining(lines(CDK8S_PROJECT[path])));
    }
    expect(init(folder, '1.2.3').files.size).toBe(0);
  });
});

test('a project with modules, pnpm and another folder for manifests', () => {
  const project = {
    'package.json': '{"type":"module"}',
    'pnpm-lock.yaml': '',
    'main.ts': 'new MeshApp()',
    'cdk8s.yaml': 'app: npx tsx main.ts\noutput: ./out/\nvalidations: [{ class: IstioValidation }]\n',
  };
  inFolder(project, (folder) => {
    const { files, byHand, installer } = init(folder, '1.2.3');
    expect(installer).toBe('pnpm');
    expect([...files.keys()].filter((path) => /jest|package/.test(path)).sort()).toEqual([
      'cluster/package.json',
      'jest.config.cjs',
      'package.json',
    ]);
    expect(byHand.slice(1)).toEqual([
      '.github/workflows/mesh.yaml: install with pnpm in the place of "npm ci"',
      'cdk8s.yaml: the output is "out", and "dist" in test/manifests.test.ts, mesh, .github/workflows/mesh.yaml; write the same in all of them',
    ]);
    expect(init(folder, '1.2.3').files.size).toBe(0);
  });
});

const LINKER =
  '.yarnrc.yml: write "nodeLinker: node-modules", because the CLI of cdk8s runs the app with npx, which finds nothing with Plug\'n\'Play';
const WORKFLOW = '.github/workflows/mesh.yaml: install with yarn in the place of "npm ci"';
const POSTSYNTH =
  'package.json: Yarn does not run postsynth by itself; run the scripts with npm, or name it in the scripts';

test.each<[agent: string, files: Record<string, string>, installer: string, byHand: string[]]>([
  ['npm/11.1.0 node/v20.20.2 linux x64', {}, 'npm', []],
  [
    'pnpm/9.15.9 npm/? node/v20.20.2',
    {},
    'pnpm',
    ['.github/workflows/mesh.yaml: install with pnpm in the place of "npm ci"'],
  ],
  ['yarn/1.22.22 npm/? node/v20.20.2', {}, 'yarn', [WORKFLOW]],
  ['yarn/4.18.1 npm/? node/v20.20.2', {}, 'yarn', [WORKFLOW, LINKER, POSTSYNTH]],
  [
    'yarn/4.18.1 npm/? node/v20.20.2',
    { '.yarnrc.yml': 'nodeLinker: node-modules\n' },
    'yarn',
    [WORKFLOW, POSTSYNTH],
  ],
  ['deno/2.1', {}, 'npm', []],
])('a new project by %s with %j', (agent, files, installer, byHand) => {
  const env = jest.replaceProperty(process, 'env', { ...process.env, npm_config_user_agent: agent });
  try {
    inFolder(files, (folder) => {
      const made = init(folder, '1.2.3');
      expect({ installer: made.installer, byHand: made.byHand }).toEqual({ installer, byHand });
    });
  } finally {
    env.restore();
  }
});

test('in a project of newer Yarn, no script relies on another one to run before it', () => {
  const project = {
    'package.json': '{"scripts":{"test":"jest","synth":"cdk8s synth"},"devDependencies":{"jest":"30"}}',
    'yarn.lock': '__metadata:\n  version: 8\n',
    'main.ts': 'new MeshApp()',
    'cdk8s.yaml': 'app: npx tsx main.ts\n',
  };
  inFolder(project, (folder) => {
    const { byHand } = init(folder, '1.2.3');
    expect(byHand.slice(-2)).toEqual([
      LINKER,
      'package.json: Yarn does not run pretest and postsynth by itself; run the scripts with npm, or name them in the scripts',
    ]);
    expect(init(folder, '1.2.3').files.size).toBe(0);
  });
});

test('a test script that synthesizes needs no other script', () => {
  const scripts = { test: 'npm run synth && jest', synth: 'cdk8s synth', postsynth: 'true' };
  const project = { 'package.json': JSON.stringify({ scripts }), 'cdk8s.yaml': 'app: npx tsx main.ts\n' };
  inFolder(project, (folder) => {
    init(folder, '1.2.3');
    expect(JSON.parse(contentsOf(folder)['package.json'] ?? '').scripts).toEqual(scripts);
  });
});

test('a project without jest, and with validations, is left to its author', () => {
  const files = {
    'cdk8s.yaml': 'language: typescript\napp: npx tsx app.ts\nvalidations: validations.yaml\n',
    'package.json': '{"devDependencies": {"vitest": "4"}}',
  };
  inFolder(files, (folder) => {
    const { byHand } = init(folder, '1.2.3');
    const after = contentsOf(folder);
    expect(after['cdk8s.yaml']).toBe(files['cdk8s.yaml']);
    expect(JSON.parse(after['package.json'] ?? '').devDependencies).toEqual({
      vitest: '4',
      '@types/node': expect.any(String),
      'cdk8s-cli': expect.any(String),
    });
    expect(Object.keys(after).filter((path) => /^test|jest|main/.test(path))).toEqual([]);
    expect(byHand).toEqual([
      'cdk8s.yaml: add the class IstioValidation of ./node_modules/cdk8s-istio to the validations',
      'tests: "npx cdk8s-istio tests dist" writes them for jest, and with --runner vitest for vitest',
      'the configuration of vitest: add "cdk8s-istio/testing/reporter" to the reporters, after "default", so that each run prints which routes no test asks about',
    ]);
  });
});

const DIR = 'work';
const NOTHING = 'so nothing was written';

test.each<[Record<string, string>, string]>([
  [
    { 'work/notes.txt': '' },
    `"work" has "notes.txt" and is not a project of cdk8s, ${NOTHING}; name a new or empty folder`,
  ],
  [
    { 'work/package.json': '{}' },
    `"work" has "package.json" and is not a project of cdk8s, ${NOTHING}; name a new or empty folder`,
  ],
  [{ work: '' }, `"work" is a file, ${NOTHING}; name a new or empty folder`],
  [
    { 'work/cdk8s.yaml': 'language: python' },
    'work/cdk8s.yaml: the project is in "python", and cdk8s-istio is for typescript',
  ],
  [
    { 'work/cdk8s.yaml': '[' },
    `work/cdk8s.yaml is not YAML, ${NOTHING}: unexpected end of the stream within a flow collection (1:2)`,
  ],
  [
    { 'work/cdk8s.yaml': 'app: x', 'work/package.json': '{' },
    `work/package.json is not a package.json, ${NOTHING}; mend it first`,
  ],
  [
    { 'work/cdk8s.yaml': 'app: x', 'work/cluster': '' },
    `cannot write "work/cluster/answer.js", ${NOTHING}: something else has this name, or that of its folder`,
  ],
])('is refused: %j', (files, message) => {
  inFolder(files, (folder) => {
    const before = process.cwd();
    process.chdir(folder);
    try {
      const print = () => undefined;
      expect(() => runInit([DIR], { print, complain: print, isColoured: false })).toThrow(message);
    } finally {
      process.chdir(before);
    }
    expect(contentsOf(folder)).toEqual(files);
  });
});

test('files are written, or none', () => {
  const file = (text: string) => ({ text, isExecutable: false });
  inFolder({ 'a.txt': 'before', 'sub/c.txt': '' }, (folder) => {
    const files = new Map([
      ['a.txt', file('after')],
      ['new/deep/b.txt', file('b')],
      ['sub/c.txt', file('never')],
    ]);
    expect(() => writeFiles(folder, files, ['a.txt'])).toThrow(
      /so nothing was written: something else has this name, or that of its folder$/,
    );
    expect(contentsOf(folder)).toEqual({ 'a.txt': 'before', 'sub/c.txt': '' });
    expect(readdirSync(folder)).toEqual(['a.txt', 'sub']);
  });
});

test.each([
  ['shop', 'shop'],
  ['My Shop!', 'my-shop'],
  ['.hidden', 'hidden'],
  ['日本', 'mesh-app'],
  ['fs', 'fs-app'],
  ['jest', 'jest-app'],
  ['cdk8s-istio', 'cdk8s-istio-app'],
])('the folder %s makes the package %s', (folder, name) => {
  expect(packageName(folder)).toBe(name);
});

test.each([
  [{ resolved: 'file:../../packs/cdk8s-istio-0.1.0.tgz' }, 'file:../packs/cdk8s-istio-0.1.0.tgz'],
  [{ resolved: 'git+ssh://git@example.com/a/b.git#1234' }, 'git+ssh://git@example.com/a/b.git#1234'],
  [{ resolved: 'https://example.com/cdk8s-istio.tgz' }, 'https://example.com/cdk8s-istio.tgz'],
  [{ resolved: `https://registry.example.com/cdk8s-istio/-/cdk8s-istio-${version}.tgz` }, version],
  [{}, version],
  [undefined, version],
])('installed as %j, a project depends on %s', (note, spec) => {
  const lock = JSON.stringify({ packages: { 'node_modules/cdk8s-istio': note } });
  inFolder(
    { 'a/_npx/node_modules/.package-lock.json': lock, 'packs/cdk8s-istio-0.1.0.tgz': '' },
    (folder) => {
      const modules = join(folder, 'a/_npx/node_modules');
      expect(installedSpec(join(folder, 'project'), join(modules, 'cdk8s-istio')).spec).toBe(spec);
    },
  );
});

test.each([
  ['cdk8s-istio@1.2.3', '1.2.3'],
  ['latest', 'latest'],
  ['github:owner/cdk8s-istio#main', 'github:owner/cdk8s-istio#main'],
  ['git+https://example.com/a.git', 'git+https://example.com/a.git'],
  ['https://example.com/a.tgz', 'https://example.com/a.tgz'],
])('--package %s', (given, spec) => {
  expect(packageSpec('/tmp/project', given).spec).toBe(spec);
});

test.each([
  ['', '--package "" is not a package; name a version, a file, or a URL of git'],
  ['a b', '--package "a b" is not a package; name a version, a file, or a URL of git'],
  ['./none.tgz', '--package "./none.tgz": there is no such file or folder'],
])('--package "%s" is refused', (given, message) => {
  expect(() => packageSpec('/tmp/project', given)).toThrow(new Error(message));
});

test('package.json keeps its indentation, its line ends and its order', () => {
  expect(withValue('{\r\n\t"a": 1\r\n}\r\n', { a: 1, b: [2] })).toBe(
    '{\r\n\t"a": 1,\r\n\t"b": [\r\n\t\t2\r\n\t]\r\n}\r\n',
  );
  expect(withValue('{"a": 1}', { a: 1 })).toBe('{\n  "a": 1\n}');
  expect(Object.keys(withMissing({ a: 1, c: 1 }, { b: '2', c: '3' }))).toEqual(['a', 'b', 'c']);
  expect(withMissing({ c: 1, a: 1 }, { b: '2', c: '3' })).toEqual({ c: 1, a: 1, b: '2' });
});
