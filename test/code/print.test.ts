import { codeOf, type Expression, imported, print, variable } from '../../lib/code';

const rule = variable('rule');
const long = 'a-text-that-is-long-enough-for-lines-to-be-too-narrow-for-two-of-them';

test.each<[code: Expression, text: string]>([
  [codeOf({ a: 1, b: undefined, 'x-y': [true, null] }), "{ a: 1, 'x-y': [true, null] }"],
  [codeOf([]), '[]'],
  [codeOf({}), '{}'],
  [codeOf("it's"), `"it's"`],
  [codeOf(`it's "so"`), `'it\\'s "so"'`],
  [codeOf('a\u2028b\u202ec'), "'a\\u2028b\\u202ec'"],
  [codeOf(JSON.parse('{ "__proto__": 1 }')), "{ ['__proto__']: 1 }"],
  [imported('cdk8s-istio', 'PathMatch.prefix').call('/x'), "PathMatch.prefix('/x')"],
  [rule.member('subset').call('v2', undefined), "rule.subset('v2')"],
  [imported('cdk8s-istio', 'Gateway').make(variable('chart'), 'web'), "new Gateway(chart, 'web')"],
])('%#: in one line', (code, text) => {
  expect(print(code)).toBe(text);
});

test('an object at the end of a call opens in the line of the call', () => {
  expect(print(imported('x', 'Gateway').make(variable('chart'), 'web', { hosts: [long], to: rule }))).toBe(
    `new Gateway(chart, 'web', {\n  hosts: ['${long}'],\n  to: rule,\n})`,
  );
});

test('other arguments that are too long get lines of their own', () => {
  expect(print(rule.call(rule.call(long), long))).toBe(`rule(\n  rule('${long}'),\n  '${long}',\n)`);
});

test('objects of a list, and comments, get lines of their own', () => {
  const first = codeOf({ a: 1, b: codeOf(2).commented('Why\u2028\u202etwo') });
  expect(print([first, { a: 2, b: rule }])).toBe(
    '[\n  {\n    a: 1,\n    // Why\n    // \\u202etwo\n    b: 2,\n  },\n  { a: 2, b: rule },\n]',
  );
});

test('a line is at most 100 characters wide, with what stands around it', () => {
  const list = ['x'.repeat(40), 'y'.repeat(46)];
  const width = print(list).length;
  expect(print(list, { indent: '  ', before: 97 - width, after: 1 })).not.toContain('\n');
  expect(print(list, { indent: '  ', before: 98 - width, after: 1 })).toContain('\n');
});
