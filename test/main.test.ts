import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { MeshModel } from 'cdk8s-istio';
import 'cdk8s-istio/testing';
import { inTemporaryFolder } from './support';

const ROOT = resolve(__dirname, '..');

function contentsOf(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );
}

/** What `cdk8s synth` writes. */
function synthesize(): Record<string, string> {
  return inTemporaryFolder((folder) => {
    const output = join(folder, 'dist');
    const cli = join(ROOT, 'node_modules/cdk8s-cli/bin/cdk8s');
    execFileSync(process.execPath, [cli, 'synth', '--output', output, '--check-upgrade=false'], {
      cwd: ROOT,
    });
    return contentsOf(output);
  });
}

describe('main.ts', () => {
  const files = synthesize();

  test('gives these manifests', () => {
    expect(Object.keys(files)).toEqual(['echo.k8s.yaml']);
    expect(files['echo.k8s.yaml']).toMatchSnapshot();
  });

  test('gives what is in dist/', () => {
    expect(contentsOf(join(ROOT, 'dist'))).toEqual(files);
  });
});

describe('the routes of main.ts', () => {
  const model = MeshModel.of(join(ROOT, 'dist'), { hostPorts: { 9080: 80, 9443: 443 } });

  test.each(['http://127.0.0.1:9080/', 'https://127.0.0.1:9443/anything', 'POST http://shop.example.com/'])(
    '%s goes to echo',
    (request) => expect(model).toRoute(request, { to: 'default/echo' }),
  );

  test('nothing else is open', () => {
    expect(model).not.toRoute('http://127.0.0.1:9443/', { to: 'echo' });
    expect(model).not.toRoute('http://127.0.0.1:8080/', { to: 'echo' });
  });

  test('echo sees what the client sends', () => {
    expect(model).toRewrite('http://127.0.0.1:9080/a?b=c', { path: '/a?b=c', authority: '127.0.0.1:9080' });
  });
});
