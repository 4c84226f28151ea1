import fc from 'fast-check';
import { load } from 'js-yaml';
import { KINDS } from '../../../lib/admission/schema/kind-schemas';
import { holds } from '../../holds';
import { messagesOf, objectOf } from './messages';

/** Arbitrary JSON among whose keys and values are those that kinds know. */
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    fc.constantFrom(null, true, 0, -1, 1.5, 2 ** 40, '', '*', 'a', '1s', '0s', 'unix://', 'STATIC', 'HOST'),
    fc.jsonValue({ maxDepth: 2 }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...fieldNames()), fc.string()), tie('value'), { maxKeys: 6 }),
  ),
}));

test.each(KINDS.map(({ kind }) => kind))('%s takes any JSON for a spec without failing', (kind) => {
  const property = fc.property(value, (spec) => {
    const messages = messagesOf(objectOf(kind, spec));
    expect(messages.filter((message) => /\n|undefined|\[object/.test(message))).toEqual([]);
  });
  holds(property, 10);
});

test('a bomb of aliases is refused', () => {
  const lines = Array.from(
    { length: 6 },
    (_, i) => `a${i}: &a${i} [${Array(15).fill(i ? `*a${i - 1}` : 'x')}]`,
  );
  const { a5 } = load(lines.join('\n'), { maxAliases: 1000 }) as { a5: unknown };
  const spec = { http: Array(2000).fill({ match: Array(600).fill({ uri: { exact: 'a' } }) }) };
  expect(messagesOf(objectOf('VirtualService', spec))).toEqual([
    'spec is too large: it has more than 1000000 values, with those that aliases repeat; split it up',
  ]);
  const opaque = { configPatches: [{ patch: { value: { a5 } } }] };
  expect(messagesOf(objectOf('EnvoyFilter', opaque))).toEqual([]);
});

test('of an object with countless mistakes the first hundred are told', () => {
  const spec = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`x${i}`, i]));
  expect(messagesOf(objectOf('Gateway', spec))).toHaveLength(100);
});

test('text that is long is shortened', () => {
  expect(messagesOf(objectOf('VirtualService', { http: 'x'.repeat(1_000_000) }))).toEqual([
    `spec.http is "${'x'.repeat(59)}…"; use a list`,
  ]);
});

function fieldNames(): string[] {
  const names = new Set<string>();
  const collect = (one: unknown): void => {
    if (typeof one === 'object' && one !== null) {
      const { properties } = one as { properties?: object };
      for (const name of Object.keys(properties ?? {})) {
        names.add(name);
      }
      Object.values(one).forEach(collect);
    }
  };
  collect(KINDS);
  return [...names, '__proto__', 'constructor', 'toString'];
}
