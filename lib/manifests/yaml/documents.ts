import { constructFromEvents, EVENT_ID, parseEvents, YAMLException } from 'js-yaml';
import { commentsWithin, positionWithin } from '../locate-field';
import type { Comment, FieldPath } from '../manifest';
import { linesOf, SourceText } from '../source-text';
import { refuseEndlessAliases } from './aliases';
import { inLibraryLayout } from './layout';
import {
  halvesOf,
  joined,
  jsonPartsOf,
  withMarksInFront,
  type YamlPart,
  type YamlParts,
  yamlChunksOf,
} from './parts';
import { KUBERNETES_SCHEMA } from './scalars';

/** Manifests share little by anchors. A document that expands to gigabytes needs more aliases than this. */
const MAX_ALIASES = 100;

/** A document and its value. */
export interface YamlDocument {
  /** The part of the text with the document. */
  readonly text: string;
  readonly value: unknown;
  /** The line of a field. A field that is not written has the line of the one above. */
  line(field?: FieldPath): number;
  /** The column of the same place; undefined in a document that is read in another layout than it is written. */
  column(field?: FieldPath): number | undefined;
  comments(): readonly Comment[];
}

/** A part of a text that is not YAML. */
export interface BrokenPart {
  readonly text: string;
  /** What is wrong, and where. Lines and columns count from 1 on. */
  readonly problem: { readonly line: number; readonly column: number; readonly message: string };
  /** What kubectl reads all the same: the values of a part where only a key is written twice. Otherwise empty. */
  readonly values: readonly unknown[];
}

/** The documents of a text, as `kubectl apply` takes it apart. */
export function* documentsOf(written: string): Iterable<YamlDocument | BrokenPart> {
  const source = new SourceText(withMarksInFront(written));
  let head = commentsAtHead(source.text);
  for (const chunk of yamlChunksOf(source.text)) {
    for (const document of readParts(source, chunk)) {
      const own = head;
      head = [];
      yield own.length === 0 || 'problem' in document
        ? document
        : { ...document, comments: () => [...own, ...document.comments()] };
    }
  }
}

