import { textCondition } from '../istiod/match-string';
import { isPlainRegex } from '../istiod/plain-regex';
import { claimPath } from '../istiod/virtual-services/claim-path';
import { STRING_MAP_FIELDS, type StringMapField } from '../istiod/virtual-services/http-match-request';
import { type Fields, fieldsOf, optionalFields, textOf } from '../manifests/fields';

/** A value of a part of a request: undefined where the part is missing, and null where the value is not known. */
type Guess = string | undefined | null;

/** A request that a match takes, as far as it is known without automata. */
export interface Sample {
  readonly path: Guess;
  valueOf(part: string): Guess;
}

/** A text that hardly any match asks for. */
const UNUSUAL = '~zq';
/** Any scheme will do: it does not decide. */
const FIELDS = ['uri', 'method', 'authority'] as const;
const PATH: (typeof FIELDS)[number] = 'uri';

/** Two requests that a match takes: one has no parts that it need not have, and the other one has all of them. */
export function* samplesOf(match: Fields): Iterable<Sample> {
  const isOfAnything = Object.keys(match).length === 0;
  yield isOfAnything ? ANYTHING : sampleOf(match, undefined);
  yield sampleOf(match, UNUSUAL);
}

function sampleOf(match: Fields, other: string | undefined): Sample {
  const values = new Map<string, Guess>();
  for (const field of FIELDS) {
    values.set(field, guessOf(fieldsOf(match[field]), field === PATH ? `/${UNUSUAL}` : UNUSUAL));
  }
  // Every path begins with a slash, which a regular expression need not say.
  if (!values.get(PATH)?.startsWith('/')) {
    values.set(PATH, null);
  }
  for (const [part, wanted, isUnwanted] of partsIn(match)) {
    if (!isUnwanted) {
      values.set(part, guessOf(wanted, UNUSUAL));
    } else if (!values.has(part)) {
      values.set(part, isPresence(wanted) ? undefined : wanted.regex === undefined ? other : null);
    }
  }
  return {
    path: values.get(PATH),
    valueOf: (part) => (values.has(part) ? values.get(part) : other),
  };
}

/** The headers and parameters that a match asks for, wanted ones first. Claims depend on policies. */
function* partsIn(match: Fields): Iterable<readonly [part: string, wanted: Fields, isUnwanted: boolean]> {
  for (const field of STRING_MAP_FIELDS) {
    const map = match[field];
    for (const [name, wanted] of map === undefined ? [] : Object.entries(fieldsOf(map))) {
      if (field === 'queryParams' || !claimPath(name)) {
        yield [partOf(field, name), fieldsOf(wanted), field === 'withoutHeaders'];
      }
    }
  }
}

function partOf(field: StringMapField, name: string): string {
  return field === 'queryParams' ? `parameter ${name}` : `header ${name.toLowerCase()}`;
}

function isPresence({ exact, prefix, regex }: Fields): boolean {
  return exact === undefined && prefix === undefined && (regex === undefined || regex === '*');
}

/** A text that meets a StringMatch; null if none is found. */
function guessOf(match: Fields, any: string): Guess {
  const [exact, prefix, regex] = [textOf(match.exact), textOf(match.prefix), textOf(match.regex)];
  if (exact !== undefined || isPresence(match)) {
    return exact ?? any;
  }
  if (prefix !== undefined) {
    return prefix === '' ? any : prefix + UNUSUAL;
  }
  return regex === undefined || !isPlainRegex(regex) ? null : guessOfRegex(regex);
}

const GROUP = /\((?:\?:)?([^()|]*)(?:\|[^()]*)?\)/g;
const CHARACTER = /\\([dw])|\\(.)|\[(?:\\.|[^\]])*\]|\./g;

/** The expression itself with a character for each class, if that is a text that it matches. */
function guessOfRegex(regex: string): Guess {
  const text = regex
    .replace(GROUP, '$1')
    .replace(/[*+?]\??/g, '')
    .replace(CHARACTER, (part, kind?: string, escaped?: string) => escaped ?? characterOf(part, kind));
  return textCondition({ regex }).holds(text) ? text : null;
}

function characterOf(part: string, kind: string | undefined): string {
  if (part === '.' || kind !== undefined) {
    return kind === 'd' ? '7' : 'z';
  }
  const isIn = textCondition({ regex: part }).holds;
  return [...'z7Z/-'].find((character) => isIn(character)) ?? '';
}

/** Most VirtualServices end with a route for all other requests. */
const ANYTHING = sampleOf({}, undefined);

/** Whether a match may take a sample, which is not known for all of them. */
export type MayTake = (sample: Sample) => boolean;

/** Compiles a match for comparisons with samples. */
export function mayTake(match: Fields): MayTake {
  const conditions: MayTake[] = [];
  for (const field of FIELDS) {
    const wanted = optionalFields(match[field]);
    if (wanted) {
      const holds = mayHold(wanted, field === PATH && match.ignoreUriCase === true);
      conditions.push((sample) => holds(sample.valueOf(field)));
    }
  }
  for (const [part, wanted, isUnwanted] of partsIn(match)) {
    conditions.push(isUnwanted ? mayBeWithout(part, wanted) : mayHave(part, wanted));
  }
  return (sample) => conditions.every((holds) => holds(sample));
}

function mayHave(part: string, wanted: Fields): MayTake {
  const holds = mayHold(wanted);
  return (sample) => holds(sample.valueOf(part));
}

/** A missing header counts as empty. (E6) */
function mayBeWithout(part: string, unwanted: Fields): MayTake {
  if (isPresence(unwanted)) {
    return (sample) => typeof sample.valueOf(part) !== 'string';
  }
  if (!isSimple(unwanted)) {
    return () => true;
  }
  const { holds } = textCondition(unwanted);
  return (sample) => {
    const value = sample.valueOf(part);
    return value === null || !holds(value ?? '');
  };
}

function mayHold(match: Fields, ignoreCase = false): (value: Guess) => boolean {
  const { holds } = isSimple(match) ? textCondition(match, ignoreCase) : textCondition({});
  return (value) => value === null || (value !== undefined && holds(value));
}

/** Whether it takes little time to compare texts with a StringMatch. */
function isSimple({ regex }: Fields): boolean {
  return typeof regex !== 'string' || isPlainRegex(regex);
}
