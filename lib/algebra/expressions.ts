import { isPlainRegex } from '../istiod/plain-regex';
import { Undecidable } from './undecidable';

/** A regular expression of JavaScript for whole texts. */
export interface Expression {
  readonly source: string;
  readonly ignoresCase?: boolean;
}

/** Anything, in a regular expression. */
export const ANYTHING = '[^]*';

/** The text itself, in a regular expression. */
export function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** The classes of POSIX that RE2 has in brackets. */
const POSIX: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  digit: '0-9',
  lower: 'a-z',
  upper: 'A-Z',
  word: '\\w',
  xdigit: '0-9A-Fa-f',
};

/** What JavaScript reads in another way than RE2, apart from what is rewritten, and anchors in other places than the ends. */
const OTHERWISE_IN_JAVASCRIPT = /\\[AbBCQEpPzZ]|\\x\{|\(\?(?!:)|\[:/;

/** The ends of an expression, with the groups that begin or end there. */
const START = /^((?:\((?:\?:)?)*)\^/;
const END = /(^|[^\\])\$(\)*)$/;
/** An anchor in a group, where some group may be repeated. */
const REPEATED_ANCHOR = /^\(.*\^.*\)[*+{]|\)[*+{].*\$\)+$|\$\)+[*+{]/s;
const ANCHOR = /\\.|\[\^?(?:\\.|[^\]\\])*\]|([$^])/g;

/**
 * A regular expression of RE2 that has to match a whole text, as one of JavaScript. Both read texts without line breaks.
 *
 * @throws Undecidable if the expression has something for which this function knows no equal
 */
export function inJavaScript(regex: string): Expression {
  if (isPlainRegex(regex)) {
    return { source: withSlashesEscaped(regex) };
  }
  const { source, ignoresCase } = translated(regex);
  // At the ends of a whole match, anchors change nothing.
  return { source: withoutAnchors(regex, source.replace(START, '$1').replace(END, '$1$2')), ignoresCase };
}

/**
 * The texts in which a regular expression of RE2 finds something.
 *
 * @throws Undecidable
 */
export function foundBy(regex: string): Expression {
  const { source, ignoresCase } = translated(regex);
  const alternatives = [
    { before: ANYTHING, start: NEVER, after: ANYTHING, end: NEVER },
    { before: '', start: '', after: ANYTHING, end: NEVER },
    { before: ANYTHING, start: NEVER, after: '', end: '' },
    { before: '', start: '', after: '', end: '' },
  ].map(({ before, start, after, end }) => {
    const found = source.replace(START, `$1${start}`).replace(END, `$1${end}$2`);
    return `${before}(?:${withoutAnchors(regex, found)})${after}`;
  });
  return { source: alternatives.join('|'), ignoresCase };
}

/** An expression that matches nothing. */
const NEVER = '[]';

function translated(regex: string): Expression {
  const [flags = ''] = /^\(\?[is]+\)/.exec(regex) ?? [];
  const source = regex
    .slice(flags.length)
    .replace(/^\\A/, '^')
    .replace(/\\z$/, '$')
    .replace(/\(\?P?<[A-Za-z_]\w*>/g, '(?:')
    .replace(/\[:(\w+):\]/g, (written, name: string) => POSIX[name] ?? written);
  if (OTHERWISE_IN_JAVASCRIPT.test(source) || REPEATED_ANCHOR.test(source)) {
    throw new Undecidable(`the regular expression "${regex}" cannot be compared with other conditions`);
  }
  return { source: withSlashesEscaped(source), ignoresCase: flags.includes('i') };
}

function withoutAnchors(regex: string, source: string): string {
  for (const [, anchor] of source.matchAll(ANCHOR)) {
    if (anchor !== undefined) {
      throw new Undecidable(
        `the regular expression "${regex}" has "${anchor}" in a place other than its end`,
      );
    }
  }
  return source;
}

/** A literal of JavaScript ends with an unescaped slash. */
function withSlashesEscaped(source: string): string {
  return source.replace(/(\\.)|\//g, (_, escaped?: string) => escaped ?? '\\/');
}
