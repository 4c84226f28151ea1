const encoder = new TextEncoder();

/** The number of Unicode characters. JavaScript counts a character outside the basic plane twice. */
export function characterCount(text: string): number {
  let count = 0;
  for (const _ of text) {
    count += 1;
  }
  return count;
}

/** The number of bytes in UTF-8, which Go calls the length of a text. */
export function byteCount(text: string): number {
  return encoder.encode(text).length;
}

/** What is wrong with a `*` in a value that is not a pattern, as the end of a message. */
export const LITERAL_STAR = 'has "*" where Istio compares it literally';
