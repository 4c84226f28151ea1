import {
  CORE_SCHEMA,
  constructFromEvents,
  EVENT_ID,
  loadAll,
  mergeTag,
  parseEvents,
  YAMLException,
} from 'js-yaml';
import { positionWithin } from './locate-field';
import { type FieldPath, isRecord, type Manifest, manifestOf, type Origin } from './manifest';
import { SourceText } from './source-text';
import { halvesOf, joined, type YamlPart, type YamlParts, yamlChunksOf } from './yaml-parts';

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
  const source = new SourceText(text);
  const manifests: Manifest[] = [];
  const problems: YamlProblem[] = [];
  let skipped = 0;
  for (const chunk of yamlChunksOf(text)) {
    for (const found of readParts(text, chunk)) {
      if ('error' in found) {
        problems.push({ file, ...problemOf(found, source) });
        continue;
      }
      const line = (field?: FieldPath) => source.lineAt(positionOf(text, found, field));
      const objects = objectsOf(found.value, { file, line });
      for (const object of objects) {
        manifests.push(object);
      }
      skipped += objects.length === 0 && !isEmpty(found.value) ? 1 : 0;
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
export function objectsOf(value: unknown, origin: Origin = {}): readonly Manifest[] {
  if (!isList(value)) {
    const manifest = manifestOf(value, origin);
    return manifest ? [manifest] : [];
  }
  return value.items.flatMap((item, i) => {
    const line = (field: FieldPath = []) => origin.line?.(['items', i, ...field]);
    return manifestOf(item, { ...origin, line }) ?? [];
  });
}

function isList(value: unknown): value is { readonly items: readonly unknown[] } {
  return isRecord(value) && Array.isArray(value.items) && String(value.kind).endsWith('List');
}

function isEmpty(value: unknown): boolean {
  return (
    value === null ||
    value === undefined ||
    (isRecord(value) && Array.isArray(value.items) && value.items.length === 0)
  );
}

/** A document that has been read. */
interface YamlDocument {
  readonly value: unknown;
  /** The piece of the text that has it, and its place among the documents there. */
  readonly part: YamlPart;
  readonly index: number;
}

/** A piece of the text that is no YAML. */
interface BrokenPart {
  readonly part: YamlPart;
  readonly error: unknown;
}

/** Reads the parts by one call. Where that fails, halves of them are read, until each broken part is by itself. */
function readParts(text: string, parts: YamlParts): readonly (YamlDocument | BrokenPart)[] {
  try {
    return documentsOf(text, parts);
  } catch (error) {
    const halves = halvesOf(parts);
    return halves ? halves.flatMap((half) => readParts(text, half)) : [{ part: parts[0], error }];
  }
}

/** @throws YAMLException when any of the parts is no YAML */
function documentsOf(text: string, parts: YamlParts): YamlDocument[] {
  const whole = joined(parts);
  const source = text.slice(whole.start, whole.end);
  const events = parseEvents(source, {});
  const values = constructFromEvents(events, { source, schema: SCHEMA, maxAliases: MAX_ALIASES });
  const isMarked = events.filter((event) => event.type === EVENT_ID.DOCUMENT).map((one) => one.explicitStart);
  // The library sees a `---` behind blanks, too, where the text begins.
  const isSame = count(isMarked) === count(parts.map((part) => part.isMarked));
  let at = parts[0].isMarked ? -1 : 0;
  let index = 0;
  return values.map((value, i) => {
    if (!isSame) {
      return { value, part: whole, index: i };
    }
    if (isMarked[i]) {
      at += 1;
      index = 0;
    }
    return { value, part: parts[at] ?? whole, index: index++ };
  });
}

function count(flags: readonly boolean[]): number {
  return flags.filter(Boolean).length;
}

function positionOf(text: string, { part, index }: YamlDocument, field?: FieldPath): number {
  return part.start + positionWithin(text.slice(part.start, part.end), index, field);
}

function problemOf({ part, error }: BrokenPart, source: SourceText): Omit<YamlProblem, 'file'> {
  if (error instanceof YAMLException) {
    const { position = 0, column = 0 } = error.mark ?? {};
    return { line: source.lineAt(part.start + position), column: column + 1, message: error.reason };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { line: source.lineAt(part.start), column: 1, message };
}
