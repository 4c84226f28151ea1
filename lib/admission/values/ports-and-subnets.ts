import { parseCidr } from '../../manifests/ip';
import type { FieldPath } from '../../manifests/manifest';
import { NO_PROBLEMS, type Problem } from '../problem';
import { REFUSED, UNUSABLE_VALUE } from '../problem-types';

export function portProblems(field: FieldPath, value: number): readonly Problem[] {
  return Number.isInteger(value) && value >= 1 && value <= 65535
    ? NO_PROBLEMS
    : [{ field, message: `${value} is not a port; use a whole number from 1 to 65535` }];
}

/** An IP address, or a block of them in CIDR notation. */
export function subnetProblems(field: FieldPath, value: string): readonly Problem[] {
  return parseCidr(value)
    ? NO_PROBLEMS
    : [{ field, message: `"${value}" is neither an IP address nor a CIDR block such as "10.0.0.0/8"` }];
}

/** A Unix domain socket as `unix://` and a path. A path that begins with `@` is an abstract socket, not a file. */
export function unixSocketProblems(field: FieldPath, value: string): readonly Problem[] {
  const path = value.replace(/^unix:\/\//, '');
  if (/^[/@]./.test(path) && !path.endsWith('/')) {
    return NO_PROBLEMS;
  }
  const remedy = 'write "unix://" followed by an absolute path, or by "@" and a name';
  const message = `"${value}" is not a Unix domain socket; ${remedy}`;
  // istiod does not validate what follows "@".
  return [{ field, message, type: path.startsWith('@') ? UNUSABLE_VALUE : REFUSED }];
}
