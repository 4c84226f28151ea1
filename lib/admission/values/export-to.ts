import type { FieldPath } from '../../manifests/manifest';
import type { Problem } from '../problem';
import { dnsLabelProblems } from './names';

/** A list of namespaces, `.` for the object's own, and `*` for all. */
export function* exportToProblems(
  field: FieldPath,
  values: readonly string[] = [],
  namespace?: string,
): Iterable<Problem> {
  const seen = new Set<string>();
  for (const [i, value] of values.entries()) {
    const name = value === '.' ? (namespace ?? value) : value;
    const entry = [...field, i];
    if (seen.has(name)) {
      yield { field: entry, message: `"${value}" appears twice; remove one` };
    } else if (value === '*' && values.length > 1) {
      const message = '"*" exports to every namespace; remove it, or all other entries';
      yield { field: entry, message };
    } else if (value !== '*' && value !== '.') {
      yield* dnsLabelProblems(entry, value);
    }
    seen.add(name);
  }
}
