import fc from 'fast-check';
import { RE2JS } from 're2js';
import { isPlainRegex, isPlainText } from '../../lib/istiod/plain-regex';
import { holds } from '../holds';

const characters = ['a', 'b', 'B', '1', '_', '-', '/', '.', ' ', '~'];
const syntax = [
  '.',
  '|',
  '(',
  '(?:',
  ')',
  '*',
  '+',
  '?',
  '^',
  '$',
  '{2}',
  '\\.',
  '\\d',
  '\\w',
  '\\W',
  '\\s',
  '\\b',
  '\\',
];
const classes = [
  '[a-z]',
  '[^a-z]',
  '[a-f1]',
  '[^/]',
  '[\\w.-]',
  '[-ab]',
  '[z-a]',
  '[a',
  ']',
  '[]a]',
  '[^]',
  '[[:alpha:]]',
];
const expressions = fc
  .array(fc.constantFrom(...characters, ...syntax, ...classes), { maxLength: 12 })
  .map((parts) => parts.join(''));
const texts = fc
  .array(fc.constantFrom(...characters, 'é', '\n', '\r', '\u2028', '😀'), { maxLength: 8 })
  .map((parts) => parts.join(''));

test('RE2 and JavaScript match the same plain texts by a plain expression', () => {
  holds(
    fc.property(expressions, fc.array(texts, { minLength: 5, maxLength: 20 }), (expression, values) => {
      fc.pre(isPlainRegex(expression));
      const program = RE2JS.compile(expression);
      const script = new RegExp(`^(?:${expression})$`);
      for (const value of values.filter(isPlainText)) {
        expect([value, script.test(value)]).toEqual([value, program.matches(value)]);
      }
    }),
    500,
  );
});

test.each(['/api/v1', '/api/.*', '/(v1|v2)/[^/]+(/.*)?', '(?:www\\.)?example\\.com', '', '.*'])(
  '"%s" is plain',
  (expression) => {
    expect(isPlainRegex(expression)).toBe(true);
  },
);

test.each([
  ['(?i)beta', 'flags'],
  ['a**', 'a repetition of a repetition'],
  ['*', 'a repetition of nothing'],
  ['(', 'a group without an end'],
  ['[z-a]', 'a class that is invalid'],
  ['a{2,3}', 'a counted repetition'],
  ['\\s', 'a class that JavaScript reads differently'],
  ['\\bbeta', 'a boundary'],
  ['(?=beta)', 'something that RE2 lacks'],
  ['(a)\\1', 'something that RE2 lacks'],
  ['é', 'characters outside ASCII'],
  ['(a+)+b', 'a repetition in a repetition'],
  ['(a|a)*b', 'a choice in a repetition'],
  ['a?a?a?a?a?a?a?aaaaaaa', 'many choices'],
  ['.*a.*a.*a.*a', 'many repetitions'],
])('"%s" is left to RE2: %s', (expression) => {
  expect(isPlainRegex(expression)).toBe(false);
});

test.each(['é', 'a\nb', '\u2028', '😀'])('"%s" is not a plain text', (text) => {
  expect(isPlainText(text)).toBe(false);
});

test('long expressions and texts are left to RE2', () => {
  expect([isPlainRegex('a'.repeat(256)), isPlainRegex('a'.repeat(257))]).toEqual([true, false]);
  expect([isPlainText('a'.repeat(256)), isPlainText('a'.repeat(257))]).toEqual([true, false]);
});
