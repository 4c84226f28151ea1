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

// Anything of Node's or of cdk8s' ends the build, or is among the inputs.
test('what traces requests is a module for browsers, of its own code and two packages', () => {
  const { metafile } = buildSync({ ...OPTIONS, format: 'esm' });
  const packages = Object.keys(metafile.inputs).flatMap(
    (input) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? [],
  );
  expect([...new Set(packages)].sort()).toEqual(['js-yaml', 're2js']);
  expect(Object.values(metafile.outputs).flatMap(({ imports }) => imports)).toEqual([]);
});

test('it runs where there is nothing but JavaScript', () => {
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
