import fc from 'fast-check';
import { RE2JS } from 're2js';
import {
  beginningWith,
  containing,
  endingWith,
  exactly,
  matching,
  onceReplaced,
} from '../../lib/algebra/atom';
import { cellsOf } from '../../lib/algebra/cells';
import { Language } from '../../lib/algebra/language';
import { Undecidable } from '../../lib/algebra/undecidable';
import { holds } from '../holds';

const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.', '1'), maxLength: 6 });
const piece = fc.constantFrom(
  'a',
  'b',
  '/',
  '.',
  '\\.',
  '\\d',
  '[ab]',
  '[^a]',
  '(a|/)',
  '(?:b.)',
  '(^a)',
  '(b|$)',
  '(?i)',
  '^',
  '$',
);
const regex = fc
  .array(fc.tuple(piece, fc.constantFrom('', '', '*', '+', '?', '{2}')), { maxLength: 5 })
  .map((pieces) => pieces.map(([one, times]) => (/^[\^$]|^\(\?i/.test(one) ? one : one + times)).join(''));

/** What a translated expression has to agree with; undefined for what is not compared. */
function languageOf(make: () => { language(): Language }): Language | undefined {
  try {
    return make().language();
  } catch (error) {
    if (error instanceof Undecidable) {
      return undefined;
    }
    throw error;
  }
}

test('a regular expression has the texts that RE2 matches as a whole', () => {
  let compared = 0;
  holds(
    fc.property(regex, fc.array(text, { minLength: 20, maxLength: 20 }), (source, texts) => {
      const program = compiled(source);
      const language = program && languageOf(() => matching(source));
      if (program && language) {
        compared += 1;
        expect(texts.filter((one) => language.has(one))).toEqual(texts.filter((one) => program.matches(one)));
      }
    }),
    200,
  );
  expect(compared).toBeGreaterThan(50);
});

test('a regular expression of a rewrite has the texts in which RE2 finds something', () => {
  let compared = 0;
  holds(
    fc.property(regex, fc.array(text, { minLength: 20, maxLength: 20 }), (source, texts) => {
      const program = compiled(source);
      const language = program && languageOf(() => containing(source));
      if (program && language) {
        compared += 1;
        expect(texts.filter((one) => language.has(one))).toEqual(
          texts.filter((one) => program.matcher(one).find()),
        );
      }
    }),
    200,
  );
  expect(compared).toBeGreaterThan(50);
});

function compiled(source: string): RE2JS | undefined {
  try {
    return RE2JS.compile(source);
  } catch {
    return undefined;
  }
}

test.each(['\\p{L}', '(?m)^a', '\\Qa\\E', 'a^b', '(a$|b)c', '\\bword', '(^a)+'])(
  '%s is not compared',
  (source) => {
    expect(() => matching(source)).toThrow(Undecidable);
  },
);

test('cells have each text once, and tell how it meets the conditions', () => {
  const atom = fc
    .tuple(fc.constantFrom(exactly, beginningWith, endingWith), text)
    .map(([make, one]) => make(one));
  const domain = Language.of({ source: '[ab.\\/1]*' });
  holds(
    fc.property(fc.array(atom, { maxLength: 4 }), text, (atoms, one) => {
      const cells = cellsOf(domain, atoms, []);
      const truths = atoms.map((each) => each.language().has(one));
      expect(cells.filter(({ language }) => language.has(one)).map((cell) => cell.truths)).toEqual([truths]);
      for (const { language, samples } of cells) {
        expect(samples.length).toBeGreaterThan(0);
        expect(samples.filter((sample) => !language.has(sample))).toEqual([]);
      }
    }),
    60,
  );
});

test('the texts that are in a set once their prefix has been replaced', () => {
  holds(
    fc.property(
      fc.constantFrom(exactly, beginningWith, endingWith),
      text,
      text,
      text,
      text,
      (make, wanted, prefix, uri, rest) => {
        const language = onceReplaced(make(wanted), exactly(prefix), uri).language();
        expect(language.has(prefix + rest)).toBe(
          make(wanted)
            .language()
            .has(uri + rest),
        );
      },
    ),
    200,
  );
});
