import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runView } from '../../lib/cli/view';
import { app, secret } from '../scene';
import { runIn } from './run';

test('the page is one file of less than 2 MB, with the manifests and without their secrets', () => {
  const files = {
    'dist/shop.yaml': app('web') + secret('s', { password: 'aHVudGVyMg==' }),
    'dist/twice.yaml': secret('s', {}),
  };
  let html = '';
  const { status, out, err } = runIn(
    files,
    (args, output) => {
      const result = runView(args, output);
      html = readFileSync('build/mesh.html', 'utf8');
      return result;
    },
    [],
  );
  expect({ status, out, err }).toEqual({
    status: 0,
    out: 'build/mesh.html',
    err: expect.stringMatching(/^Warning: dist\/twice\.yaml:1: Secret default\/s is there twice: [^\n]*$/),
  });
  expect(html.length).toBeLessThan(2_000_000);
  expect(html).toContain('name: web');
  expect(html).not.toContain('aHVudGVyMg');
  expect(html).not.toMatch(/(?:src|href)=["']?(?:https?:)?\/\//);
});

test('the page goes to standard output, and over an earlier page', () => {
  const run = (...args: string[]) => runIn({ 'dist/shop.yaml': app('web'), 'a.html': '' }, runView, args);
  expect(run('--output', '-').out).toMatch(/^<!doctype html>.*name: web.*<\/html>$/s);
  const twice = runIn(
    { 'dist/shop.yaml': app('web'), 'a.html': '' },
    (args, output) => {
      runView(args, output);
      return runView(args, output);
    },
    ['--output', 'a.html'],
  );
  expect(twice).toEqual({ status: 0, out: 'a.html\na.html', err: '' });
});

test('a server goes on where the notes beside the manifests cannot be read, and says why', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cdk8s-istio-view-'));
  mkdirSync(join(folder, 'dist'));
  writeFileSync(join(folder, 'dist/shop.yaml'), app('web'));
  writeFileSync(join(folder, 'dist/.cdk8s-istio'), '{');
  const server = spawn(process.execPath, [resolve('bin/cdk8s-istio.cjs'), 'view', '--serve'], {
    cwd: folder,
  });
  const complaints: Buffer[] = [];
  server.stderr.on('data', (data) => complaints.push(data));
  try {
    const [line] = (await once(server.stdout, 'data')) as [Buffer];
    const [url = ''] = /^http:\S+/.exec(String(line)) ?? [];
    expect((await fetch(url)).status).toBe(200);
    expect(String(Buffer.concat(complaints))).toBe(
      '"dist/.cdk8s-istio" is not what MeshApp writes: it is not JSON; synthesize the app again, or remove the file\n',
    );
  } finally {
    server.kill();
    await once(server, 'close');
    rmSync(folder, { recursive: true });
  }
});
