import { isRecord } from '../../../manifests/manifest';
import { isSet } from '../maps';

/** Whether a rule obviously holds for a value. If not, CEL decides. */
export type Obvious = (value: unknown) => boolean;

const RULES: ReadonlyMap<string, Obvious> = new Map<string, Obvious>([
  [
    "duration(self) >= duration('1ms')",
    (value) => typeof value === 'string' && /^[1-9]\d{0,5}(ms|s|m|h)$/.test(value),
  ],
  [
    '0 < self && self <= 65535',
    (value) => Number.isInteger(value) && (value as number) > 0 && (value as number) <= 65535,
  ],
  ['!self.contains("*")', (value) => typeof value === 'string' && !value.includes('*')],
  ['self.all(key, !key.contains("*"))', (value) => haveKeys(value, (key) => !key.includes('*'))],
  ['self.all(key, key.size() != 0)', (value) => haveKeys(value, (key) => key !== '')],
]);

/** Counts which of some fields are set: `(has(self.a) ? 1 : 0) + (has(self.b) ? 1 : 0) <= 1`. */
const AT_MOST_ONE = /^\(has\(self\.\w+\) \? 1 : 0\)( \+ \(has\(self\.\w+\) \? 1 : 0\))* <= 1$/;

/**
 * A test that makes running a rule unnecessary, for rules that apply to nearly every object and that nearly all objects
 * obey. Loading CEL takes longer than checking an app.
 */
export function obvious(rule: string): Obvious | undefined {
  return RULES.get(rule) ?? (AT_MOST_ONE.test(rule) ? atMostOne(rule) : undefined);
}

function atMostOne(rule: string): Obvious {
  const fields = [...rule.matchAll(/has\(self\.(\w+)\)/g)].map(([, field = '']) => field);
  return (value) => isRecord(value) && fields.filter((field) => isSet(value, field)).length <= 1;
}

function haveKeys(value: unknown, are: (key: string) => boolean): boolean {
  return isRecord(value) && Object.keys(value).every(are);
}
