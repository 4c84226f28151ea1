import { CORE_SCHEMA, constructFromEvents, loadAll, mergeTag, parseEvents, YAMLException } from 'js-yaml';
import { lineWithin } from './locate-field';
import { type FieldPath, isRecord, type Manifest, manifestOf, type Origin } from './manifest';

/** As Kubernetes reads it: YAML's core types, and merge keys. */
const SCHEMA = CORE_SCHEMA.withTags(mergeTag);
/** Enough for what people share in a manifest by anchors; a bomb needs more. */
const MAX_ALIASES = 100;

/** Text that is no YAML, or more of it than a manifest can need. */
export interface YamlProblem {
  readonly file: string;
  /** From 1 on. */
  readonly line: number;
  /** From 1 on. */
  readonly column: number;
  readonly message: string;
}

/** What a text holds. */
export interface YamlContents {
  readonly manifests: readonly Manifest[];
  /** Documents that are no Kubernetes objects; empty ones are not counted. */
  readonly skipped: number;
  readonly problems: readonly YamlProblem[];
}

/**
 * The Kubernetes objects of a text of one or more YAML documents, the items of a List each by itself. A document that
 * is no YAML is a problem and leaves the others as they are.
 *
 * @param file what to call the text
 */
export function readYaml(text: string, file: string): YamlContents {
  const manifests: Manifest[] = [];
  const problems: YamlProblem[] = [];
  let skipped = 0;
  for (const part of partsOf(text)) {
    try {
      const events = parseEvents(part.text, {});
      const values = constructFromEvents(events, {
        source: part.text,
        schema: SCHEMA,
        maxAliases: MAX_ALIASES,
      });
      for (const [document, value] of values.entries()) {
        const locate = (field?: FieldPath) => part.line + lineWithin(part.text, document, field);
        const found = [...objectsOf(value, { file, line: locate })];
        manifests.push(...found);
        skipped += found.length === 0 && value !== null && value !== undefined && !isEmptyList(value) ? 1 : 0;
      }
    } catch (error) {
      problems.push({ file, ...problemOf(error, part) });
    }
  }
  return { manifests, skipped, problems };
}

/**
 * The value of the first document of a YAML text; null where there is none.
 *
 * @throws Error when it is no YAML, or more of it than such a text can need
 */
export function readYamlValue(text: string): unknown {
  return loadAll(text, { schema: SCHEMA, maxAliases: MAX_ALIASES })[0] ?? null;
}

/** The objects in a value: itself, or the items of the List that it is. */
export function* objectsOf(value: unknown, origin: Origin = {}): Iterable<Manifest> {
  if (isRecord(value) && Array.isArray(value.items) && String(value.kind).endsWith('List')) {
    for (const [i, item] of value.items.entries()) {
      const line = (field: FieldPath = []) => origin.line?.(['items', i, ...field]);
      const manifest = manifestOf(item, { ...origin, line });
      if (manifest) {
        yield manifest;
      }
    }
    return;
  }
  const manifest = manifestOf(value, origin);
  if (manifest) {
    yield manifest;
  }
}

function isEmptyList(value: unknown): boolean {
  return isRecord(value) && Array.isArray(value.items) && value.items.length === 0;
}

/** A piece of a text that can be read by itself. */
interface Part {
  readonly text: string;
  /** Lines before it. */
  readonly line: number;
}

/** Cut before each `---`, so that one broken document spoils no other; directives belong to the document below them. */
function* partsOf(text: string): Iterable<Part> {
  if (/^%/m.test(text)) {
    yield { text, line: 0 };
    return;
  }
  let start = 0;
  let line = 0;
  for (const { index } of text.matchAll(/^---(?=\s|$)/gm)) {
    if (index > start) {
      const part = text.slice(start, index);
      yield { text: part, line };
      line += part.split('\n').length - 1;
    }
    start = index;
  }
  yield { text: text.slice(start), line };
}

function problemOf(error: unknown, part: Part): Omit<YamlProblem, 'file'> {
  if (error instanceof YAMLException) {
    const { mark, reason } = error;
    return { line: part.line + (mark?.line ?? 0) + 1, column: (mark?.column ?? 0) + 1, message: reason };
  }
  return { line: part.line + 1, column: 1, message: error instanceof Error ? error.message : String(error) };
}
