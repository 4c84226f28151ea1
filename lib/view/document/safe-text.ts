import { dump } from 'js-yaml';
import { isRecord, LAST_APPLIED, type Manifest } from '../../manifests/manifest';
import { readYaml } from '../../manifests/read-yaml';
import { linesOf } from '../../manifests/source-text';
import { yamlChunksOf } from '../../manifests/yaml/parts';
import { LEFT_OUT } from '../page/page-data';

/** What is not secret in a Secret. Whatever else is written there is meant for its data, also if it is misspelled. */
export const PUBLIC_FIELDS: readonly string[] = ['apiVersion', 'kind', 'metadata', 'type', 'immutable'];

/** What Kustomize makes Secrets of. */
const SECRET_GENERATOR = 'secretGenerator';

/** Where a value may come from another place of the same document. */
const ALIAS = /(?:^|[\s[{,:-])\*[^\s*,[\]{}]/;

/**
 * A YAML text for other eyes: without what is in Secrets, and without all that is not a Kubernetes object, since nobody knows
 * what that is. Every line of an object stays where it is.
 */
export function safeText(text: string, file: string): string {
  const { manifests, skipped, patches, problems } = readYaml(text, file);
  const isSafe = skipped + patches + problems.length === 0 && manifests.every(isPublic);
  return isSafe
    ? text
    : partsOf(text)
        .map((part) => safePart(part, file))
        .join('');
}

/** Manifests that come from several places as one text, likewise without what is in Secrets. */
export function safeYaml(manifests: readonly Manifest[]): string {
  return manifests.map(({ object }) => `---\n${dump(redacted(object), { lineWidth: -1 })}`).join('');
}

/** The values in the Secrets of some manifests, as they are written and decoded. Findings about Secrets may quote them. */
export function secretValues(manifests: readonly Manifest[]): readonly string[] {
  const values = new Set<string>();
  for (const { object } of manifests.filter((manifest) => !isPublic(manifest))) {
    for (const value of valuesIn(object)) {
      values.add(value);
      values.add(Buffer.from(value, 'base64').toString('utf8'));
    }
  }
  return [...values].filter((value) => value !== '').sort((a, b) => b.length - a.length);
}

/** A text without these values. */
export function without(values: readonly string[], text: string): string {
  return values.reduce((left, value) => left.replaceAll(value, LEFT_OUT), text);
}

function isPublic({ object }: Manifest): boolean {
  return redacted(object) === object;
}

function partsOf(text: string): string[] {
  return [...yamlChunksOf(text)].flat().map(({ start, end }) => text.slice(start, end));
}

/** A part of a text with whole documents. */
function safePart(part: string, file: string): string {
  const { manifests, skipped, patches, problems } = readYaml(part, file);
  const isWhole = skipped + patches + problems.length === 0;
  if (isWhole && manifests.length > 0 && manifests.every(isPublic)) {
    return part;
  }
  const breaks = part.match(/\r\n?|\n/g)?.length ?? 0;
  const start = /^\uFEFF?---/.test(part) ? '---' : '';
  if (manifests.length === 0) {
    return start + '\n'.repeat(breaks);
  }
  // An alias may carry what is in a Secret to another object.
  const values = ALIAS.test(part) ? new Set(secretValues(manifests)) : undefined;
  const objects = manifests.map(({ object }) => {
    const own = redacted(object);
    return values ? withoutEqual(values, own) : own;
  });
  const [only, second] = objects;
  const lines = second === undefined ? linesOf(dump(only, { lineWidth: -1 }).trimEnd()) : [];
  const whole = start === '' ? lines : [start, ...lines];
  if (lines.length > 0 && whole.length <= breaks) {
    return whole.join('\n') + '\n'.repeat(breaks - whole.length + 1);
  }
  // A value in JSON is YAML, too, and has only one line.
  const value = second === undefined ? only : { apiVersion: 'v1', kind: 'List', items: objects };
  return `${start} ${JSON.stringify(value)}`.trimStart() + '\n'.repeat(breaks);
}

/** A value without what is secret in it; the value itself if nothing is. */
function redacted(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(redacted);
    return items.some((item, i) => item !== value[i]) ? items : value;
  }
  if (!isRecord(value)) {
    return value;
  }
  const isSecret = isSecretField(value);
  const fields = Object.entries(value)
    .filter(([name]) => name !== LAST_APPLIED)
    .map(([name, field]) => [name, isSecret(name) ? hidden(field) : redacted(field)] as const);
  const isSame =
    fields.length === Object.keys(value).length && fields.every(([name, field]) => field === value[name]);
  return isSame ? value : Object.fromEntries(fields);
}

/** Which fields of an object are secret. What only refers to a Secret has no metadata, and its other fields are public. */
function isSecretField({ kind, metadata }: Readonly<Record<string, unknown>>): (name: string) => boolean {
  if (typeof kind !== 'string' || kind.toLowerCase() !== 'secret') {
    return (name) => name === SECRET_GENERATOR;
  }
  const isObject = isRecord(metadata);
  return (name) => !PUBLIC_FIELDS.includes(name) && (isObject || /data$/i.test(name));
}

/** A value in which these texts, and numbers that are written like them, are left out. */
function withoutEqual(values: ReadonlySet<string>, value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => withoutEqual(values, item));
  }
  if (isRecord(value)) {
    const fields = Object.entries(value).map(([name, field]) => [name, withoutEqual(values, field)] as const);
    return Object.fromEntries(fields);
  }
  return (typeof value === 'string' || typeof value === 'number') && values.has(`${value}`)
    ? LEFT_OUT
    : value;
}

/** The names of the entries of a Secret are those that its readers know, and not secret. */
function hidden(data: unknown): unknown {
  return isRecord(data) ? Object.fromEntries(Object.keys(data).map((name) => [name, LEFT_OUT])) : LEFT_OUT;
}

/** The texts and the numbers in the Secrets that a value holds. */
function valuesIn(value: unknown, isSecret = false): string[] {
  if (typeof value === 'string' || typeof value === 'number') {
    return isSecret ? [`${value}`] : [];
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const isSecretHere = isRecord(value) ? isSecretField(value) : () => false;
  return Object.entries(value).flatMap(([name, field]) =>
    valuesIn(field, isSecret || name === LAST_APPLIED || isSecretHere(name)),
  );
}
