import { messagesWith } from '../../support';

const route = (fields: string) =>
  `{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: a, namespace: s}, spec: {hosts: [a.example.com], http: [{${fields}, redirect: {uri: /x}}]}}`;
const said = (fields: string) =>
  messagesWith(['IST9012', 'IST9024'], route(fields)).map((message) => message.split('http[0].')[1]);

describe('regular expressions of paths (E4)', () => {
  const uri = (regex: string) => said(`match: [{uri: {regex: '${regex}'}}]`);
  test.each([
    ['baz', '.*baz.*'],
    ['^api/.+', '.*api/.+.*'],
    ['v[0-9]+/users', '.*v[0-9]+/users.*'],
  ])('%s never matches', (regex, part) => {
    expect(uri(regex)).toEqual([
      `match[0].uri.regex "${regex}" never matches, because it is compared with the whole path, which begins with "/"; write "${part}" for a part of it`,
    ]);
  });
  test.each([
    ['/foo', '/foo', '/foo.*'],
    ['^/foo', '/foo', '^/foo.*'],
  ])('%s matches its own text only', (regex, text, part) => {
    expect(uri(regex)).toEqual([
      `match[0].uri.regex "${regex}" is compared with the whole value, so it matches "${text}" only; write "${part}" for more, or exact if that is meant`,
    ]);
  });
  test('a pattern of file names is not a regular expression', () => {
    expect(uri('/api/*')).toEqual([
      'match[0].uri.regex "/api/*" means "/api" with any number of slashes after it, as this is a regular expression; write "/api/.*" for all paths below it',
    ]);
  });
  test.each(['/foo.*', '^/foo$', '.*foo.*', '(/foo|bar)', 'x?/foo', '[/]foo', '\\/foo', '/foo/?', 'x*/a'])(
    '%s is fine',
    (regex) => {
      expect(uri(regex)).toEqual([]);
    },
  );
});

describe('regular expressions of headers (E6)', () => {
  const header = (name: string, regex: string) => said(`match: [{headers: {${name}: {regex: '${regex}'}}}]`);
  test('the text of a long header is not known beforehand', () => {
    expect(header('user-agent', 'Chrome')).toEqual([
      'match[0].headers.user-agent.regex "Chrome" is compared with the whole value, so it matches "Chrome" only; write ".*Chrome.*" for more, or exact if that is meant',
    ]);
  });
  test.each([
    ['user-agent', '.*Chrome.*'],
    ['x-version', 'v2'],
    ['cookie', '^(.*?;)?(user=jason)(;.*)?$'],
  ])('%s: %s is fine', (name, regex) => {
    expect(header(name, regex)).toEqual([]);
  });
});

describe('origins of CORS', () => {
  const origin = (match: string) => said(`corsPolicy: {allowOrigins: [${match}]}`);
  const never = (kind: string, value: string, remedy: string) =>
    `corsPolicy.allowOrigins[0].${kind} "${value}" never matches, because browsers send the scheme and the host, such as "https://example.com", and nothing after them; ${remedy}`;
  test.each([
    ['exact', 'example.com', 'write "https://example.com"'],
    ['exact', 'https://a.com/', 'write "https://a.com"'],
    ['exact', 'https://*.a.com', 'write a regex for several origins'],
    ['prefix', 'example', 'write "https://example"'],
    ['regex', 'a\\.com', 'write "https://a\\.com"'],
  ])('%s %s', (kind, value, remedy) => {
    expect(origin(`{${kind}: '${value}'}`)).toEqual([never(kind, value, remedy)]);
  });
  test.each([
    "exact: '*'",
    "exact: 'null'",
    "exact: 'http://localhost:3000'",
    "exact: 'chrome-extension://abc'",
    "prefix: 'https'",
    "prefix: 'https://a'",
    "regex: '.*'",
    "regex: 'https://.*\\.a\\.com'",
    "regex: '.*a.com'",
  ])('%s is fine', (match) => {
    expect(origin(`{${match}}`)).toEqual([]);
  });
});
