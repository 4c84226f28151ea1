import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as catalogue from '../../lib/catalogue/catalogue';
import type { MessageType } from '../../lib/catalogue/message-type';
import type { Rule } from '../../lib/checks/rule';
import { RULES } from '../../lib/checks/rules';

const FOLDER = join(__dirname, '../../lib/checks/rules');
const TESTS = join(__dirname, 'rules');
const FILES = readdirSync(FOLDER)
  .filter((file) => file !== 'index.ts')
  .map((file) => file.replace(/\.ts$/, ''));
const TYPES: readonly MessageType[] = Object.values(catalogue);

test('every file of the folder is a rule that is listed, in alphabetical order', () => {
  expect(RULES.map(({ name }) => name)).toEqual([...FILES].sort());
});

test.each(FILES)('%s exports its rule alone, under its own name', (file) => {
  const exported = jest.requireActual<Readonly<Record<string, Rule>>>(join(FOLDER, file));
  const name = file.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  expect(Object.keys(exported)).toEqual([name]);
  expect(exported[name]?.name).toBe(file);
});

test.each(FILES)('%s has a test', (file) => {
  expect(readdirSync(TESTS)).toContain(`${file}.test.ts`);
});

test.each(RULES)('$name reports what is in the catalogue', ({ reports }) => {
  expect(reports.length).toBeGreaterThan(0);
  expect(TYPES).toEqual(expect.arrayContaining([...reports]));
});

test('every code is in the catalogue once, under its own name', () => {
  expect(Object.keys(catalogue)).toEqual(TYPES.map(({ code }) => code));
  expect(new Set(TYPES.map(({ name }) => name)).size).toBe(TYPES.length);
});

test.each(TYPES)('$code has a level and says when it is reported', ({ code, level, summary }) => {
  expect(code).toMatch(/^IST\d{4}$/);
  expect(['Error', 'Warning', 'Info']).toContain(level);
  expect(summary).toMatch(/^(istiod|[A-Z]).*\.$/);
});

test.each(TYPES.flatMap(({ code, givesWayTo = [] }) => givesWayTo.map((other) => [code, other])))(
  '%s of our own gives way to %s of Istio',
  (own, other) => {
    expect(own).toMatch(/^IST9/);
    expect(TYPES.map(({ code }) => code).filter((code) => code.startsWith('IST0'))).toContain(other);
  },
);
