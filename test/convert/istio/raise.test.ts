import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parseAllDocuments } from 'yaml';
import schemas from '../../../imports/schemas.json';
import { fieldText } from '../../../lib/manifests/field-path';
import { type FieldPath, isRecord } from '../../../lib/manifests/manifest';
import { STRIDE } from '../../holds';
import { type Outcome, raiseAll } from './raising';
import { Said } from './said';
import { samplesOf } from './samples';

const HERE = __dirname;

function linesOf<T>(file: string): T[] {
  const text = gunzipSync(readFileSync(join(HERE, '../..', file))).toString();
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T);
}

/** Recorded meshes, and objects that Istio admits. */
function recorded(): Outcome[] {
  const meshes = linesOf<{ manifests: object[] }>('corpus/meshes.jsonl.gz');
  const judged = linesOf<{ object: object; refusedBy?: string }>('admission/verdicts/objects.jsonl.gz');
  const admitted = judged.filter(({ refusedBy }) => refusedBy === undefined);
  const some = meshes.filter((_, i) => i % (4 * STRIDE) === 0).map(({ manifests }) => manifests);
  return [...some, ...admitted.map(({ object }) => [object])].flatMap((objects) => raiseAll(objects));
}

function sampled(): Outcome[] {
  return schemas.flatMap(({ group, kind }) =>
    samplesOf(kind).flatMap((spec, i) => {
      const metadata = { name: 'sample', namespace: 'shop' };
      return raiseAll([{ apiVersion: `${group}/v1`, kind, metadata, spec }], i % STRIDE === 0);
    }),
  );
}

function written(): Outcome[] {
  const text = readFileSync(join(HERE, 'rest.yaml'), 'utf8');
  return raiseAll(parseAllDocuments(text, { merge: true }).map((document) => document.toJS()));
}

const RECORDED = recorded();
const WRITTEN = written();
const ALL = [...RECORDED, ...sampled(), ...WRITTEN];

test('what a construct makes is what the manifest has', () => {
  const wrong = ALL.filter(({ manifest, spec }) => spec !== undefined && !isSame(spec, manifest.spec));
  expect(wrong.map(({ spec, manifest }) => [manifest.spec, spec])).toEqual([]);
});

test('every property and factory of a construct is written for some object', () => {
  const said = new Said();
  for (const { code } of ALL) {
    if (code) {
      said.add(code);
    }
  }
  const all = Said.all([...schemas.map(({ kind }) => kind), 'DelegateVirtualService']);
  expect([...all].filter((name) => !said.names.has(name)).sort()).toEqual([
    // Istio's durations have neither days nor the form of ISO 8601.
    'Duration.days()',
    'Duration.parse()',
    // A text says the same.
    'StringMatch.exact()',
  ]);
});

test('little is left to the raw object', () => {
  expect(WRITTEN.filter(({ patched, unsaid }) => unsaid || patched.length > 0)).toEqual([]);
  const left = RECORDED.flatMap(({ manifest, patched, unsaid }) => {
    return (unsaid ? [unsaid] : patched).map((field) => `${manifest.kind} ${general(field)}`);
  });
  const counts = new Map<string, number>();
  for (const field of left) {
    counts.set(field, (counts.get(field) ?? 0) + 1);
  }
  const often = [...counts.keys()].filter((field) => (counts.get(field) ?? 0) > 4);
  expect(often.filter((field) => !RARELY_WRITTEN.includes(field)).sort()).toEqual([]);
});

/** The recorded objects try what people rarely write, such as a name in another spelling, or a field that has no effect. */
const RARELY_WRITTEN = [
  'EnvoyFilter spec.configPatches[].patch.filterClass',
  'EnvoyFilter spec.targetRefs[].kind',
  'Gateway spec.selector',
  'PeerAuthentication spec.mtls.mode',
  'ProxyConfig spec.selector.matchLabels',
  'RequestAuthentication spec.jwtRules',
  'VirtualService spec.gateways[]',
  'VirtualService spec.http[].delegate.namespace',
  'VirtualService spec.http[].fault.abort.percentage',
  'VirtualService spec.http[].match[].gateways[]',
  'VirtualService spec.http[].match[].ignoreUriCase',
];

/** A field without the places in lists. */
function general(field: FieldPath): string {
  return fieldText(field).replace(/\[\d+\]/g, '[]');
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  return isRecord(value)
    ? Object.fromEntries(
        Object.keys(value)
          .sort()
          .map((key) => [key, sorted(value[key])]),
      )
    : value;
}
