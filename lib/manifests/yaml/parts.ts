/** A part of a YAML text that can be read alone. It has whole documents, usually one. */
export interface YamlPart {
  /** The positions in the text where the part begins and ends. */
  readonly start: number;
  readonly end: number;
  /** Whether the part begins with `---`. */
  readonly isMarked: boolean;
}

/** Consecutive parts. */
export type YamlParts = readonly [YamlPart, ...YamlPart[]];

/** In a text that was joined from several files, each file may begin with its byte order mark. */
const BYTE_ORDER_MARK = '\uFEFF';
/** The lookbehind is last because that is many times faster. `^` with the flag `m` would also match after U+2028. */
const DOCUMENT_START = /---(?<=(?:^|[\n\r])\uFEFF?---)(?![^ \t\n\r])/g;
/** A line before a document that belongs to it: a directive, a comment, or an empty line. */
const PREFACE = /^(%|[ \t]*(#|$))/;
const DOCUMENT_END = /^\.\.\.(?![^ \t])/;

/**
 * The text with each byte order mark after a `---` moved in front of it. kubectl ignores a mark at the beginning of a
 * document, and the YAML library ignores it only before the `---`. All lines stay where they are.
 */
export function withMarksInFront(text: string): string {
  return text.includes(BYTE_ORDER_MARK)
    ? text.replace(/(^|[\n\r])(---[ \t]*\r?\n)\uFEFF/g, `$1${BYTE_ORDER_MARK}$2`)
    : text;
}

/**
 * In characters. A call into the YAML library takes a fixed time, and up to fifty times the memory of its text. This
 * length keeps both small.
 */
const CHUNK_LENGTH = 1 << 18;

/** The parts of a text, which is cut before each `---`, in groups to be read by one call. A short text is one group. */
export function* yamlChunksOf(text: string): Iterable<YamlParts> {
  let chunk: YamlPart[] = [];
  for (const part of partsOf(text)) {
    chunk.push(part);
    if (part.end === text.length || part.end - (chunk[0] ?? part).start >= CHUNK_LENGTH) {
      yield chunk as [YamlPart, ...YamlPart[]];
      chunk = [];
    }
  }
}

/** The part that consists of several parts. */
export function joined(parts: YamlParts): YamlPart {
  const [{ start, isMarked }] = parts;
  return { start, end: parts.at(-1)?.end ?? start, isMarked };
}

/** The first and the second half of several parts; undefined for a single part. */
export function halvesOf([first, ...rest]: YamlParts): [YamlParts, YamlParts] | undefined {
  const [middle, ...end] = rest.splice(rest.length >> 1);
  return (
    middle && [
      [first, ...rest],
      [middle, ...end],
    ]
  );
}

/**
 * The JSON objects at the beginning of a text, and what follows them, as parts. kubectl reads objects that follow each
 * other without a `---` if the first one is JSON. Undefined if the part is anything else.
 */
export function jsonPartsOf(text: string, part: YamlPart): YamlParts | undefined {
  if (part.start > 0 || !JSON_START.test(text)) {
    return undefined;
  }
  const [first, ...rest] = jsonParts(text.slice(0, part.end));
  return first && rest.length > 0 && isJson(text.slice(0, first.end)) ? [first, ...rest] : undefined;
}

/** `{{` begins a template. */
const JSON_START = /^\s*\{(?!\{)/;
const JSON_TOKEN = /["{}]/g;

function* jsonParts(text: string): Iterable<YamlPart> {
  const tokens = new RegExp(JSON_TOKEN);
  let start = 0;
  let open = 0;
  for (let token = tokens.exec(text)?.[0]; token; token = tokens.exec(text)?.[0]) {
    if (token === '"') {
      tokens.lastIndex = endOfString(text, tokens.lastIndex);
      continue;
    }
    open += token === '{' ? 1 : -1;
    const end = tokens.lastIndex;
    if (open === 0 && text.slice(end).trim() !== '') {
      yield { start, end, isMarked: false };
      start = end;
    }
  }
  yield { start, end: text.length, isMarked: false };
}

/** The position behind the closing quote of a string that begins before `at`. */
function endOfString(text: string, at: number): number {
  let end = at;
  while (end < text.length && text[end] !== '"') {
    end += text[end] === '\\' ? 2 : 1;
  }
  return end + 1;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function* partsOf(text: string): Iterable<YamlPart> {
  let start = 0;
  let isMarked = false;
  for (const { index } of text.matchAll(DOCUMENT_START)) {
    const end = withDirectives(text, start, text[index - 1] === BYTE_ORDER_MARK ? index - 1 : index);
    if (end > start) {
      yield { start, end, isMarked };
    }
    start = end;
    isMarked = true;
  }
  yield { start, end: text.length, isMarked };
}

/** The position of the directives before a `---`, which belong to its document; the position of the `---` without any. */
function withDirectives(text: string, start: number, mark: number): number {
  let from = mark;
  let hasDirective = false;
  while (from > start) {
    const lineStart = from > 1 ? text.lastIndexOf('\n', from - 2) + 1 : 0;
    const line = text
      .slice(lineStart, from)
      .replace(/[\r\n]+$/, '')
      .replace(BYTE_ORDER_MARK, '');
    if (!PREFACE.test(line)) {
      // Elsewhere than at the beginning of a text, directives follow the end of a document.
      return hasDirective && DOCUMENT_END.test(line) ? from : mark;
    }
    hasDirective ||= line.startsWith('%');
    from = lineStart;
  }
  return hasDirective && start === 0 ? 0 : mark;
}
