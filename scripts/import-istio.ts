/**
 * Writes `imports/` from Istio's CRDs: one TypeScript file per API group with `cdk8s import`, and `schemas.json`, the
 * schemas of all served versions as data, in which newer fields have the version of Istio that brought them.
 *
 *     npm run import                               # the source listed in cdk8s.yaml, and older versions of Istio
 *     npm run import -- FILE [1.31=FILE...]        # CRD files instead, with those of older versions
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import { type CustomResourceDefinition, istioCrds, type SpecSchema, slim, specSchemas } from './crds';
import { byVersion, recordedVersions, type VersionedSchemas, withVersions } from './field-versions';
import { keepUnknownFields } from './keep-unknown-fields';
import { replaceFolder } from './replace-folder';

const ROOT = resolve(__dirname, '..');
const TARGET = join(ROOT, 'imports');

/** The version of Istio whose CRDs `cdk8s.yaml` names. */
const NEWEST = '1.32';
const OLDER_CRDS = (version: string) =>
  `https://raw.githubusercontent.com/istio/istio/${version}/manifests/charts/base/files/crd-all.gen.yaml`;
const OLDER = new Map([
  ['1.30', OLDER_CRDS('1.30.3')],
  ['1.31', OLDER_CRDS('1.31.4')],
]);
const VERSION_FILE = /^(\d+\.\d+)=(.+)$/;

/** A mistake of the caller's: printed as one line, without a stack trace. */
class Refusal extends Error {
  constructor(
    message: string,
    readonly exitCode: 1 | 2 = 1,
  ) {
    super(message);
  }
}

async function main(args: readonly string[]): Promise<void> {
  const [file, ...olderFiles] = args;
  const given = olderFiles.map((argument) => VERSION_FILE.exec(argument)?.slice(1) ?? []);
  if (file === '' || file?.startsWith('-') || given.some(([, older]) => older === undefined)) {
    const usage = 'usage: npm run import [-- FILE [VERSION=FILE...]]';
    throw new Refusal(`${usage}, but got "${args.join(' ')}"`, 2);
  }
  const source = file ?? configuredSource();
  const crds = await crdsOf(source);
  const known = knownSchemas();
  refuseToLose(source, crds, known);
  const older =
    file === undefined || given.length > 0
      ? await olderVersions(file === undefined ? OLDER : (given as [string, string][]))
      : recordedVersions(known);
  const newest = { version: NEWEST, schemas: crds.flatMap(specSchemas) };
  generate(source, crds, withVersions(newest, older));
  for (const group of new Set(crds.map(({ spec }) => spec.group))) {
    const kinds = crds.filter(({ spec }) => spec.group === group).map((crd) => slim(crd).spec);
    console.log(
      `imports/${group}.ts: ${kinds.map((s) => `${s.names.kind} ${s.versions[0]?.name}`).join(', ')}`,
    );
  }
}

function configuredSource(): string {
  const [config] = parseDocuments('cdk8s.yaml', readFileSync(join(ROOT, 'cdk8s.yaml'), 'utf8'));
  const source = (config as { imports?: unknown[] } | null)?.imports?.[0];
  if (typeof source !== 'string') {
    throw new Refusal('cdk8s.yaml: "imports" is empty; list the URL of Istio\'s crd-all.gen.yaml there');
  }
  return source;
}

async function crdsOf(source: string): Promise<CustomResourceDefinition[]> {
  const crds = istioCrds(parseDocuments(source, await read(source)));
  if (crds.length === 0) {
    throw new Refusal(
      `${source}: holds no CustomResourceDefinition of an istio.io API group; give Istio's crd-all.gen.yaml`,
    );
  }
  return crds;
}

/** The schemas of older versions of Istio, from the oldest to the newest. */
async function olderVersions(sources: Iterable<readonly [string, string]>): Promise<VersionedSchemas[]> {
  const versions: VersionedSchemas[] = [];
  for (const [version, source] of sources) {
    versions.push({ version, schemas: (await crdsOf(source)).flatMap(specSchemas) });
  }
  return versions.sort((a, b) => byVersion(a.version, b.version));
}

/** The schemas that `imports/` has. */
function knownSchemas(): SpecSchema[] {
  const file = join(TARGET, 'schemas.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
}

/** A file that was cut off still holds whole documents; what it lacks is seen by what there was. */
function refuseToLose(source: string, crds: CustomResourceDefinition[], old: SpecSchema[]): void {
  const kinds = new Set(crds.map(({ spec }) => spec.names.kind));
  const lost = [...new Set(old.map(({ kind }) => kind))].filter((kind) => !kinds.has(kind));
  if (lost.length > 0) {
    throw new Refusal(
      `${source}: lacks ${lost.join(', ')}, which imports/ has; give a whole file, or delete imports/ first`,
    );
  }
}

async function read(source: string): Promise<string> {
  try {
    if (!/^https?:/i.test(source)) {
      return readFileSync(source, 'utf8');
    }
    const response = await fetch(source, { signal: AbortSignal.timeout(60_000) });
    if (!response.ok) {
      throw new Error(`the server answered ${response.status} ${response.statusText}`);
    }
    return await response.text();
  } catch (error) {
    throw new Refusal(
      `${source}: cannot be read (${reason(error)}); give a file with "npm run import -- FILE"`,
    );
  }
}

/** `fetch` wraps the useful part, such as ENOTFOUND, in `cause`. */
function reason(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? cause.message || (cause as NodeJS.ErrnoException).code || message : message;
}

function parseDocuments(source: string, text: string): unknown[] {
  return parseAllDocuments(text).map((document) => {
    try {
      const [error] = document.errors;
      if (error) {
        throw error;
      }
      return document.toJS();
    } catch (error) {
      throw new Refusal(`${source}: is no YAML (${firstLine((error as Error).message)})`);
    }
  });
}

/** Runs `cdk8s import` in a temporary folder and replaces `imports/` only when it has succeeded. */
function generate(source: string, crds: CustomResourceDefinition[], schemas: readonly SpecSchema[]): void {
  const work = mkdtempSync(join(tmpdir(), 'import-istio-'));
  try {
    const input = join(work, 'crds.yaml');
    const output = join(work, 'imports');
    writeFileSync(input, crds.map((crd) => stringify(slim(crd))).join('---\n'));
    const cli = join(dirname(require.resolve('cdk8s-cli/package.json')), 'bin/cdk8s');
    execFileSync(
      process.execPath,
      [
        cli,
        'import',
        input,
        '--language',
        'typescript',
        '--output',
        output,
        '--no-save',
        '--check-upgrade=false',
      ],
      { cwd: work, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    for (const file of readdirSync(output).map((name) => join(output, name))) {
      writeFileSync(file, keepUnknownFields(readFileSync(file, 'utf8')));
    }
    writeFileSync(join(output, 'schemas.json'), linePerItem(schemas));
    replaceFolder(TARGET, output);
  } catch (error) {
    const said = (error as { stderr?: Buffer }).stderr?.toString().trim() || (error as Error).message;
    throw new Refusal(`${source}: cdk8s import refused it (${firstLine(said)})`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** JSON in which a change of one kind is a change of one line. */
function linePerItem(items: readonly unknown[]): string {
  return `[\n${items.map((item) => JSON.stringify(item)).join(',\n')}\n]\n`;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}

main(process.argv.slice(2)).catch((error: unknown) => {
  if (!(error instanceof Refusal)) {
    throw error;
  }
  console.error(`import: ${error.message}`);
  process.exitCode = error.exitCode;
});
