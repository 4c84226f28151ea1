import { RE2JS } from 're2js';
import { type Fields, textOf } from '../manifests/fields';
import { isPlainRegex, isPlainText } from './plain-regex';

/** A condition on a text, and how to say it. */
export interface TextCondition {
  readonly kind: 'exact' | 'prefix' | 'regex' | 'present';
  /** `prefix "/api"`. */
  readonly text: string;
  holds(value: string): boolean;
}

/** A regular expression that RE2 cannot read. */
export class InvalidRegex extends Error {
  constructor(
    regex: string,
    /** What is wrong with it, in the words of RE2. */
    readonly mistake: string,
  ) {
    super(`"${regex}" is not a regular expression that RE2 can read: ${mistake}`);
  }
}

/** The condition of a StringMatch. A StringMatch without a field is met by any text. (E4 to E7) */
export function textCondition(match: Fields, ignoreCase = false): TextCondition {
  const exact = textOf(match.exact);
  if (exact !== undefined) {
    const wanted = ignoreCase ? lowerCase(exact) : exact;
    const holds = ignoreCase
      ? (value: string) => lowerCase(value) === wanted
      : (value: string) => value === exact;
    return { kind: 'exact', text: `exact "${exact}"`, holds };
  }
  const prefix = textOf(match.prefix);
  if (prefix !== undefined) {
    const wanted = ignoreCase ? lowerCase(prefix) : prefix;
    const holds = ignoreCase
      ? (value: string) => lowerCase(value).startsWith(wanted)
      : (value: string) => value.startsWith(prefix);
    return { kind: 'prefix', text: `prefix "${prefix}"`, holds };
  }
  const regex = textOf(match.regex);
  if (regex !== undefined) {
    return { kind: 'regex', text: `regex "${regex}"`, holds: wholeMatch(regex) };
  }
  return { kind: 'present', text: 'present', holds: () => true };
}

/** A condition on something that may be missing, where `*` as a regex means that it must not be. (E6) */
export function textOrPresence(match: Fields): TextCondition {
  return match.regex === '*' ? textCondition({}) : textCondition(match);
}

/**
 * Whether an expression matches the whole of a text.
 *
 * @throws InvalidRegex
 */
function wholeMatch(regex: string): (text: string) => boolean {
  if (!isPlainRegex(regex)) {
    const program = compileRegex(regex);
    return (text) => program.matches(text);
  }
  const expression = new RegExp(`^(?:${regex})$`);
  return (text) => (isPlainText(text) ? expression.test(text) : compileRegex(regex).matches(text));
}

const compiled = new Map<string, RE2JS>();
/** Programs are kept for as many expressions as a mesh may have, but not without end. */
const MOST_KEPT = 10_000;

/**
 * An expression of Envoy's, which has to match the whole of a text.
 *
 * @throws InvalidRegex
 */
export function compileRegex(regex: string): RE2JS {
  const known = compiled.get(regex);
  if (known) {
    return known;
  }
  try {
    const program = RE2JS.compile(regex);
    if (compiled.size >= MOST_KEPT) {
      compiled.clear();
    }
    compiled.set(regex, program);
    return program;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InvalidRegex(regex, reason.replace(/^error parsing regexp: /, '').replace(/\s+/g, ' '));
  }
}

/** What is wrong with a regular expression; undefined for one that RE2 can read. */
export function regexMistake(regex: string): string | undefined {
  if (isPlainRegex(regex)) {
    return undefined;
  }
  try {
    compileRegex(regex);
    return undefined;
  } catch (error) {
    if (error instanceof InvalidRegex) {
      return error.mistake;
    }
    throw error;
  }
}

/** Of ASCII letters only, as Envoy does. */
function lowerCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
