import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { MESSAGE_TYPES } from '../../lib/checks/message-types';
import type { Rule } from '../../lib/checks/rule';
import { RULES } from '../../lib/checks/rules';

const FOLDER = join(__dirname, '../../lib/checks/rules');
const TESTS = join(__dirname, 'rules');
const FILES = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && file !== 'index.ts')
  .map((file) => file.replace(/\.ts$/, ''));
const TYPES = MESSAGE_TYPES;

test('every file of the folder is a rule that is listed, in alphabetical order', () => {
  expect(RULES.map(({ name }) => name)).toEqual(FILES.map((file) => basename(file)).sort());
});

test.each(FILES)('%s exports its rule under its own name, and codes that only it reports', (file) => {
  const exported = jest.requireActual<Readonly<Record<string, Rule>>>(join(FOLDER, file));
  const name = basename(file).replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const rule = exported[name];
  expect(rule?.name).toBe(basename(file));
  const own = Object.keys(exported).filter((key) => key !== name);
  expect(own).toEqual(rule?.reports.map(({ code }) => code).filter((code) => own.includes(code)));
});

test.each(FILES)('%s has a test', (file) => {
  expect(readdirSync(TESTS, { recursive: true })).toContain(`${file}.test.ts`);
});

test.each(RULES)('$name reports something', ({ reports }) => {
  expect(reports.length).toBeGreaterThan(0);
});

test('every code and every name is there once', () => {
  expect(new Set(TYPES.map(({ code }) => code)).size).toBe(TYPES.length);
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
