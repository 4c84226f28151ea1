import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Yaml } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import { schemaMistakes } from './schema';
import { inTemporaryFolder } from './support';

const ROOT = resolve(__dirname, '..');
const EXAMPLES = join(ROOT, 'examples');

type Manifest = Parameters<typeof schemaMistakes>[0];

/** The objects that an example writes, by running it as it stands. */
function synthesize(example: string): Manifest[] {
  return inTemporaryFolder((folder) => {
    process.env.CDK8S_OUTDIR = folder;
    require(join(EXAMPLES, example, 'main.ts'));
    delete process.env.CDK8S_OUTDIR;
    return readdirSync(folder)
      .flatMap((file) => parseAllDocuments(readFileSync(join(folder, file), 'utf8')))
      .map((document) => document.toJS());
  });
}

describe.each(readdirSync(EXAMPLES))('%s', (example) => {
  const objects = synthesize(example);

  test('gives these objects of Istio', () => {
    // The EchoServers are the same everywhere, and have a snapshot of their own.
    const istio = objects.filter(({ apiVersion }) => apiVersion.includes('istio.io'));
    expect(Yaml.stringify(...istio)).toMatchSnapshot();
  });

  test('gives only what the CRDs accept', () => {
    expect(objects.flatMap(schemaMistakes)).toEqual([]);
  });

  test('is in the table of the README', () => {
    expect(readFileSync(join(ROOT, 'README.md'), 'utf8')).toContain(
      `[\`${example}\`](examples/${example}/main.ts)`,
    );
  });
});
