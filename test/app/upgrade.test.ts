/**
 * MeshApp does the work of parts of cdk8s in another way. When an upgrade changes one of these parts, this file fails:
 * read the change, follow it in `lib/app/` if need be, and only then put in the new number.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Chart, Yaml, YamlOutputType } from 'cdk8s';

/** The code without the number of the release and the source map. */
function codeOf(module: string): string {
  return readFileSync(join(dirname(require.resolve('cdk8s')), `${module}.js`), 'utf8')
    .replaceAll(/version: "[\d.]+"/g, '')
    .replace(/^\/\/# sourceMappingURL=.*/m, '');
}

function fingerprint(code: string): string {
  return createHash('sha256').update(code).digest('hex').slice(0, 16);
}

test.each([
  ['synth, synthYaml and the order of charts, in app.js', codeOf('app'), 'b6ea0ee67e89a6aa'],
  ['DependencyGraph, in dependency.js', codeOf('dependency'), '206e05f74bfd9e33'],
  ['Chart.toJson', `${Chart.prototype.toJson}`, 'fd8b84790eec97e5'],
  ['Yaml.stringify', `${Yaml.stringify}`, 'e78807a4d74feeaa'],
  ['Yaml.save', `${Yaml.save}`, '57579ed8eaf27b22'],
])('%s is as it was read', (_, code, expected) => {
  expect(fingerprint(code)).toBe(expected);
});

test('there is no other way to divide manifests into files', () => {
  expect(Object.values(YamlOutputType).filter((type) => typeof type === 'number')).toEqual([0, 1, 2, 3]);
});
