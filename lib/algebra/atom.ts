import { lazily } from '../manifests/collections';
import { type Fields, textOf } from '../manifests/fields';
import { ANYTHING, type Expression, foundBy, inJavaScript, literal } from './expressions';
import { Language } from './language';

/** A set of texts that a route or a policy asks for. */
export interface Atom {
  /** How to say that a text is in the set, after the name of what has the text: `beginning with "/api"`. */
  readonly words: string;
  /** Equal for equal sets. */
  readonly key: string;
  /** @throws Undecidable */
  language(): Language;
  /** The text by which the set is defined; absent for a regular expression. */
  readonly text?: string;
  /** The set of addresses that the text names in CIDR notation; such a set has no language. */
  readonly isAddressBlock?: true;
}

function atom(words: string, expression: Expression, text?: string): Atom {
  return {
    words,
    key: `${expression.ignoresCase === true} ${expression.source}`,
    language: () => Language.of(expression),
    ...(text === undefined ? {} : { text }),
  };
}

export function exactly(text: string, ignoresCase = false): Atom {
  return atom(`"${text}"`, { source: literal(text), ignoresCase }, text);
}

export function beginningWith(text: string, ignoresCase = false): Atom {
  return atom(`beginning with "${text}"`, { source: literal(text) + ANYTHING, ignoresCase }, text);
}

export function endingWith(text: string, ignoresCase = false): Atom {
  return atom(`ending with "${text}"`, { source: ANYTHING + literal(text), ignoresCase });
}

/** @throws Undecidable */
export function matching(regex: string): Atom {
  return atom(`matching "${regex}"`, inJavaScript(regex));
}

/**
 * Texts in which a regular expression finds something.
 *
 * @throws Undecidable
 */
export function containing(regex: string): Atom {
  return atom(`with "${regex}" in it`, foundBy(regex));
}

/** The texts that are in a set once a prefix of them has been replaced. */
export function onceReplaced(replaced: Atom, prefix: Atom, replacement: string): Atom {
  return {
    words: `rewritten to one ${replaced.words}`,
    key: `${prefix.key} ${replacement} ${replaced.key}`,
    language: lazily(() => replaced.language().afterReplacing(prefix.language(), replacement)),
  };
}

/**
 * The condition of a StringMatch; undefined where it holds for every text. (E4 to E7)
 *
 * @throws Undecidable
 */
export function stringMatchAtom(match: Fields, ignoresCase = false): Atom | undefined {
  const [exact, prefix, regex] = [textOf(match.exact), textOf(match.prefix), textOf(match.regex)];
  if (exact !== undefined) {
    return exactly(exact, ignoresCase);
  }
  if (prefix !== undefined) {
    return beginningWith(prefix, ignoresCase);
  }
  return regex === undefined || regex === '*' ? undefined : matching(regex);
}

/** The condition of a value in an AuthorizationPolicy; undefined for `*`, which any text meets that is not empty. (H6) */
export function policyValueAtom(value: string, ignoresCase = false): Atom | undefined {
  if (value === '*') {
    return undefined;
  }
  if (value.startsWith('*')) {
    return endingWith(value.slice(1), ignoresCase);
  }
  return value.endsWith('*') ? beginningWith(value.slice(0, -1), ignoresCase) : exactly(value, ignoresCase);
}

/** One of the values between commas. */
export function element(value: string): Atom | undefined {
  if (value === '*') {
    return undefined;
  }
  const [before, after] = [value.startsWith('*'), value.endsWith('*')];
  const text = literal(value.slice(before ? 1 : 0, after && !before ? -1 : undefined));
  const one = `${before ? '[^,]*' : ''}${text}${after && !before ? '[^,]*' : ''}`;
  return atom(`with the element "${value}"`, { source: `(?:[^]*,)?${one}(?:,[^]*)?` });
}

/** A block of addresses in CIDR notation. */
export function addressBlock(block: string): Atom {
  return { ...atom(`in ${block}`, { source: literal(block) }, block), isAddressBlock: true };
}

/** The characters that Envoy accepts in a segment of a path template. (H7) */
const SEGMENT = "[\\w.~%!$&'()+,;:@=-]";

/** A path of a policy, in which `{*}` stands for a segment and `{**}` for any number of segments. (H7) */
export function pathTemplate(value: string): Atom | undefined {
  if (!value.includes('{*}') && !value.includes('{**}')) {
    return policyValueAtom(value);
  }
  const source = value
    .split(/(\{\*\*?\})/)
    .map((part) => (part === '{*}' ? `${SEGMENT}+` : part === '{**}' ? `(?:${SEGMENT}|\\/)*` : literal(part)))
    .join('');
  return atom(`matching "${value}"`, { source });
}

/** Of several equal sets, the last one. */
export function distinctAtoms(atoms: readonly Atom[]): Atom[] {
  return [...new Map(atoms.map((one) => [one.key, one])).values()];
}
