import { object } from '../../../scene';
import { messagesWith } from '../../support';

const messages = (http: string) =>
  messagesWith(
    ['IST0122'],
    object('VirtualService', 'default/web', `{ hosts: [web], http: [{ redirect: { uri: / }, ${http} }] }`),
  );
const invalid = (field: string, regex = '[a', problem = 'missing closing ]: `[a`') =>
  `Warning IST0122 VirtualService default/web: spec.http[0].${field}.regex "${regex}" is not a regular expression: ${problem}; write it in the syntax of RE2`;

test.each([
  ['{ uri: { regex: "[a" } }', [invalid('match[0].uri')]],
  ['{ scheme: { regex: "[a" } }', [invalid('match[0].scheme')]],
  ['{ method: { regex: "[a" } }', [invalid('match[0].method')]],
  ['{ authority: { regex: "[a" } }', [invalid('match[0].authority')]],
  ['{ headers: { user: { regex: "[a" } } }', [invalid('match[0].headers.user')]],
  ['{ queryParams: { q: { regex: "[a" } } }', [invalid('match[0].queryParams.q')]],
  ['{ withoutHeaders: { x: { regex: "[a" } } }', []],
  ['{ uri: { regex: "/a|/b.*" } }', []],
  ['{ uri: { regex: "(?i)/a" } }', []],
  ['{ uri: { prefix: "[a" } }', []],
  [
    '{ uri: { regex: "(?=a)" } }',
    [invalid('match[0].uri', '(?=a)', 'invalid or unsupported Perl syntax: `(?=`')],
  ],
])('%s', (match, expected) => expect(messages(`match: [${match}]`)).toEqual(expected));

test('looks at the origins of CORS', () => {
  expect(messages('corsPolicy: { allowOrigins: [{ exact: "[a" }, { regex: "[a" }] }')).toEqual([
    invalid('corsPolicy.allowOrigins[1]'),
  ]);
});
