import { regexMistake } from '../../istiod/match-string';
import type { FieldPath } from '../../manifests/manifest';
import { NO_PROBLEMS, type Problem } from '../problem';
import { IMPOSSIBLE_CONDITION, REGEX_OF_PART } from '../problem-types';
import { byteCount } from './texts';

/** istiod refuses longer ones. */
const MAX_BYTES = 1024;

/** Envoy reads regular expressions of RE2, which have no look-around and no back-references. */
export function regexProblems(field: FieldPath, regex: string): readonly Problem[] {
  const message = messageFor(regex);
  return message === undefined ? NO_PROBLEMS : [{ field, message }];
}

function messageFor(regex: string): string | undefined {
  if (regex === '') {
    return 'is an empty regular expression; remove the condition, or write ".*" for any value';
  }
  if (regex.length * 3 > MAX_BYTES && byteCount(regex) > MAX_BYTES) {
    return `is a regular expression of ${byteCount(regex)} bytes; Istio allows at most ${MAX_BYTES}`;
  }
  const mistake = regexMistake(regex);
  return mistake && `"${regex}" is not a regular expression in the RE2 syntax that Envoy reads: ${mistake}`;
}

/** An expression that is a text, without a sign that stands for others. In names of files and hosts a dot means itself. */
const PLAIN_TEXT = /^\^?[\w\s/=:;,@%&~."'-]+$/;
/** An expression that begins with a character which is not the slash of a path, and has no alternatives. */
const BEGINS_WITHOUT_SLASH = /^\^?[\w%~-](?![*?{])[^|]*$/;
/** An expression such as `/api/*`, in which the star repeats the slash. */
const FILE_NAME_PATTERN = /^(\^?\/[\w/.~-]*)\/\*$/;

/** What is odd about a regular expression for the path of requests. (E4) */
export function* pathRegexProblems(field: FieldPath, regex: string): Iterable<Problem> {
  const [, start] = FILE_NAME_PATTERN.exec(regex) ?? [];
  if (BEGINS_WITHOUT_SLASH.test(regex)) {
    const message = `"${regex}" never matches, because it is compared with the whole path, which begins with "/"; write ".*${regex.replace(/^\^/, '')}.*" for a part of it`;
    yield { field, message, type: IMPOSSIBLE_CONDITION };
  } else if (start !== undefined) {
    const message = `"${regex}" means ${JSON.stringify(start.replace(/^\^/, ''))} with any number of slashes after it, as this is a regular expression; write "${start}/.*" for all paths below it`;
    yield { field, message, type: REGEX_OF_PART };
  } else {
    yield* partProblems(field, regex);
  }
}

/** A text that is compared with a whole value, although values that contain it may be meant. (E4, E6) */
export function partProblems(field: FieldPath, regex: string | undefined): readonly Problem[] {
  if (regex === undefined || !PLAIN_TEXT.test(regex)) {
    return NO_PROBLEMS;
  }
  const text = regex.replace(/^\^/, '');
  const part = regex === text && !text.startsWith('/') ? `.*${text}.*` : `${regex}.*`;
  const message = `"${regex}" is compared with the whole value, so it matches "${text}" only; write "${part}" for more, or exact if that is meant`;
  return [{ field, message, type: REGEX_OF_PART }];
}
