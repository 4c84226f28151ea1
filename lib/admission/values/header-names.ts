import type { FieldPath } from '../../manifests/manifest';
import { NO_PROBLEMS, type Problem } from '../problem';
import { REFUSED, UNUSABLE_VALUE } from '../problem-types';

/** A token, which the name of a header is by RFC 9110. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

export function isHeaderName(value: string): boolean {
  return TOKEN.test(value);
}

export function headerNameProblems(field: FieldPath, value: string): readonly Problem[] {
  return isHeaderName(value) ? NO_PROBLEMS : [{ field, message: notHeaderName(value) }];
}

export function notHeaderName(value: string): string {
  return `"${value}" is not the name of a header; use letters, digits and "-"`;
}

/** The name of a request header, or of a pseudo-header that Envoy has for method, path and host. */
export function requestHeaderNameProblems(field: FieldPath, value: string): readonly Problem[] {
  return /^:(authority|method|path|scheme)$/.test(value) ? NO_PROBLEMS : headerNameProblems(field, value);
}

/**
 * The value of a header that Envoy sets. `%NAME%` and `%NAME(arguments)%` in it are commands, whose arguments may hold
 * anything: `%START_TIME(%s)%`.
 */
export function* headerValueProblems(field: FieldPath, value: string): Iterable<Problem> {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that Istio refuses
  if (/[\x00-\x08\x0a-\x1f\x7f]/.test(value)) {
    yield { field, message: `${JSON.stringify(value)} has control characters; remove them` };
  }
  const commands = commandsOf(value);
  if (!commands?.every((name) => /^[A-Z][A-Z0-9_]*$/.test(name))) {
    yield {
      field,
      message: `"${value}" has a single "%"; write "%%" for a percent sign`,
      // istiod does not know the commands, and takes any text between percent signs for one.
      type: commands ? UNUSABLE_VALUE : REFUSED,
    };
  }
}

/** The position of the reader of commands. */
type State = 'text' | 'name' | 'arguments' | 'next string' | 'string' | 'string over' | 'list over' | 'over';

/** The characters that lead from one state to the next; `other` is any character that is not named. */
const STEPS: Readonly<Record<State, Readonly<Record<string, State>>>> = {
  text: { '%': 'name', other: 'text' },
  name: { '%': 'text', '(': 'arguments', other: 'name' },
  // An argument need not be a list of strings.
  arguments: { ' ': 'arguments', '[': 'next string', other: 'string' },
  'next string': { ' ': 'next string', '"': 'string' },
  string: { ')': 'over', '"': 'string over', other: 'string' },
  'string over': { ' ': 'string over', ',': 'next string', ']': 'list over' },
  'list over': { ' ': 'list over', ')': 'over' },
  over: { ' ': 'over', '%': 'text' },
};

/** The names of all commands, read character by character as istiod does; undefined if a command does not end. */
function commandsOf(value: string): string[] | undefined {
  const names: string[] = [];
  let state: State | undefined = 'text';
  let start = 0;
  for (let i = Math.max(value.indexOf('%'), 0); i < value.length && state; i++) {
    const character = value.charAt(i);
    if (state === 'text' && character === '%' && value.charAt(i + 1) === '%') {
      i++;
      continue;
    }
    if (state === 'string' && character === '\\') {
      i++;
      continue;
    }
    const next: State | undefined = STEPS[state][character] ?? STEPS[state].other;
    if (state === 'text' && next === 'name') {
      start = i + 1;
    } else if (state === 'name' && next !== 'name') {
      names.push(value.slice(start, i));
    }
    state = next;
  }
  return state === 'text' ? names : undefined;
}
