import { existsSync, lstatSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder, writeWhole } from '../../lib/manifests/paths';
import { inTemporaryFolder } from '../support';

test('a folder is made with its parents, all or none', () => {
  inTemporaryFolder((folder) => {
    expect(makeFolder(join(folder, 'a/b'))).toEqual([join(folder, 'a/b'), join(folder, 'a')]);
    expect(makeFolder(join(folder, 'a/b'))).toEqual([]);
    writeFileSync(join(folder, 'file'), '');
    expect(() => makeFolder(join(folder, 'file/x/y'))).toThrow(/E(EXIST|NOTDIR)/);
    expect(() => makeFolder(join(folder, `new/${'x'.repeat(300)}`))).toThrow('ENAMETOOLONG');
    expect(existsSync(join(folder, 'new'))).toBe(false);
  });
});

const contentsOf = (folder: string) =>
  Object.fromEntries(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]));

test('a file is written whole or not at all', () => {
  inTemporaryFolder((folder) => {
    const file = join(folder, 'a');
    writeWhole(file, 'one');
    writeWhole(file, 'two');
    symlinkSync('a', join(folder, 'link'));
    writeWhole(join(folder, 'link'), 'three');
    expect(contentsOf(folder)).toEqual({ a: 'three', link: 'three' });
    expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(true);
    // The name of the file beside it is too long.
    const long = 'x'.repeat(253);
    writeFileSync(join(folder, long), 'as it was');
    expect(() => writeWhole(join(folder, long), 'four')).toThrow('ENAMETOOLONG');
    expect(() => writeWhole(join(folder, `new/${long}`), 'four')).toThrow('ENAMETOOLONG');
    expect(contentsOf(folder)).toEqual({ a: 'three', link: 'three', [long]: 'as it was' });
  });
});

test('a new file takes the place of nothing', () => {
  inTemporaryFolder((folder) => {
    writeWhole(join(folder, 'new/a'), 'one', true);
    expect(() => writeWhole(join(folder, 'new/a'), 'two', true)).toThrow('EEXIST');
    expect(() => writeWhole(join(folder, 'new'), 'two', true)).toThrow('EEXIST');
    expect(contentsOf(join(folder, 'new'))).toEqual({ a: 'one' });
    expect(readdirSync(folder)).toEqual(['new']);
  });
});

(process.platform === 'linux' ? test : test.skip)('a file system that makes no folders says so', () => {
  expect(() => makeFolder('/proc/cdk8s-istio/x')).toThrow('ENOENT');
});
