import { constructFromEvents, EVENT_ID, loadAll, parseEvents, YAMLException } from 'js-yaml';
import { positionWithin } from './locate-field';
import { type FieldPath, isRecord, type Manifest, manifestOf, type Origin } from './manifest';
import { SourceText } from './source-text';
import {
  halvesOf,
  joined,
  withMarksInFront,
  type YamlPart,
  type YamlParts,
  yamlChunksOf,
} from './yaml-parts';
import { KUBERNETES_SCHEMA } from './yaml-scalars';

/** Manifests share little by anchors. A document that expands to gigabytes needs more aliases than this. */
const MAX_ALIASES = 100;

/** A document that is not YAML, or that exceeds a limit. */
export interface YamlProblem {
  readonly file: string;
  /** From 1 on. */
  readonly line: number;
  /** From 1 on. */
  readonly column: number;
  readonly message: string;
}

/** The contents of a text. */
export interface YamlContents {
  readonly manifests: readonly Manifest[];
  /** The number of documents that are not Kubernetes objects. Empty documents are not counted. */
  readonly skipped: number;
  readonly problems: readonly YamlProblem[];
}

/**
 * The Kubernetes objects in the YAML documents of a text; the items of a List are objects of their own. A document that
 * is not YAML is a problem, and the other documents are read all the same.
 *
 * @param file the name of the text in problems and origins
 */
export function readYaml(written: string, file: string): YamlContents {
  const text = withMarksInFront(written);
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
 * The value of the first document of a YAML text; null if there is none.
 *
 * @throws Error if the text is not YAML or exceeds a limit
 */
export function readYamlValue(text: string): unknown {
  return loadAll(text, { schema: KUBERNETES_SCHEMA, maxAliases: MAX_ALIASES })[0] ?? null;
}

const LIST = 'List';

interface List {
  readonly apiVersion?: unknown;
  /** `List`, or the kind of the items before `List`. */
  readonly kind: string;
  readonly items: readonly unknown[];
}

/** The objects in a value: the value itself, or the items if it is a List. */
export function objectsOf(value: unknown, origin: Origin = {}): readonly Manifest[] {
  if (!isList(value)) {
    const manifest = manifestOf(value, origin);
    return manifest ? [manifest] : [];
  }
  const { file, construct } = origin;
  const place = {
    ...(file === undefined ? {} : { file }),
    ...(construct === undefined ? {} : { construct }),
  };
  return value.items.flatMap((item, i) => {
    const line = (field: FieldPath = []) => origin.line?.(['items', i, ...field]);
    return [...objectsOf(typedItem(item, value), { ...place, line })];
  });
}

/** The items of a typed list, such as a ServiceList, need not repeat what they are. */
function typedItem(item: unknown, { kind, apiVersion }: List): unknown {
  return kind === 'List' || !isRecord(item) || item.kind !== undefined || item.apiVersion !== undefined
    ? item
    : { apiVersion, kind: kind.slice(0, -LIST.length), ...item };
}

function isList(value: unknown): value is List {
  return (
    isRecord(value) &&
    Array.isArray(value.items) &&
    typeof value.kind === 'string' &&
    value.kind.endsWith(LIST)
  );
}

function isEmpty(value: unknown): boolean {
  return (
    value === null ||
    value === undefined ||
    (isRecord(value) && Array.isArray(value.items) && value.items.length === 0)
  );
}

/** A document and its value. */
interface YamlDocument {
  readonly value: unknown;
  /** The part of the text with the document, and the index of the document among those of the part. */
  readonly part: YamlPart;
  readonly index: number;
}

/** A part of the text that is not YAML. */
interface BrokenPart {
  readonly part: YamlPart;
  readonly error: unknown;
}

/** Reads the parts by one call. If that fails, it reads each half of them, until each broken part is alone. */
function readParts(text: string, parts: YamlParts): readonly (YamlDocument | BrokenPart)[] {
  try {
    return documentsOf(text, parts);
  } catch (error) {
    const halves = halvesOf(parts);
    return halves ? halves.flatMap((half) => readParts(text, half)) : [{ part: parts[0], error }];
  }
}

/** @throws YAMLException if any of the parts is not YAML */
function documentsOf(text: string, parts: YamlParts): YamlDocument[] {
  const whole = joined(parts);
  const source = text.slice(whole.start, whole.end);
  const events = parseEvents(source, {});
  const values = constructFromEvents(events, { source, schema: KUBERNETES_SCHEMA, maxAliases: MAX_ALIASES });
  const isMarked = events
    .filter((event) => event.type === EVENT_ID.DOCUMENT)
    .map((document) => document.explicitStart);
  // At the beginning of a text, the library also accepts a `---` after spaces.
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

function notYaml(reason: string): string {
  return `is not YAML: ${reason}`;
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
    return { line: source.lineAt(part.start + position), column: column + 1, message: notYaml(error.reason) };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { line: source.lineAt(part.start), column: 1, message: notYaml(message) };
}