/** The comments before the first `---`, if there is nothing else: the library sees no document there. */
function commentsAtHead(text: string): Comment[] {
  const [head = ''] = /(?:[ \t]*(?:#[^\n\r]*)?(?:\r\n|[\n\r]))*(?=---)/y.exec(text) ?? [];
  return linesOf(head).flatMap((line) => {
    const [, comment] = /^\s*# ?(.*)/.exec(line) ?? [];
    return comment === undefined ? [] : [{ text: comment.trimEnd(), field: [] }];
  });
}

/**
 * The value of the first document of a YAML text; null if there is none.
 *
 * @throws Error if the text is not YAML or exceeds a limit
 */
export function readYamlValue(text: string): unknown {
  try {
    return firstValueOf(text);
  } catch (error) {
    const relaid = inLibraryLayout(text);
    if (relaid === text) {
      throw error;
    }
    return firstValueOf(relaid);
  }
}

/** @throws YAMLException if the text is not YAML */
function firstValueOf(text: string): unknown {
  const events = parseEvents(text, {});
  refuseEndlessAliases(events, text);
  return (
    constructFromEvents(events, { source: text, schema: KUBERNETES_SCHEMA, maxAliases: MAX_ALIASES })[0] ??
    null
  );
}

/** Reads the parts by one call. If that fails, it reads each half of them, until each broken part is alone. */
function readParts(source: SourceText, parts: YamlParts): readonly (YamlDocument | BrokenPart)[] {
  try {
    return valuesOf(source.text, parts).map(({ value, part, index }) => {
      const text = source.text.slice(part.start, part.end);
      const positionOf = (field?: FieldPath) => part.start + positionWithin(text, index, field);
      return {
        text,
        value,
        line: (field) => source.lineAt(positionOf(field)),
        column: (field) => source.columnAt(positionOf(field)),
        comments: () => commentsWithin(text, index),
      };
    });
  } catch (error) {
    const smaller = halvesOf(parts) ?? jsonPartsOf(source.text, parts[0])?.map((part) => [part] as const);
    return smaller?.flatMap((some) => readParts(source, some)) ?? readRelaid(source, parts[0], error);
  }
}

/** Reads a part that the library refused once more, in a layout that it accepts. */
function readRelaid(source: SourceText, { start, end, isMarked }: YamlPart, refusal: unknown) {
  const text = source.text.slice(start, end);
  const relaid = new SourceText(inLibraryLayout(text));
  const linesBefore = source.lineAt(start) - 1;
  const broken = (error: unknown, at: SourceText): BrokenPart[] => {
    const { line, column, message } = problemOf(error, at);
    const moved = (linesOf(at.text)[line - 1]?.length ?? 0) - (linesOf(text)[line - 1]?.length ?? 0);
    const problem = { line: linesBefore + line, column: Math.max(1, column - moved), message };
    return [{ text, problem, values: isRepeatedKey(error) ? lenientValuesOf(at.text) : [] }];
  };
  if (relaid.text === text) {
    return broken(refusal, relaid);
  }
  try {
    const whole = { start: 0, end: relaid.text.length, isMarked };
    return valuesOf(relaid.text, [whole]).map(
      ({ value, index }): YamlDocument => ({
        text,
        value,
        line: (field) => linesBefore + relaid.lineAt(positionWithin(relaid.text, index, field)),
        column: () => undefined,
        comments: () => commentsWithin(relaid.text, index),
      }),
    );
  } catch (error) {
    return broken(error, relaid);
  }
}

/** A value, the part of the text that it is from, and the index of its document among those of the part. */
interface PlacedValue {
  readonly value: unknown;
  readonly part: YamlPart;
  readonly index: number;
}

/** @throws YAMLException if any of the parts is not YAML */
function valuesOf(text: string, parts: YamlParts): PlacedValue[] {
  const whole = joined(parts);
  const source = text.slice(whole.start, whole.end);
  const events = parseEvents(source, {});
  refuseEndlessAliases(events, source);
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

/** The values of a text. Of keys that are written twice, the last one counts. */
function lenientValuesOf(text: string): readonly unknown[] {
  try {
    const options = { source: text, schema: KUBERNETES_SCHEMA, maxAliases: MAX_ALIASES, json: true };
    const events = parseEvents(text, {});
    refuseEndlessAliases(events, text);
    return constructFromEvents(events, options);
  } catch {
    return [];
  }
}

function count(flags: readonly boolean[]): number {
  return flags.filter(Boolean).length;
}

function problemOf(error: unknown, source: SourceText): BrokenPart['problem'] {
  if (!(error instanceof YAMLException)) {
    const message = error instanceof Error ? error.message : String(error);
    return { line: 1, column: 1, message: `is not YAML: ${message}` };
  }
  const { position = 0, column = 0 } = error.mark ?? {};
  return {
    line: source.lineAt(position),
    column: column + 1,
    message: `is not YAML: ${reasonOf(error, source.text.slice(position))}`,
  };
}

function reasonOf({ reason }: YAMLException, textFromThere: string): string {
  if (reason === REPEATED_KEY) {
    const [key] = /^[\w./$-]+/.exec(textFromThere) ?? [];
    return `${key === undefined ? 'a key' : `the key "${key}"`} is written twice in one map; remove one of them, because kubectl takes the last one and does not say so`;
  }
  // In the other layout, no line is too far left but the one behind the end.
  return reason === 'deficient indentation'
    ? 'a bracket, a brace or a quote is not closed before the end of the document'
    : reason;
}

const REPEATED_KEY = 'duplicated mapping key';

function isRepeatedKey(error: unknown): boolean {
  return error instanceof YAMLException && error.reason === REPEATED_KEY;
}
