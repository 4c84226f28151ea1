import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { type BuildOptions, buildSync } from 'esbuild';

const OPTIONS = {
  entryPoints: [join(__dirname, '../../lib/routing/index.ts')],
  bundle: true,
  platform: 'browser',
  write: false,
  metafile: true,
  logLevel: 'silent',
} as const satisfies BuildOptions;

// A module of Node or cdk8s makes the build fail, or is among its inputs.
test('lib/routing can be bundled for browsers, with its own code and two packages', () => {
  const { metafile } = buildSync({ ...OPTIONS, format: 'esm' });
  const packages = Object.keys(metafile.inputs).flatMap(
    (input) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? [],
  );
  expect([...new Set(packages)].sort()).toEqual(['js-yaml', 're2js']);
  expect(Object.values(metafile.outputs).flatMap(({ imports }) => imports)).toEqual([]);
});

test('the bundle runs with nothing but JavaScript', () => {
  const { outputFiles } = buildSync({ ...OPTIONS, format: 'iife', globalName: 'routing' });
  const script = `${outputFiles[0]?.text}
    const spec = { selector: { istio: 'ingressgateway' }, servers: [{ port: { number: 80, protocol: 'HTTP' }, hosts: ['*'] }] };
    const gateway = { apiVersion: 'networking.istio.io/v1', kind: 'Gateway', metadata: { name: 'gw' }, spec };
    JSON.stringify(routing.trace(routing.MeshModel.of([gateway]), 'http://a.com/').outcomes);`;
  expect(JSON.parse(runInNewContext(script))).toEqual([
    {
      probability: 1,
      is: 'failed',
      status: 404,
      flag: 'NR',
      because: 'no VirtualService for this server has the host "a.com"',
    },
  ]);
});
