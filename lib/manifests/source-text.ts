/** A text whose positions are told as lines, in YAML's sense: `\n`, `\r\n` and `\r` end one. */
export class SourceText {
  private lineStarts?: readonly number[];

  constructor(readonly text: string) {}

  /** The line, from 1 on, that has the character at this position. */
  lineAt(position: number): number {
    // Most texts are never asked.
    this.lineStarts ??= lineStartsOf(this.text);
    let [low, high] = [0, this.lineStarts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      [low, high] = (this.lineStarts[middle] ?? 0) <= position ? [middle, high] : [low, middle];
    }
    return low + 1;
  }
}

function lineStartsOf(text: string): number[] {
  const starts = [0];
  for (const { 0: lineBreak, index } of text.matchAll(/\r\n?|\n/g)) {
    starts.push(index + lineBreak.length);
  }
  return starts;
}
