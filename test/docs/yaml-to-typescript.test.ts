import { parse } from 'yaml';
import { partOf, rows, specOf } from './yaml-rows';

test('the page has tables', () => {
  expect(rows().length).toBeGreaterThan(40);
  expect(rows().filter(({ kind }) => kind === '')).toEqual([]);
});

test.each(rows())('$kind $part: $typescript is $yaml', (row) => {
  const yaml: unknown = parse(row.yaml.startsWith('{') ? row.yaml : `{ ${row.yaml} }`);
  expect(partOf(specOf(row), row.part)).toMatchObject(yaml as object);
});
