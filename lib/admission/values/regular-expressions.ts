import { regexMistake } from '../../istiod/match-string';
import type { FieldPath } from '../../manifests/manifest';
import { NO_PROBLEMS, type Problem } from '../problem';

/** istiod refuses longer ones. */
const MAX_LENGTH = 1024;

/** Envoy reads regular expressions of RE2, which have no look-around and no back-references. */
export function regexProblems(field: FieldPath, regex: string): readonly Problem[] {
  const message = messageFor(regex);
  return message === undefined ? NO_PROBLEMS : [{ field, message }];
}

function messageFor(regex: string): string | undefined {
  if (regex === '') {
    return 'is an empty regular expression; remove the condition, or write ".*" for any value';
  }
  if (regex.length > MAX_LENGTH) {
    return `is a regular expression of ${regex.length} characters; Istio allows at most ${MAX_LENGTH}`;
  }
  const mistake = regexMistake(regex);
  return mistake && `"${regex}" is not a regular expression in the RE2 syntax that Envoy reads: ${mistake}`;
}
