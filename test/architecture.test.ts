import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { ARROWS } from './arrows';

const LIB = join(__dirname, '../lib');

const files = typescriptIn(LIB);
const imports = new Map(files.map((file) => [file, importsOf(file)]));

test.each(Object.keys(ARROWS))('lib/%s imports only the folders that its arrows lead to', (room) => {
  const allowed = new Set([room, ...(ARROWS[room] ?? [])]);
  const wrong = files
    .filter((file) => roomOf(file) === room)
    .flatMap((file) => (imports.get(file) ?? []).map((to) => ({ file, to })))
    .filter(({ to }) => !allowed.has(roomOf(to)))
    .map(({ file, to }) => `${file} -> ${to}`);
  expect(wrong).toEqual([]);
});

test.each(Object.entries(ARROWS))('lib/%s needs each of its arrows', (room, arrows) => {
  const used = new Set(
    files
      .filter((file) => roomOf(file) === room)
      .flatMap((file) => imports.get(file) ?? [])
      .map(roomOf),
  );
  expect(arrows.filter((to) => !used.has(to))).toEqual([]);
});

test('every folder of lib/ has its arrows', () => {
  expect([...new Set(files.map(roomOf))].filter((room) => room !== 'index.ts').sort()).toEqual(
    Object.keys(ARROWS).sort(),
  );
});

test('no files import each other in a circle', () => {
  expect(circlesIn(imports)).toEqual([]);
});

test('a circle of files is found', () => {
  const circle = new Map([
    ['a', ['b']],
    ['b', ['c']],
    ['c', ['b']],
  ]);
  expect(circlesIn(circle)).toEqual(['b -> c -> b']);
});

test('no folder has more than 20 files of its own', () => {
  const sizes = new Map<string, number>();
  for (const file of files) {
    sizes.set(dirname(file), (sizes.get(dirname(file)) ?? 0) + 1);
  }
  expect([...sizes].filter(([, size]) => size > 20)).toEqual([]);
});

test('no file has more than 400 lines', () => {
  const long = files.filter((file) => readFileSync(join(LIB, file), 'utf8').split('\n').length > 401);
  expect(long).toEqual([]);
});

function typescriptIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .sort();
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(LIB, file), 'utf8');
  return [...text.matchAll(/(?:from|import\() ?'(\.[^']*)'/g)]
    .map(([, specifier]) => normalize(join(dirname(file), specifier ?? '')))
    .filter((path) => !path.startsWith('..'))
    .map(fileAt);
}

function fileAt(path: string): string {
  const candidates = [`${path}.ts`, path === '.' ? 'index.ts' : `${path}/index.ts`];
  return candidates.find((candidate) => files.includes(relative('.', candidate))) ?? path;
}

function roomOf(file: string): string {
  return file.split('/')[0] ?? '';
}

function circlesIn(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const circles: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, way: readonly string[]): void => {
    const at = way.indexOf(file);
    if (at >= 0) {
      circles.push([...way.slice(at), file].join(' -> '));
    } else if (!done.has(file)) {
      for (const next of graph.get(file) ?? []) {
        visit(next, [...way, file]);
      }
      done.add(file);
    }
  };
  for (const file of graph.keys()) {
    visit(file, []);
  }
  return circles;
}
