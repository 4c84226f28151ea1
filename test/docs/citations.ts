/** A citation of docs/istio-semantics.md in a comment, such as "(H2 to H7)". */
export interface Citation {
  /** As it is written, in its parentheses. */
  readonly text: string;
  readonly line: number;
  /** The labels that it names, such as `H2` and `H7`, or `0.4`, or `N`. */
  readonly labels: readonly string[];
}

const LABEL = String.raw`(?:0\.\d+|[A-Z]\d{1,2})`;
const STEPS = String.raw`O \d+(?:(?:, | to | and )\d+)*`;
const PART = String.raw`(?:${STEPS}|${LABEL}|[A-Z](?![\w ]))`;
/** A lone letter counts only beside a label, as in "(G1, N)". */
const CITATION = new RegExp(
  String.raw`\((?:sections? )?((?:${STEPS}|${LABEL})(?:(?:, | to | and )${PART})*)\)`,
  'g',
);
const SEPARATOR = /, | to | and /;
/** The part of a line that is a comment, after what marks it as one. */
const COMMENT = /^\s*(?:\/\*\*|\*\/|\*|\/\/) ?(.*)$|(?:^|\s)(?:\/\/|\/\*\*) (.*)$/;

/** All citations in the comments of a TypeScript file; one may go over the end of a line. */
export function citationsIn(source: string): Citation[] {
  return commentBlocks(source).flatMap(({ text, lineAt }) =>
    [...text.matchAll(CITATION)].map((match) => ({
      text: match[0],
      line: lineAt(match.index),
      labels: labelsOf(match[1] ?? ''),
    })),
  );
}

/** The labels of the sections of docs/istio-semantics.md; the steps of section O are `O1`, `O2`, and so on. */
export function labelsIn(page: string): string[] {
  const labels: string[] = [];
  let section = '';
  for (const line of page.split('\n')) {
    const [, heading] = /^#{2,3} (0\.\d+|[A-Z]\d{0,2}|0)\b/.exec(line) ?? [];
    const [, step] = /^(\d+)\. /.exec(line) ?? [];
    if (heading !== undefined) {
      section = heading;
      labels.push(heading);
    } else if (step !== undefined && section === 'O') {
      labels.push(`O${step}`);
    }
  }
  return labels;
}

/** "O 8 to 10" names steps of section O by their numbers alone. */
function labelsOf(citation: string): string[] {
  let prefix = '';
  return citation.split(SEPARATOR).map((part) => {
    if (part.startsWith('O ')) {
      prefix = 'O';
      return part.replace(' ', '');
    }
    if (!/^\d+$/.test(part)) {
      prefix = '';
    }
    return `${prefix}${part}`;
  });
}

interface CommentBlock {
  readonly text: string;
  lineAt(offset: number): number;
}

/** The text of each run of comment lines, in one line. */
function commentBlocks(source: string): CommentBlock[] {
  const blocks: { text: string; starts: { offset: number; line: number }[] }[] = [];
  let isOpen = false;
  for (const [i, line] of source.split('\n').entries()) {
    const match = COMMENT.exec(line);
    const text = match?.[1] ?? match?.[2];
    if (text === undefined) {
      isOpen = false;
      continue;
    }
    const last = isOpen ? blocks.at(-1) : undefined;
    if (last) {
      last.starts.push({ offset: last.text.length + 1, line: i + 1 });
      last.text += ` ${text}`;
    } else {
      blocks.push({ text, starts: [{ offset: 0, line: i + 1 }] });
    }
    isOpen = true;
  }
  return blocks.map(({ text, starts }) => ({
    text,
    lineAt: (offset) => starts.findLast((start) => start.offset <= offset)?.line ?? 1,
  }));
}
