import type { CelInput } from '@bufbuild/cel';
import type { Schema } from '../schema';
import { type Program, programOf } from './program';
import { converterOf } from './values';

/** The API server limits the cost of one rule in the same way. */
const MAX_STEPS = 1_000_000;
/** A rule remembers at most this many verdicts, so that memory stays bounded. */
const MAX_VERDICTS = 1_000;
/** Verdicts on longer texts are not remembered. */
const MAX_TEXT = 256;
/** Verdicts on lists and maps with more entries are not remembered. */
const MAX_PARTS = 32;

/** Whether a value obeys a rule. */
export type Verdict = 'holds' | 'is violated' | 'takes too long';

/**
 * Makes a judge of the values of a schema. Rules are slow and most objects of a mesh are alike, so the judge remembers its
 * verdicts.
 */
export function judgeOf(rule: string, schema: Schema): (value: unknown) => Verdict {
  const program = programOf(rule);
  if (program.isTransition) {
    return () => 'holds';
  }
  const toCel = converterOf(schema, program.reads);
  const verdicts = new Map<unknown, Verdict>();
  return (value) => {
    const self = toCel(value);
    const key = keyOf(self);
    const known = key === undefined ? undefined : verdicts.get(key);
    if (known) {
      return known;
    }
    const verdict = judge(program, self);
    if (key !== undefined) {
      if (verdicts.size >= MAX_VERDICTS) {
        verdicts.clear();
      }
      verdicts.set(key, verdict);
    }
    return verdict;
  };
}

function judge(program: Program, self: CelInput): Verdict {
  if (largest(self) ** program.depth > MAX_STEPS) {
    return 'takes too long';
  }
  return program.run(self) === true ? 'holds' : 'is violated';
}

/** The size of the largest list or map in a value. */
function largest(value: CelInput): number {
  let size = 0;
  for (const part of partsOf(value) ?? []) {
    size = Math.max(size, largest(part));
  }
  return Math.max(size, sizeOf(value));
}

/** A key that no other value has; undefined if it would be long. */
function keyOf(value: CelInput): unknown {
  if (typeof value !== 'object') {
    return typeof value === 'string' && value.length > MAX_TEXT ? undefined : value;
  }
  const parts = partsOf(value);
  if (!parts || sizeOf(value) > MAX_PARTS) {
    return undefined;
  }
  let key = value instanceof Map ? `map of ${[...value.keys()].map(spelled).join()}:` : 'list:';
  for (const part of parts) {
    const own = keyOf(part);
    if (own === undefined) {
      return undefined;
    }
    key += spelled(own);
  }
  return key.length > MAX_TEXT ? undefined : key;
}

/** With its type and length, so that one text cannot be read as two. */
function spelled(value: unknown): string {
  const text = String(value);
  return `${typeof value} ${text.length} ${text}`;
}

/** The items of a list, or the values of a map. */
function partsOf(value: CelInput): Iterable<CelInput> | undefined {
  return value instanceof Map ? value.values() : Array.isArray(value) ? value : undefined;
}

function sizeOf(value: CelInput): number {
  return value instanceof Map ? value.size : Array.isArray(value) ? value.length : 0;
}
