import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  constants,
  createReadStream,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';

const ROOT = resolve(__dirname, '../..');
const PROGRAM = resolve(ROOT, 'bin/cdk8s-istio.cjs');
const CART = `apiVersion: v1
kind: Service
metadata: { name: cart, namespace: shop }
spec: { ports: [{ name: http, port: 80 }] }
`;

/** Runs the program in the project's folder. */
function run(args: readonly string[], input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    input,
  });
  return { status, stdout, stderr };
}

test('trace follows a request to main.ts from the port of this machine to the pod', () => {
  const stdout = `GET http://127.0.0.1:9080/
this machine: port 9080 -> port 80 of the cluster
gateway: Service istio-system/istio-ingressgateway port 80 -> Pod istio-system/istio-ingressgateway port 8080
server: Gateway default/echo-gateway servers[0] (80 HTTP), HTTP for *
  not Gateway default/echo-gateway servers[1] (443 HTTPS): it listens on another port
virtual host: * of VirtualService default/echo-routes
route: VirtualService default/echo-routes http[0]: it takes every request
  timeout: 5s
  retries: 3 on connect-failure,gateway-error, 2s each
destination: echo.default.svc.cluster.local:80
  service: Service default/echo port 80 (http) -> target port 8080
  mutual TLS of the mesh -> Deployment default/echo:8080, whose sidecar accepts mutual TLS and plaintext (PERMISSIVE)
    the endpoint has a sidecar
=> to Deployment default/echo:8080 (echo.default.svc.cluster.local:80), which sees 127.0.0.1:9080/
`;
  expect(run(['trace', 'http://127.0.0.1:9080/'])).toEqual({ status: 0, stdout, stderr: '' });
});

test('check reads standard input', () => {
  expect(run(['check', '-'], CART)).toEqual({
    status: 0,
    stdout: 'Nothing wrong in 1 object\n',
    stderr: '',
  });
});

test('a mesh configuration from standard input counts, although it can be read only once', () => {
  const call = ['trace', '--from', 'mesh:default/echo', '--mesh-config', '-', 'http://nowhere.example.org/'];
  const { status, stdout } = run(call, 'outboundTrafficPolicy: { mode: REGISTRY_ONLY }\n');
  expect(status).toBe(0);
  expect(stdout).toMatch(/\n=> 502: .* its outbound traffic policy is REGISTRY_ONLY\n$/);
});

test('annotations of standard input have no place', () => {
  const { status, stdout } = run(
    ['check', '--output', 'github', '-'],
    CART.replace('name: http', 'name: web'),
  );
  expect(status).toBe(0);
  expect(stdout).toMatch(/^::notice title=\[IST0118\] Service shop\/cart::spec\.ports\[0\]\.name "web" /);
});

test.each([
  ['trace shop', 'cdk8s-istio: "shop" is not a URL; write it like "https://shop.example.com/cart"\n'],
  ['check nowhere', 'cdk8s-istio: cannot read "nowhere": there is no such file or folder\n'],
])('"%s" is a wrong call: status 2, without a stack trace', (command, stderr) => {
  expect(run(command.split(' '))).toEqual({ status: 2, stdout: '', stderr });
});

test('an unknown command is a wrong call that shows the usage', () => {
  const { status, stdout, stderr } = run(['chekc']);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/^cdk8s-istio: "chekc" is not a command\n\nusage: /);
});

/** As many notes as do not fit into a pipe at once. */
const MANY = Array.from({ length: 2000 }, (_, i) =>
  CART.replace('cart', `cart-${i}`).replace('name: http', 'name: web'),
).join('---\n');

test('a reader may stop early, as head does', async () => {
  const program = spawn(process.execPath, [PROGRAM, 'check', '-'], { stdio: 'pipe' });
  program.stdin.end(MANY);
  program.stdout.once('data', () => program.stdout.destroy());
  const [[status], complaints] = await Promise.all([once(program, 'exit'), text(program.stderr)]);
  expect({ status, complaints }).toEqual({ status: 0, complaints: '' });
});

test('a slow reader of a non-blocking pipe gets everything', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pipe-'));
  try {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    // Opened for both, since opening it for one would wait for the other.
    const end = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK);
    writeFileSync(join(folder, 'many.yaml'), MANY);
    const program = spawn(process.execPath, [PROGRAM, 'check', join(folder, 'many.yaml')], {
      stdio: ['ignore', end, 'inherit'],
    });
    const exited = once(program, 'exit');
    const reader = createReadStream(pipe, { highWaterMark: 4096 });
    closeSync(end);
    const printed = await text(reader);
    expect(await exited).toEqual([0, null]);
    expect(printed.split('\n').length).toBe(2002);
    expect(printed).toMatch(/\n2000 notes in 2000 objects\n$/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the version is that of the package', () => {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  for (const args of [['--version'], ['check', '--version'], ['trace', '-v'], ['diff', '--version']]) {
    expect(run(args)).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
  }
});
