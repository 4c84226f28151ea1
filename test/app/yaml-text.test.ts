import { Yaml } from 'cdk8s';
import fc from 'fast-check';
import { yamlText } from '../../lib/app/yaml-text';
import { holds } from '../holds';

afterEach(() => {
  jest.restoreAllMocks();
});

/** The text, or what is said against it. */
function attempt(work: () => string): string {
  try {
    return work();
  } catch (error) {
    return `${error}`;
  }
}

const texts = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.stringMatching(/^[A-Za-z0-9._/:#&*!|>'"%@`{}[\], \n\t~=<-]{0,12}$/),
  fc.stringMatching(/^[A-Za-z][A-Za-z0-9._/-]{4,12}$/),
  // Words of YAML 1.1, numbers and dates, and what begins or ends like something else.
  fc.constantFrom(
    ...'y no Off null ~ TRUE 0777 0o7 0x1f 1_000 1e3 1:30:45 2001-12-14 << = .inf .NaN -0 +1'.split(' '),
  ),
  fc.constantFrom(
    '',
    ' a',
    'a ',
    'a:',
    'a #b',
    '- a',
    '? a',
    '--- a',
    '...',
    '%a',
    '@a',
    '\u00a0a',
    '\ufeff',
    '\u0085',
  ),
  fc.constantFrom(
    "it's",
    '"a"',
    `"it's"`,
    'two\nlines',
    'a\n',
    '\na',
    '\r',
    'x'.repeat(300),
    'x'.repeat(1100),
  ),
);
const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    texts,
    fc.integer(),
    fc.double(),
    fc.boolean(),
    fc.constantFrom(
      null,
      undefined,
      0,
      -0,
      12n,
      new Date(0),
      Symbol.iterator,
      new Map([['a', 1]]),
      new Array(2),
    ),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(texts, tie('value'), { maxKeys: 4 }),
  ),
})).value;
const ordinary = fc.dictionary(
  texts,
  fc.oneof(
    texts,
    fc.dictionary(texts, texts),
    fc.array(fc.oneof(texts, fc.array(texts), fc.dictionary(texts, texts))),
  ),
);

test.each([
  ['any document', values],
  ['documents like manifests', ordinary],
])('writes %s as cdk8s does', (_, documents) => {
  const property = fc.property(documents, (document) => {
    expect(attempt(() => yamlText(document))).toBe(attempt(() => Yaml.stringify(document)));
  });
  holds(property, 150);
});

// To the yaml library, these are several lines, of which one begins like a document marker.
test.each(['\u2028% a', 'a \r%"', 'a\u2029--- b'])('writes %j as cdk8s does at any depth', (text) => {
  for (const document of [{ [text]: text }, { in: { [text]: text } }, [{ in: [text, { [text]: 1 }] }]]) {
    expect(yamlText(document)).toBe(Yaml.stringify(document));
  }
});

test('writes an object that occurs twice as cdk8s does', () => {
  const twin = { a: 1 };
  const document = { first: twin, second: [twin, twin] };

  expect(yamlText(document)).toContain('&a1');
  expect(yamlText(document)).toBe(Yaml.stringify(document));
});

test('needs no help with ordinary documents whose scalars are known', () => {
  const document = { kind: 'Service', spec: { ports: [{ name: 'http', port: 8080 }], externalIPs: [] } };
  yamlText(document);
  const stringify = jest.spyOn(Yaml, 'stringify');

  expect(yamlText(document)).toBe(
    'kind: Service\nspec:\n  ports:\n    - name: http\n      port: 8080\n  externalIPs: []\n',
  );
  expect(stringify).not.toHaveBeenCalled();
});

test('keeps no long texts in memory', () => {
  const document = { data: `${'x'.repeat(2000)}=` };
  yamlText(document);
  const stringify = jest.spyOn(Yaml, 'stringify');

  yamlText(document);
  expect(stringify).toHaveBeenCalled();
});
