import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Yaml } from 'cdk8s';
import { examples, objectsOfExample } from './example-objects';
import { schemaMistakes } from './schema';

const README = resolve(__dirname, '../README.md');

describe.each(examples)('%s', (example) => {
  const objects = objectsOfExample(example);

  test('gives these objects of Istio', () => {
    // The EchoServers are the same everywhere, and have a snapshot of their own.
    const istio = objects.filter(({ apiVersion }) => apiVersion.includes('istio.io'));
    expect(Yaml.stringify(...istio)).toMatchSnapshot();
  });

  test('gives only what the CRDs accept', () => {
    expect(objects.flatMap(schemaMistakes)).toEqual([]);
  });

  test('is in the table of the README', () => {
    expect(readFileSync(README, 'utf8')).toContain(`[\`${example}\`](examples/${example}/main.ts)`);
  });
});
