/** A text with the lines of its positions. As in YAML, `\n`, `\r\n` and `\r` end a line. */
export class SourceText {
  private lineStarts?: readonly number[];

  constructor(readonly text: string) {}

  /** The line of a position, from 1 on. */
  lineAt(position: number): number {
    return this.lineIndexAt(position) + 1;
  }

  /** The column of a position in its line, from 1 on, in UTF-16 code units. */
  columnAt(position: number): number {
    return position - (this.starts[this.lineIndexAt(position)] ?? 0) + 1;
  }

  private lineIndexAt(position: number): number {
    let [low, high] = [0, this.starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      [low, high] = (this.starts[middle] ?? 0) <= position ? [middle, high] : [low, middle];
    }
    return low;
  }

  /** Most texts have no findings, so nobody asks for their lines. */
  private get starts(): readonly number[] {
    this.lineStarts ??= lineStartsOf(this.text);
    return this.lineStarts;
  }
}

function lineStartsOf(text: string): number[] {
  const starts = [0];
  for (const { 0: lineBreak, index } of text.matchAll(/\r\n?|\n/g)) {
    starts.push(index + lineBreak.length);
  }
  return starts;
}

/** The lines of a text, without their ends. */
export function linesOf(text: string): string[] {
  return text.split(/\r\n?|\n/);
}
