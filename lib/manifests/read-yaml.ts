import {
  CORE_SCHEMA,
  constructFromEvents,
  EVENT_ID,
  type Event,
  mergeTag,
  parseEvents,
  YAMLException,
} from 'js-yaml';
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
        const locate = (field?: FieldPath) => lineOf(part, document, field);
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
      line += newlinesIn(part);
    }
    start = index;
  }
  yield { text: text.slice(start), line };
}

function newlinesIn(text: string, end = text.length): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) {
    count += 1;
  }
  return count;
}

function problemOf(error: unknown, part: Part): Omit<YamlProblem, 'file'> {
  if (error instanceof YAMLException) {
    const { mark, reason } = error;
    return { line: part.line + (mark?.line ?? 0) + 1, column: (mark?.column ?? 0) + 1, message: reason };
  }
  return { line: part.line + 1, column: 1, message: error instanceof Error ? error.message : String(error) };
}

/** Found by reading the part once more, which only those pay for that something is said about. */
function lineOf(part: Part, document: number, field: FieldPath = []): number {
  const events = parseEvents(part.text, {});
  const start = positionOf(events, part.text, document, field);
  return part.line + newlinesIn(part.text, start) + 1;
}

/** Where the field begins, or the nearest above it that is written. */
function positionOf(events: readonly Event[], text: string, document: number, field: FieldPath): number {
  let at = nthDocument(events, document) + 1;
  let position = startOf(events[at]);
  for (const step of field) {
    const child = childAt(events, text, at, step);
    if (!child) {
      break;
    }
    at = child.value;
    position = child.position;
  }
  return position;
}

function nthDocument(events: readonly Event[], n: number): number {
  let seen = -1;
  return events.findIndex((event) => {
    seen += event.type === EVENT_ID.DOCUMENT ? 1 : 0;
    return seen === n;
  });
}

/** The child of the map or list at `at`: where it is among the events, and where in the text (a map's, by its key). */
function childAt(
  events: readonly Event[],
  text: string,
  at: number,
  step: string | number,
): { value: number; position: number } | undefined {
  const parent = events[at];
  if (parent?.type === EVENT_ID.SEQUENCE && typeof step === 'number') {
    let item = at + 1;
    for (let i = 0; i < step && events[item]?.type !== EVENT_ID.POP; i++) {
      item = afterNode(events, item);
    }
    return events[item]?.type === EVENT_ID.POP ? undefined : { value: item, position: startOf(events[item]) };
  }
  if (parent?.type === EVENT_ID.MAPPING) {
    for (let key = at + 1; events[key] && events[key]?.type !== EVENT_ID.POP; ) {
      const value = afterNode(events, key);
      const event = events[key];
      if (event?.type === EVENT_ID.SCALAR && text.slice(event.valueStart, event.valueEnd) === String(step)) {
        return { value, position: event.valueStart };
      }
      key = afterNode(events, value);
    }
  }
  return undefined;
}

/** The event after a node with all that is in it. */
function afterNode(events: readonly Event[], at: number): number {
  let depth = 0;
  let next = at;
  do {
    const type = events[next]?.type;
    depth += type === EVENT_ID.MAPPING || type === EVENT_ID.SEQUENCE ? 1 : type === EVENT_ID.POP ? -1 : 0;
    next += 1;
  } while (depth > 0 && next < events.length);
  return next;
}

function startOf(event: Event | undefined): number {
  switch (event?.type) {
    case EVENT_ID.SCALAR:
      return event.valueStart;
    case EVENT_ID.MAPPING:
    case EVENT_ID.SEQUENCE:
      return event.start;
    case EVENT_ID.ALIAS:
      return event.anchorStart;
    default:
      return 0;
  }
}
