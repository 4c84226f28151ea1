import { regexMistake } from '../../istiod/match-string';
import type { FieldPath } from '../../manifests/manifest';
import { NO_PROBLEMS, type Problem } from '../problem';
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
