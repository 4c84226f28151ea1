/** A piece of a YAML text that can be read by itself: it holds whole documents, and usually one. */
export interface YamlPart {
  /** Where it begins and ends in the text. */
  readonly start: number;
  readonly end: number;
  /** Whether it begins with `---`. */
  readonly isMarked: boolean;
}

/** Parts that follow each other. */
export type YamlParts = readonly [YamlPart, ...YamlPart[]];

/** Files that were put together each bring their byte order mark. */
const BYTE_ORDER_MARK = '\uFEFF';
/** The lookbehind comes last, which is many times faster. `^` with the flag `m` would also match after U+2028. */
const DOCUMENT_START = /---(?<=(?:^|[\n\r])\uFEFF?---)(?![^ \t\n\r])/g;
/** A directive belongs to the document below it, so that such a text cannot be cut at each `---`. */
const DIRECTIVE = /%(?<=(?:^|[\n\r])\uFEFF?%)/;

/**
 * Long enough that the time which a call into the YAML library takes by itself does not matter; short enough that the
 * memory of such a call, up to fifty times as much, does not matter either.
 */
const CHUNK_LENGTH = 1 << 18;

/** The parts of a text, cut before each `---`, in groups that are read by one call each. A short text is one group. */
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

/** The part that several parts make together. */
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
