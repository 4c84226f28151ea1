import { RE2JS } from 're2js';

/** No principal is longer, and longer expressions would take long to compile. */
const MAX_EXPRESSION = 1024;

export type TextMatch = (text: string) => boolean;

/** `*` matches any text that is not empty, `*x` a suffix, `x*` a prefix, and anything else an exact text. (H6) */
export function textMatch(pattern: string): TextMatch {
  if (pattern === '*') {
    return isPresent;
  }
  if (pattern.startsWith('*')) {
    const suffix = pattern.slice(1);
    return (text) => text.endsWith(suffix);
  }
  if (pattern.endsWith('*')) {
    const prefix = pattern.slice(0, -1);
    return (text) => text.startsWith(prefix);
  }
  return (text) => text === pattern;
}

export function isPresent(text: string): boolean {
  return text !== '';
}

/** The same without regard to case, as hosts are matched. (H7) */
export function textMatchIgnoringCase(pattern: string): TextMatch {
  const match = textMatch(pattern.toLowerCase());
  return (text) => match(text.toLowerCase());
}

/**
 * Whether a whole text matches a regular expression that istiod makes of a value without escaping it. A value that makes
 * the expression invalid matches nothing.
 */
export function regexMatch(expression: string): TextMatch {
  if (expression.length > MAX_EXPRESSION) {
    return () => false;
  }
  try {
    const regex = RE2JS.compile(expression);
    return (text) => regex.matches(text);
  } catch {
    return () => false;
  }
}

/** Whether a text has no characters that are special in a regular expression. */
export function isPlain(text: string): boolean {
  return /^[\w/-]*$/.test(text);
}
