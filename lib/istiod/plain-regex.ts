// JavaScript tries again what it has matched, so it may take long, where RE2 does not, for expressions with more of these.
const MOST_REPETITIONS = 3;
const MOST_CHOICES = 6;
const LONGEST = 256;

/** Parts that match one character, and the start of a group that captures nothing. */
const PARTS =
  /\(\?:|[\w/~!@#%&=:;,"'<> -]|\.|\\[dDwW^$.*+?()[\]{}|/]|\[\^?-?(?:a-z|A-Z|0-9|a-f|A-F|\w|[/.~@:=&%+,]|\\[dw.])+-?\]/g;

const PIECES = '(?:c(?:[*+?]\\??)?|g(?:\\?\\??)?|\\|)*';
/** Groups without groups in them, where `c` is a character and `g` a group. */
const INNERMOST_GROUPS = new RegExp(`\\(${PIECES}\\)`, 'g');
const WHOLE = new RegExp(`^${PIECES}$`);

/**
 * Whether RE2 and JavaScript read an expression alike, and JavaScript matches a plain text in bounded time too. That
 * holds for most expressions of routes, and JavaScript reads them in a fraction of the time.
 */
export function isPlainRegex(regex: string): boolean {
  if (regex.length > LONGEST) {
    return false;
  }
  let shape = regex.replace(PARTS, (part) => (part === '(?:' ? '(' : 'c'));
  if (numberOf(shape, /[*+]/g) > MOST_REPETITIONS || numberOf(shape, /[?|]/g) > MOST_CHOICES) {
    return false;
  }
  for (let outer = ''; outer !== shape; ) {
    outer = shape;
    shape = outer.replace(INNERMOST_GROUPS, 'g');
  }
  return WHOLE.test(shape);
}

/** Whether a text has only characters that RE2 and JavaScript count alike, and few of them. */
export function isPlainText(text: string): boolean {
  return /^[ -~]{0,256}$/.test(text);
}

function numberOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
