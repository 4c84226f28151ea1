import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { transformSync } from 'esbuild';
import { stringify } from 'yaml';
import type { SpecSchema } from '../../scripts/crds';
import { inTemporaryFolder } from '../support';

const ROOT = resolve(__dirname, '../..');

const version = (name: string, served = true, properties = {}, required?: string[]) => ({
  name,
  served,
  storage: false,
  schema: {
    openAPIV3Schema: {
      type: 'object',
      ...(required && { required }),
      properties: {
        spec: {
          type: 'object',
          description:
            'Prose. See more details at: https://istio.io/docs/reference/config/networking/thing.html',
          properties,
        },
      },
    },
  },
});

const crd = (kind: string, group: string, ...versions: object[]) =>
  stringify({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${kind.toLowerCase()}s.${group}` },
    spec: { group, names: { kind, plural: `${kind.toLowerCase()}s` }, scope: 'Namespaced', versions },
  });

/** Runs the script in a copy of the project whose `imports/` holds these files. */
function runImport(
  source: string | undefined,
  args: string[],
  imports: Record<string, string> = { 'old.ts': 'old' },
) {
  return inTemporaryFolder((folder) => {
    cpSync(join(ROOT, 'scripts'), join(folder, 'scripts'), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    mkdirSync(join(folder, 'imports'));
    for (const [name, text] of Object.entries(imports)) {
      writeFileSync(join(folder, 'imports', name), text);
    }
    writeFileSync(join(folder, 'cdk8s.yaml'), 'imports: [missing.yaml]');
    if (source !== undefined) {
      writeFileSync(join(folder, 'crds.yaml'), source);
    }
    const script = ['--import', 'tsx', 'scripts/import-istio.ts'];
    const { status, stdout, stderr } = spawnSync(process.execPath, [...script, ...args], {
      cwd: folder,
      encoding: 'utf8',
    });
    const files = Object.fromEntries(
      readdirSync(join(folder, 'imports')).map((name) => [
        name,
        readFileSync(join(folder, 'imports', name), 'utf8'),
      ]),
    );
    return { status, stdout, stderr, files, rest: readdirSync(folder).sort() };
  });
}

describe('imports', () => {
  const source = [
    crd(
      'Thing',
      'networking.istio.io',
      version('v1alpha3'),
      version('v2', false),
      version('v1beta2', true, {
        size: {
          type: 'integer',
          description: 'Long prose.',
          'x-kubernetes-validations': [{ rule: 'self > 0', message: 'More prose.' }],
        },
        old_name: { type: 'string' },
        oldName: { type: 'string' },
        max5xxErrors: { type: 'integer' },
        list: {
          type: 'array',
          items: { type: 'object', properties: { a: { type: 'string', description: 'Prose.' } } },
        },
      }),
      version('v1beta1'),
    ),
    crd(
      'Rule',
      'security.istio.io',
      version('v1beta1', true, {}, ['spec']),
      version('v1', true, {}, ['spec']),
    ),
    crd('Other', 'example.com', version('v1')),
    '# nothing\n',
  ].join('---\n');
  const { status, stdout, stderr, files, rest } = runImport(source, ['crds.yaml']);
  const things = files['networking.istio.io.ts'] ?? '';

  test('one file per API group of Istio, in place of the old ones', () => {
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toBe(
      'imports/networking.istio.io.ts: Thing v1beta2\nimports/security.istio.io.ts: Rule v1\n',
    );
    expect(Object.keys(files).sort()).toEqual([
      'networking.istio.io.ts',
      'schemas.json',
      'security.istio.io.ts',
    ]);
    expect(rest).toEqual(['cdk8s.yaml', 'crds.yaml', 'imports', 'node_modules', 'scripts']);
  });

  test('the newest served version of each kind', () => {
    expect(things).toContain("apiVersion: 'networking.istio.io/v1beta2'");
    expect(things).toContain('export class Thing ');
    expect(things).not.toContain('v1beta1');
    expect(files['security.istio.io.ts']).toContain("apiVersion: 'security.istio.io/v1'");
  });

  test('links in place of prose', () => {
    expect(things).toContain(
      ' * @see https://istio.io/latest/docs/reference/config/networking/thing/\n *\n * @schema ThingSpec\n',
    );
    expect(things).toContain('readonly size?: number');
    expect(things).not.toMatch(/prose/i);
  });

  test('the schemas of all served versions, one for those that share it', () => {
    const schemas = JSON.parse(files['schemas.json'] ?? '');

    const heads = schemas.map(({ schema: _, ...head }: SpecSchema) => head);
    expect(heads).toEqual([
      { group: 'networking.istio.io', kind: 'Thing', versions: ['v1alpha3', 'v1beta1'] },
      { group: 'networking.istio.io', kind: 'Thing', versions: ['v1beta2'] },
      { group: 'security.istio.io', kind: 'Rule', versions: ['v1beta1', 'v1'], required: true },
    ]);
    expect(schemas[1].schema).toEqual({
      type: 'object',
      properties: {
        size: { type: 'integer', 'x-kubernetes-validations': [{ rule: 'self > 0' }] },
        old_name: { type: 'string' },
        oldName: { type: 'string' },
        max5xxErrors: { type: 'integer' },
        list: { type: 'array', items: { type: 'object', properties: { a: { type: 'string' } } } },
      },
    });
  });

  test('code that keeps what the schema does not have', () => {
    const { code } = transformSync(things, { loader: 'ts', format: 'cjs' });
    const module: { exports: { toJson_ThingSpec?: (spec: unknown) => unknown } } = { exports: {} };
    const load = (path: string) => require(path.replace('../lib', '../../lib'));
    new Function('module', 'exports', 'require', code)(module, module.exports, load);
    const written = (spec: object) => JSON.stringify(module.exports.toJson_ThingSpec?.(spec));

    expect(written({ b: 1, size: 2, a: undefined, list: [{ a: 'x' }], max5XxErrors: 3 })).toBe(
      '{"size":2,"max5xxErrors":3,"list":[{"a":"x"}],"b":1}',
    );
    expect(written({ list: [{ b: { c: 1 } }, 'x', null], max5xxErrors: 4 })).toBe(
      '{"max5xxErrors":4,"list":[{"b":{"c":1}},"x",null]}',
    );
    expect(written({ list: { a: 'x' }, size: '2' })).toBe('{"size":"2","list":{"a":"x"}}');
  });

  test('of two spellings the one that is used', () => {
    expect(things).toContain("'oldName': obj.oldName");
    expect(things).not.toContain('old_name');
  });
});

describe('versions', () => {
  const text = { type: 'string' };
  const thing = (properties: object) => crd('Thing', 'networking.istio.io', version('v1', true, properties));
  const newest = thing({
    old: text,
    mode: { enum: ['A', 'B'] },
    map: { additionalProperties: { properties: { new: text } } },
  });
  const middle = thing({
    old: text,
    mode: { enum: ['A', 'B'] },
    map: { additionalProperties: { properties: {} } },
  });
  const oldest = thing({ old: text, mode: { enum: ['A'] } });
  const marked = {
    old: text,
    mode: { enum: ['A', 'B'], 'x-istio-values-since': { B: '1.31' } },
    map: {
      'x-istio-since': '1.31',
      additionalProperties: { properties: { new: { ...text, 'x-istio-since': '1.32' } } },
    },
  };

  const schemaOf = (schemas = '[]') => JSON.parse(schemas)[0]?.schema.properties;

  test('the older files decide which version brought a field or a value', () => {
    const { status, files } = runImport(newest, ['crds.yaml', '1.31=b.yaml', '1.30=a.yaml'], {
      '../a.yaml': oldest,
      '../b.yaml': middle,
    });
    expect(status).toBe(0);
    expect(schemaOf(files['schemas.json'])).toEqual(marked);
  });

  test('without older files, what was known is kept', () => {
    const known = [
      {
        group: 'networking.istio.io',
        kind: 'Thing',
        versions: ['v1'],
        schema: { type: 'object', properties: marked },
      },
    ];
    const { files } = runImport(newest, ['crds.yaml'], { 'schemas.json': JSON.stringify(known) });
    expect(schemaOf(files['schemas.json'])).toEqual(marked);
  });

  test('an older file that cannot be read', () => {
    const { status, stderr, files } = runImport(newest, ['crds.yaml', '1.30=missing.yaml']);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^import: missing.yaml: cannot be read /);
    expect(files).toEqual({ 'old.ts': 'old' });
  });
});

describe('refuses, and leaves imports/ as it was', () => {
  const notCrds = "holds no CustomResourceDefinition of an istio.io API group; give Istio's crd-all.gen.yaml";

  test.each<[string, string | undefined, string[], number, string]>([
    [
      'a file that is missing',
      undefined,
      ['none.yaml'],
      1,
      'none.yaml: cannot be read (ENOENT: no such file or directory, open \'none.yaml\'); give a file with "npm run import -- FILE"',
    ],
    [
      'the source of cdk8s.yaml when it is missing',
      undefined,
      [],
      1,
      'missing.yaml: cannot be read (ENOENT: no such file or directory, open \'missing.yaml\'); give a file with "npm run import -- FILE"',
    ],
    [
      'a server that cannot be reached',
      undefined,
      ['http://127.0.0.1:59999/crds.yaml'],
      1,
      'http://127.0.0.1:59999/crds.yaml: cannot be read (connect ECONNREFUSED 127.0.0.1:59999); give a file with "npm run import -- FILE"',
    ],
    ['text', 'Not Found', ['crds.yaml'], 1, `crds.yaml: ${notCrds}`],
    ['other manifests', 'kind: Service\napiVersion: v1\n', ['crds.yaml'], 1, `crds.yaml: ${notCrds}`],
    ['CRDs of others', crd('Other', 'example.com', version('v1')), ['crds.yaml'], 1, `crds.yaml: ${notCrds}`],
    ['an empty file', '', ['crds.yaml'], 1, `crds.yaml: ${notCrds}`],
    [
      'broken YAML',
      'kind: [a\nb: }',
      ['crds.yaml'],
      1,
      'crds.yaml: is no YAML (Flow sequence in block collection must be sufficiently indented and end with a ] at line 2, column 1:)',
    ],
    [
      'two files',
      undefined,
      ['a.yaml', 'b.yaml'],
      2,
      'usage: npm run import [-- FILE [VERSION=FILE...]], but got "a.yaml b.yaml"',
    ],
    [
      'an option',
      undefined,
      ['--force'],
      2,
      'usage: npm run import [-- FILE [VERSION=FILE...]], but got "--force"',
    ],
  ])('%s', (_, source, args, exitCode, message) => {
    const { status, stdout, stderr, files } = runImport(source, args);

    expect({ status, stdout, stderr }).toEqual({
      status: exitCode,
      stdout: '',
      stderr: `import: ${message}\n`,
    });
    expect(files).toEqual({ 'old.ts': 'old' });
  });

  test('a file that lacks a kind which there was', () => {
    const old = JSON.stringify([
      { group: 'networking.istio.io', kind: 'Gone', versions: ['v1'], schema: {} },
    ]);
    const { status, stderr, files } = runImport(
      crd('Thing', 'networking.istio.io', version('v1')),
      ['crds.yaml'],
      {
        'schemas.json': old,
      },
    );

    expect({ status, stderr }).toEqual({
      status: 1,
      stderr:
        'import: crds.yaml: lacks Gone, which imports/ has; give a whole file, or delete imports/ first\n',
    });
    expect(files).toEqual({ 'schemas.json': old });
  });

  test('what cdk8s import cannot read', () => {
    const { status, stderr, files } = runImport(
      crd('Thing', 'networking.istio.io', version('v1')).replace('apiextensions.k8s.io/v1', 'example.com/v1'),
      ['crds.yaml'],
    );

    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^import: crds\.yaml: cdk8s import refused it \(.*"apiVersion" is "example.com\/v1".*\)\n$/,
    );
    expect(files).toEqual({ 'old.ts': 'old' });
  });
});
