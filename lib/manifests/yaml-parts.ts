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
/** A directive belongs to the document after it, so a text with directives cannot be cut at each `---`. */
const DIRECTIVE = /%(?<=(?:^|[\n\r])\uFEFF?%)/;

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

function* partsOf(text: string): Iterable<YamlPart> {
  let start = 0;
  let isMarked = false;
  for (const { index } of DIRECTIVE.test(text) ? [] : text.matchAll(DOCUMENT_START)) {
    const end = text[index - 1] === BYTE_ORDER_MARK ? index - 1 : index;
    if (end > start) {
      yield { start, end, isMarked };
    }
    start = end;
    isMarked = true;
  }
  yield { start, end: text.length, isMarked };
}
