import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Chart } from 'cdk8s';
import { Destination, MeshApp, VirtualService } from '../lib';
import { inTemporaryFolder } from './support';

function newApp(outdir: string, host: string): MeshApp {
  const app = new MeshApp({ outdir });
  const chart = new Chart(app, 'shop', { namespace: 'default', disableResourceNameHashes: true });
  new VirtualService(chart, 'good', { hosts: ['a'], http: [{ to: Destination.host('a') }] });
  new VirtualService(chart, 'other', { hosts: [host], http: [{ to: Destination.host('b') }] });
  return app;
}

const MISTAKE =
  '[shop/other] VirtualService "shop-other": spec.hosts[0] "*" is for gateways; in the mesh, name the hosts that are called';

test('writes what plain cdk8s would write', () => {
  inTemporaryFolder((outdir) => {
    newApp(outdir, 'b').synth();

    expect(readdirSync(outdir)).toEqual(['shop.k8s.yaml']);
  });
});

test('writes nothing when something is wrong, and says what', () => {
  inTemporaryFolder((folder) => {
    const outdir = join(folder, 'dist');

    expect(() => newApp(outdir, '*').synth()).toThrow(
      new Error(`Validation failed with the following errors:\n  ${MISTAKE}`),
    );
    expect(existsSync(outdir)).toBe(false);
  });
});

describe('under the cdk8s CLI', () => {
  afterEach(() => {
    delete process.env.CDK8S_OUTDIR;
    jest.restoreAllMocks();
  });

  test('ends with exit code 1 and a line for each mistake', () => {
    process.env.CDK8S_OUTDIR = 'dist';
    const exited = new Error('exited');
    const exit = jest.spyOn(process, 'exit').mockImplementation(() => {
      throw exited;
    });
    const print = jest.spyOn(console, 'error').mockImplementation();

    expect(() => newApp('dist', '*').synth()).toThrow(exited);
    expect(exit).toHaveBeenCalledWith(1);
    expect(print.mock.calls).toEqual([[MISTAKE]]);
  });
});
