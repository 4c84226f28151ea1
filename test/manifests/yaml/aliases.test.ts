import { readYaml } from '../../../lib/manifests/read-yaml';
import { readYamlValue } from '../../../lib/manifests/yaml/documents';

const HEAD = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n';

const inside = (name: string) =>
  `is not YAML: the alias "*${name}" stands inside the value of "&${name}", so that value has no end; write there what is meant`;

const levels = (last: number) =>
  Array.from({ length: last }, (_, i) => `l${i + 1}: &l${i + 1} [*l${i}, *l${i}, *l${i}]\n`).join('');

/** The number of objects that are read, and what is wrong. */
function read(text: string): unknown[] {
  const { manifests, problems } = readYaml(text, 'a.yaml');
  return [manifests.length, ...problems.map(({ line, column, message }) => `${line}:${column} ${message}`)];
}

test.each([
  ['in its own map', 'a: &x {b: *x}\n', `1:11 ${inside('x')}`],
  ['in its own list', `${HEAD}data: &d [1, { e: *d }]\n`, `4:19 ${inside('d')}`],
  ['merged into itself', `${HEAD}data: &d\n  a: b\n  <<: *d\n`, `6:7 ${inside('d')}`],
  ['of a name that is taken anew', `${HEAD}data: &d [1]\nmore: &d [*d]\n`, `5:11 ${inside('d')}`],
  [
    'that stands for too much',
    `${HEAD}l0: &l0 [x]\n${levels(30)}`,
    '16:24 is not YAML: its aliases stand for more than 1,000,000 values; use fewer',
  ],
])('an alias %s is named, and the other documents are read', (_, text, problem) => {
  expect(read(`${text}---\n${HEAD}`)).toEqual([1, problem]);
  expect(() => readYamlValue(text)).toThrow(/ (?:stands inside|stand for more)/);
});

test.each([
  ['before and after', `${HEAD}data: &d [1]\nmore: [*d, { e: *d }]\n`],
  ['of a text', `${HEAD}data: &d x\nmore: { e: &d y, f: [*d] }\n`],
  [
    'of an earlier document, which has the same name',
    `${HEAD}data: &d [1]\nb: *d\n---\n${HEAD}data: &d [1]\nb: *d\n`,
  ],
  ['that stands for much', `${HEAD}l0: &l0 [x]\n${levels(11)}`],
])('an alias %s is read', (_, text) => {
  expect(read(text)).toEqual([text.split('---').length]);
});
