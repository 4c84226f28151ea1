import type { FieldPath } from '../../manifests/manifest';
import { NO_PROBLEMS, type Problem } from '../problem';
import { IMPOSSIBLE_CONDITION, WARNED } from '../problem-types';
import { isDnsSubdomain, LABEL, MAX_LABEL_LENGTH } from './names';

type Labels = Readonly<Record<string, string>>;

/** Labels of a workload, by the rules of Kubernetes. */
export function* labelProblems(field: FieldPath, labels: Labels = {}): Iterable<Problem> {
  for (const [key, value] of Object.entries(labels)) {
    if (isLabelKey(key)) {
      yield* labelValueProblems([...field, key], value);
    } else {
      const message = `has the key "${key}", which is not the name of a label; write "name" or "prefix/name"`;
      yield { field, message };
    }
  }
}

export function isLabelValue(value: string): boolean {
  return value === '' || (value.length <= MAX_LABEL_LENGTH && LABEL.test(value));
}

export function labelValueProblems(field: FieldPath, value: string): readonly Problem[] {
  if (isLabelValue(value)) {
    return NO_PROBLEMS;
  }
  const rule = 'use at most 63 letters, digits, "-", "_" and ".", with a letter or digit at both ends';
  const message = `"${value}" is not the value of a label; ${rule}`;
  // Istio does not limit the length, but no pod has such a label.
  return [{ field, message, ...(LABEL.test(value) ? { type: IMPOSSIBLE_CONDITION } : {}) }];
}

function isLabelKey(key: string): boolean {
  const slash = key.indexOf('/');
  const name = key.slice(slash + 1);
  const prefix = slash < 0 ? 'prefix' : key.slice(0, slash);
  return LABEL.test(name) && name.length <= MAX_LABEL_LENGTH && isDnsSubdomain(prefix);
}

/**
 * Labels to select pods by, which are compared literally.
 *
 * @param selectedByNone what a selector without labels selects
 */
export function* selectorProblems(
  field: FieldPath,
  labels: Labels = {},
  selectedByNone: 'every pod' | 'no pod' = 'every pod',
): Iterable<Problem> {
  const entries = Object.entries(labels);
  if (entries.length === 0) {
    const message = `is empty and therefore selects ${selectedByNone}; add labels, or remove the selector`;
    yield { field, message, type: WARNED };
  }
  for (const [key, value] of entries) {
    if (key === '') {
      yield { field, message: `has the value "${value}" without a key; add the key` };
    } else if (`${key}${value}`.includes('*')) {
      const message = `"${value}" selects no pod, because labels are compared literally; write the label without "*"`;
      yield { field: [...field, key], message };
    }
  }
}
