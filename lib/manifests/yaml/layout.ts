/**
 * The same YAML in a form that the YAML library accepts. Inside brackets, braces and quotes, kubectl ignores how far a
 * line is indented, and between two tokens, it takes a tab for a space. The library wants such lines deeper than their
 * key, and no tab in front of a bracket. Every line stays the line that it was.
 */
export function inLibraryLayout(text: string): string {
  return new Layout(text).rewritten();
}

const BREAKS = '\r\n';
const BLANKS = ' \t';
const QUOTES = '"\'';
const OPENING = '[{';
const CLOSING = ']}';
const FLOW_INDICATORS = `,${OPENING}${CLOSING}`;
const BYTE_ORDER_MARK = '\uFEFF';
const DOCUMENT_MARK = /(?:---|\.\.\.)(?![^ \t\r\n])/y;
const BLOCK_SCALAR = /[|>][-+]?(\d?)[-+]?(?:[ \t]+#.*|[ \t]*)(?=[\r\n]|$)/y;

/** What takes the place of some characters of the text. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly by: string;
}

/** Goes through a text once, token by token, and collects what has to change. */
class Layout {
  private at = 0;
  private lineStart = 0;
  /** The columns of the block collections around the current place, the innermost one last. */
  private readonly columns: number[] = [];
  /** The column before the one of the whole document. */
  private root = -1;
  private readonly edits: Edit[] = [];

  constructor(private readonly text: string) {}

  rewritten(): string {
    while (this.at < this.text.length) {
      this.readLine();
    }
    let result = '';
    let copied = 0;
    for (const { start, end, by } of this.edits) {
      result += this.text.slice(copied, start) + by;
      copied = end;
    }
    return result + this.text.slice(copied);
  }

  /** Reads a line that begins outside of scalars and flow collections, to the end of the last token that begins in it. */
  private readLine(): void {
    this.at += this.is(BYTE_ORDER_MARK) ? 1 : 0;
    this.lineStart = this.at;
    const isMark = this.match(DOCUMENT_MARK) !== null;
    if (isMark) {
      this.at += 3;
      this.columns.length = 0;
      this.root = -1;
      this.skipBlanks();
    } else {
      this.skip(' ');
    }
    if (!this.isEmptyLine()) {
      if (!isMark) {
        this.enterLine(this.at - this.lineStart);
      }
      this.readNodes();
    }
    this.skipToLineEnd();
    this.skipBreak();
  }

  /** Whether the rest of the line has no nodes. */
  private isEmptyLine(): boolean {
    const start = this.at;
    this.skip(BLANKS);
    const isEmpty = this.isEnd(0, '#') || (this.at === this.lineStart && this.is('%'));
    this.at = start;
    return isEmpty;
  }

  private enterLine(column: number): void {
    while ((this.columns.at(-1) ?? -1) > column) {
      this.columns.pop();
    }
    this.root = this.columns.length === 0 ? column - 1 : this.root;
  }

  /** A block collection whose dashes or keys are in this column. */
  private enterCollection(column: number): void {
    if ((this.columns.at(-1) ?? -1) < column) {
      this.columns.push(column);
    }
  }

  /** Reads the nodes that begin in this line: those of dashes and keys, and the value behind them. */
  private readNodes(): void {
    const line = this.lineStart;
    while (!this.isEnd(0, '#')) {
      const start = this.at;
      if (!this.is('-?:') || !this.isEnd(1, BLANKS)) {
        this.skipProperties();
        if (this.isEnd(0, '#')) {
          return;
        }
        this.readToken();
        const isKey = this.lineStart === line && this.is(':') && this.isEnd(1, BLANKS);
        if (!isKey) {
          return;
        }
      }
      this.at++;
      this.enterCollection(start - line);
      this.skipBlanks();
    }
  }

  /** Reads a scalar or a flow collection, and the blanks behind it. */
  private readToken(): void {
    const depth = (this.columns.at(-1) ?? this.root) + 1;
    const header = this.match(BLOCK_SCALAR);
    if (header) {
      const width = Number(header[1]);
      this.skipToLineEnd();
      this.skipBlockScalar(depth, width > 0 ? depth - 1 + width : undefined);
    } else if (this.is(QUOTES)) {
      this.readQuoted(depth);
    } else if (this.is(OPENING)) {
      this.readFlow(depth);
    } else {
      this.skipPlain(depth);
    }
    this.skipBlanks();
  }

  private readQuoted(depth: number): void {
    const quote = this.text.charAt(this.at++);
    while (this.at < this.text.length) {
      if (this.is(quote)) {
        this.at++;
        if (quote === '"' || !this.is(quote)) {
          return;
        }
        this.at++;
      } else if (this.is(BREAKS)) {
        this.skipBreak();
        this.indentTo(depth);
      } else if (quote === '"' && this.is('\\') && !this.isEnd(1)) {
        this.readEscape();
      } else {
        this.at++;
      }
    }
  }

  /** Only kubectl knows an escaped single quote. */
  private readEscape(): void {
    const start = this.at;
    this.at += 2;
    if (this.follows("'")) {
      this.edits.push({ start, end: this.at, by: "'" });
    }
  }

  private readFlow(depth: number): void {
    let open = 0;
    let inPlain = false;
    do {
      if (this.is(BLANKS)) {
        this.skipBlanksInFlow(inPlain);
      } else if (this.is(BREAKS)) {
        this.skipBreak();
        this.indentTo(depth);
      } else if (this.is('#') && this.follows(BLANKS + BREAKS)) {
        this.skipToLineEnd();
      } else if (this.is(QUOTES) && !inPlain) {
        this.readQuoted(depth);
      } else if (this.is('&*!') && !inPlain) {
        this.skipUntil(BLANKS + BREAKS + FLOW_INDICATORS);
      } else if (this.is('-?') && this.isEnd(1, FLOW_INDICATORS) && !inPlain) {
        this.quoteIndicator();
      } else {
        open += this.is(OPENING) ? 1 : this.is(CLOSING) ? -1 : 0;
        inPlain = !this.isFlowIndicator(inPlain);
        this.at++;
      }
    } while (open > 0 && this.at < this.text.length);
  }

  /** Whether a character of a flow collection stands between its nodes. */
  private isFlowIndicator(inPlain: boolean): boolean {
    return (
      this.is(FLOW_INDICATORS) ||
      (this.is(':') && (this.isEnd(1, BLANKS + FLOW_INDICATORS) || (!inPlain && this.follows(QUOTES)))) ||
      (this.is('?') && this.isEnd(1, BLANKS) && !inPlain)
    );
  }

  /** To kubectl, a dash alone is a scalar. */
  private quoteIndicator(): void {
    const start = this.at++;
    this.edits.push({ start, end: this.at, by: `"${this.text.charAt(start)}"` });
  }

  /** Tabs between two words of one scalar are part of it. */
  private skipBlanksInFlow(inPlain: boolean): void {
    const start = this.at;
    this.skip(BLANKS);
    if (!inPlain || this.isEnd(0, '#') || this.isFlowIndicator(inPlain)) {
      this.at = start;
      this.skipBlanks();
    }
  }

  /** Skips a scalar without quotes, to the colon if it is a key, else to its last line. */
  private skipPlain(depth: number): void {
    while (!this.isEnd()) {
      if ((this.is(':') && this.isEnd(1, BLANKS)) || (this.is('#') && this.follows(BLANKS))) {
        return;
      }
      this.at++;
    }
    let last = this.at;
    while (this.goToNextLine(depth) !== undefined && !this.is('#')) {
      this.skipToLineEnd();
      last = this.at;
    }
    this.at = last;
  }

  /** Skips the lines of a block scalar. If its header has no width, the first line says how deep they are. */
  private skipBlockScalar(depth: number, width: number | undefined): void {
    let contentDepth = width;
    for (;;) {
      const column = this.goToNextLine(contentDepth ?? depth);
      if (column === undefined) {
        return;
      }
      contentDepth ??= column;
      this.skipToLineEnd();
    }
  }

  /** Goes to the next line that is not empty and returns its column, or stays if that is less than `depth`. */
  private goToNextLine(depth: number): number | undefined {
    const from = this.at;
    this.skip(BREAKS + BLANKS);
    let start = this.at;
    while (start > from && !BREAKS.includes(this.text.charAt(start - 1))) {
      start--;
    }
    this.at = start;
    this.skip(' ');
    const column = this.at - start;
    if (this.at >= this.text.length || start === from || column < depth || this.match(DOCUMENT_MARK, start)) {
      this.at = from;
      return undefined;
    }
    this.lineStart = start;
    return column;
  }

  /** At the beginning of a line inside quotes or brackets. */
  private indentTo(depth: number): void {
    if (this.match(DOCUMENT_MARK) !== null) {
      return;
    }
    this.skip(' ');
    const missing = depth - (this.at - this.lineStart);
    if (missing > 0 && !this.isEnd()) {
      this.edits.push({ start: this.at, end: this.at, by: ' '.repeat(missing) });
    }
  }

  private skipProperties(): void {
    while (this.is('&!')) {
      this.skipUntil(BLANKS + BREAKS);
      this.skipBlanks();
    }
  }

  /** Skips blanks between two tokens, where a tab means the same as a space. */
  private skipBlanks(): void {
    const start = this.at;
    this.skip(BLANKS);
    if (this.text.slice(start, this.at).includes('\t')) {
      this.edits.push({ start, end: this.at, by: ' '.repeat(this.at - start) });
    }
  }

  private skipToLineEnd(): void {
    this.skipUntil(BREAKS);
  }

  private skipBreak(): void {
    this.at += this.text.startsWith('\r\n', this.at) ? 2 : 1;
    this.lineStart = this.at;
  }

  private skip(characters: string): void {
    while (this.is(characters)) {
      this.at++;
    }
  }

  private skipUntil(characters: string): void {
    while (this.at < this.text.length && !this.is(characters)) {
      this.at++;
    }
  }

  private match(pattern: RegExp, at = this.at): RegExpExecArray | null {
    pattern.lastIndex = at;
    return pattern.exec(this.text);
  }

  private is(characters: string): boolean {
    return this.at < this.text.length && characters.includes(this.text.charAt(this.at));
  }

  /** Whether the line ends so many characters from here, or one of these characters is there. */
  private isEnd(offset = 0, or = ''): boolean {
    const character = this.text.charAt(this.at + offset);
    return character === '' || BREAKS.includes(character) || or.includes(character);
  }

  private follows(characters: string): boolean {
    return this.at === 0 || characters.includes(this.text.charAt(this.at - 1));
  }
}
