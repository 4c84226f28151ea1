import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileWriterFor } from '../../lib/app/file-writer';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'file-writer-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe.each([
  ['in the thread of the caller', 1],
  ['in a thread of its own', 10_000],
])('%s', (_, files) => {
  test('files have all their texts in order once the writer has finished', () => {
    const writer = fileWriterFor(files);
    const names = Array.from({ length: 50 }, (_, i) => join(folder, `${i}`));
    for (const [i, name] of names.entries()) {
      writer.write(name, `a${i}`, 'w');
      writer.write(name, 'b', 'a');
    }
    writer.write(names[0] ?? '', 'new', 'w');
    writer.finish();
    expect(names.map((name) => readFileSync(name, 'utf8'))).toEqual([
      'new',
      ...names.slice(1).map((_, i) => `a${i + 1}b`),
    ]);
  });

  test('a file that cannot be written is an error by the time the writer finishes', () => {
    const writer = fileWriterFor(files);
    expect(() => {
      writer.write(join(folder, 'missing', 'a'), 'a', 'w');
      writer.write(join(folder, 'b'), 'b', 'w');
      writer.finish();
    }).toThrow(/ENOENT.*missing/);
    writer.cancel();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('after cancelling, nothing more is written', () => {
    const writer = fileWriterFor(files);
    writer.write(join(folder, 'a'), 'a', 'w');
    writer.cancel();
    rmSync(join(folder, 'a'), { force: true });
    writer.cancel();
    expect(readdirSync(folder)).toEqual([]);
  });
});
