import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../../lib/manifests/paths';
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

(process.platform === 'linux' ? test : test.skip)('a file system that makes no folders says so', () => {
  expect(() => makeFolder('/proc/cdk8s-istio/x')).toThrow('ENOENT');
});
