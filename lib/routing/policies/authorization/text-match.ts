import { RE2JS } from 're2js';

/** More than the longest principal, and little enough to be compiled at once. */
const MAX_EXPRESSION = 1024;

export type TextMatch = (text: string) => boolean;

/** The general form: `*` is any text but none, `*x` ends with, `x*` begins with, and all else is exact. (H6) */
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

/** The general form without regard to case, as hosts are compared. (H7) */
export function textMatchIgnoringCase(pattern: string): TextMatch {
  const match = textMatch(pattern.toLowerCase());
  return (text) => match(text.toLowerCase());
}

/**
 * Whether all of a text matches the regular expression that istiod makes of a value which it does not quote. A value
 * that spoils the expression matches nothing.
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

/** Whether a text means itself in a regular expression. */
export function isPlain(text: string): boolean {
  return /^[\w/-]*$/.test(text);
}
