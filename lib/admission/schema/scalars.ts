import { RE2JS } from 're2js';
import { counted, shown } from '../../catalogue/words';
import { type IstioVersion, isAtLeast } from '../../istiod/istio-version';
import { characterCount } from '../values/texts';
import { NUMBER_FORMATS, STRING_FORMATS } from './formats';
import { PATTERN_WORDS } from './rule-words';
import type { Schema } from './schema';
import type { Check } from './schema-check';

/** `enum`. */
export function* enumChecks(schema: Schema, istio: IstioVersion): Iterable<Check> {
  const { enum: all, 'x-istio-values-since': versions = {} } = schema;
  if (all) {
    const values = all.filter((value) => isAtLeast(istio, versions[String(value)] ?? istio));
    const words = values.map((value) => (value === '' ? '""' : String(value))).join(', ');
    yield (value, report) => {
      if (!values.includes(value)) {
        const since = all.includes(value) ? `, which Istio has from ${versions[String(value)]} on` : '';
        report.violation(`is ${shown(value)}${since}; use one of ${words}`);
      }
    };
  }
}

/** The checks of numbers. */
export function* numberChecks(schema: Schema): Iterable<Check<number>> {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf, type } = schema;
  const format = NUMBER_FORMATS.get(schema.format ?? (type === 'integer' ? 'int64' : ''));
  if (minimum !== undefined) {
    yield (value, report) => {
      if (exclusiveMinimum ? value <= minimum : value < minimum) {
        report.violation(`is ${value}; use ${exclusiveMinimum ? 'more than' : 'at least'} ${minimum}`);
      }
    };
  }
  if (maximum !== undefined) {
    yield (value, report) => {
      if (exclusiveMaximum ? value >= maximum : value > maximum) {
        report.violation(`is ${value}; use ${exclusiveMaximum ? 'less than' : 'at most'} ${maximum}`);
      }
    };
  }
  if (multipleOf !== undefined) {
    yield (value, report) => {
      if (!Number.isInteger(value / multipleOf)) {
        report.violation(`is ${value}; use a multiple of ${multipleOf}`);
      }
    };
  }
  if (format) {
    yield (value, report) => {
      if (!format.fits(value)) {
        report.violation(`is ${value}; use ${format.words}`);
      }
    };
  }
}

/** The checks of strings. */
export function* stringChecks(schema: Schema): Iterable<Check<string>> {
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern } = schema;
  const format = STRING_FORMATS.get(schema.format ?? '');
  if (minLength > 0 || Number.isFinite(maxLength)) {
    yield (value, report) => {
      // A character outside the basic plane has a length of 2 in JavaScript and of 1 in Go.
      const isSurelyFine = value.length <= maxLength && value.length >= 2 * minLength;
      const length = isSurelyFine ? value.length : characterCount(value);
      if (length < minLength) {
        const least = counted(minLength, 'character');
        report.violation(
          length === 0 ? `is empty; use at least ${least}` : `is ${shown(value)}; use at least ${least}`,
        );
      } else if (!isSurelyFine && length > maxLength) {
        report.violation(`has ${counted(length, 'character')}; use at most ${maxLength}`);
      }
    };
  }
  if (pattern !== undefined) {
    const matches = lazyMatcher(pattern);
    const words = PATTERN_WORDS.get(pattern) ?? `text that matches ${pattern}`;
    yield (value, report) => {
      if (!matches(value)) {
        report.violation(`is ${shown(value)}; use ${words}`);
      }
    };
  }
  if (format) {
    yield (value, report) => {
      if (!format.fits(value)) {
        report.violation(`is ${shown(value)}; use ${format.words}`);
      }
    };
  }
}

function lazyMatcher(pattern: string): (text: string) => boolean {
  let compiled: RE2JS | undefined;
  return (text) => {
    compiled ??= RE2JS.compile(pattern);
    return compiled.test(text);
  };
}
