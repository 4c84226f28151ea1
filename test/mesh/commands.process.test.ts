import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { finished, firstUp, removeSandboxes, type Sandbox, sandbox, which } from './sandbox';

afterAll(removeSandboxes);

const KUBECTL = 'kubectl --context k3d-my-multinode-cluster';

describe('apply', () => {
  test.concurrent('synthesizes, applies, waits and requests', async () => {
    const mesh = await finished();
    expect((await mesh.mesh(['apply'])).code).toBe(0);
    const calls = mesh.calls().map((call) => mesh.plain(call));
    expect(calls.filter((call) => !/^(node|docker info|k3d cluster list)/.test(call))).toEqual([
      'npm run synth',
      `${KUBECTL} apply -R -f dist`,
      `${KUBECTL} get -R -f dist -o json`,
      `${KUBECTL} -n default rollout status --timeout 300s deployment/echo`,
      'curl -q -sS -i --insecure --noproxy * --max-time 5 http://127.0.0.1:9080/',
      'curl -q -sS -i --insecure --noproxy * --max-time 5 https://127.0.0.1:9443/',
    ]);
  });

  test.concurrent.each(['node_modules', 'node_modules/.package-lock.json'])('without %s', async (missing) => {
    const mesh = await finished();
    rmSync(join(mesh.project, missing), { recursive: true });
    expect((await mesh.mesh(['apply'])).stdout).toContain('\n$ npm ci && npm run synth\n');
  });

  test.concurrent('does not apply what is left in dist/ when the synthesis fails', async () => {
    const mesh = await finished();
    mesh.write('fail', 'npm run synth');
    const { code, stderr } = await mesh.mesh(['apply']);
    expect([code, stderr]).toEqual([
      1,
      `npm: the stand-in was told to fail here
mesh: Synthesize main.ts into dist/: this command failed: npm run synth
look next at
  main.ts
  npm test
`,
    ]);
    expect(mesh.calls().join('\n')).not.toContain('apply');
  });

  test.concurrent.each(['apply', 'test', 'status'])('%s without a cluster', async (command) => {
    const mesh = await sandbox();
    const { code, stderr } = await mesh.mesh([command]);
    expect([code, stderr]).toEqual([
      1,
      `mesh: Look at cluster my-multinode-cluster: it is absent
look next at
  ./mesh up, which creates or starts it
`,
    ]);
  });
});

describe('test', () => {
  test.concurrent('waits and sends each request once', async () => {
    const there = await finished();
    there.write('fail', 'curl -q');
    const { code, stdout, stderr } = await there.mesh(['test']);
    expect([code, stdout.match(/ no answer: curl: the stand-in was told to fail here\n/g)?.length]).toEqual([
      1, 2,
    ]);
    expect(stderr).toContain('mesh: Send requests: not every request was answered through the mesh\n');
    expect(stdout).toContain('deployment "echo" successfully rolled out');
  });

  test.concurrent('exits 1 when only one of two is answered', async () => {
    const there = await finished();
    there.write('fail', '5 https:');
    const { code, stdout, stderr } = await there.mesh(['test']);
    expect([code, stdout, stderr]).toEqual([
      1,
      expect.stringContaining('answered with HTTP 200 by pod echo-1'),
      expect.stringContaining('not every request was answered'),
    ]);
  });

  test.concurrent.each([['before anything is applied', 'objects.json', /^error|not found/m]])(
    '%s',
    async (_, fact, message) => {
      const there = await finished();
      there.write(fact, '{}');
      const { code, stderr } = await there.mesh(['test']);
      expect([code, stderr]).toEqual([1, expect.stringMatching(message)]);
      expect(
        stderr,
      ).toContain(`mesh: Look at the objects of dist/: this command failed: ${KUBECTL} get -R -f dist -o json
look next at
  ./mesh apply
  ./mesh up
`);
    },
  );

  test.concurrent('without dist/', async () => {
    const there = await finished();
    rmSync(join(there.project, 'dist'), { recursive: true });
    const { code, stderr } = await there.mesh(['test']);
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^error: the path "dist" does not exist\nmesh: Look at/),
    ]);
  });

  test.concurrent('a URL of the app goes to the cluster', async () => {
    const there = await finished();
    const { code, stdout } = await there.mesh(['test', '--url', 'http://shop.example.com/cart?a=1&b=*']);
    expect([code, there.plain(stdout).split('\n').slice(-3)]).toEqual([
      0,
      [
        "$ curl -q -sS -i --insecure --noproxy '*' --max-time 5 --connect-to :80:127.0.0.1:9080 --connect-to :443:127.0.0.1:9443 --connect-to ::127.0.0.1: 'http://shop.example.com/cart?a=1&b=*'",
        '    answered with HTTP 200 by pod echo-1 through the ingress gateway and, by mutual TLS, its sidecar',
        '',
      ],
    ]);
    expect(there.calls().at(-2)).toMatch(/ http:\/\/shop\.example\.com\/cart\?a=1&b=\*$/);
  });

  (which('curl') ? test : test.skip)('with the real curl', async () => {
    const there = await finished();
    there.real('curl');
    const hosts: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      hosts.push(request.headers.host);
      response
        .setHeader('server', 'istio-envoy')
        .setHeader('x-envoy-upstream-service-time', '1')
        .end('Hello');
    });
    await new Promise<void>((resolve) => server.listen(Number(there.ports[0]), '127.0.0.1', resolve));
    const proxy = { http_proxy: 'http://127.0.0.1:1' };
    const both = await there.mesh(['test'], proxy);
    const named = await there.mesh(['test', '--url', 'http://shop.example.com/'], proxy);
    await new Promise((resolve) => server.close(resolve));
    // Nothing listens at the port for HTTPS.
    expect([both.code, named.code]).toEqual([1, 0]);
    expect(both.stdout).toContain('    answered with HTTP 200 by a workload through the ingress gateway\n');
    expect(both.stdout).toMatch(/ no answer: curl: \(7\) .*\n/);
    expect(hosts.map((host) => there.plain(host ?? ''))).toEqual(['127.0.0.1:9080', 'shop.example.com']);
  });
});

test.concurrent('status shows everything, and goes on past what fails', async () => {
  const mesh = await finished();
  mesh.write('fail', 'get pods -A');
  const { code, stdout, stderr } = await mesh.mesh(['status']);
  expect([code, stderr]).toEqual([
    1,
    `kubectl: the stand-in was told to fail here\nmesh: Show the mesh: this command failed: ${KUBECTL} get pods -A\n`,
  ]);
  expect(stdout.split('\n').filter((line) => !/^shown/.test(line))).toEqual([
    '==> Check the tools and Docker',
    '==> Look at cluster my-multinode-cluster',
    '==> Show the mesh',
    `$ ${KUBECTL} get nodes`,
    `$ ${KUBECTL} get pods -A`,
    `$ ${KUBECTL} get gateways.networking.istio.io,virtualservices.networking.istio.io -A`,
    '$ istioctl --context k3d-my-multinode-cluster proxy-status',
    '',
  ]);
});

describe('down', () => {
  const said = (...lines: string[]) =>
    ['==> Check the tools and Docker', '==> Delete cluster my-multinode-cluster', ...lines, ''].join('\n');

  test.concurrent('leaves nothing, and the current context as it was', async () => {
    const mesh = await finished();
    const { code, stdout } = await mesh.mesh(['down']);
    expect([code, stdout]).toEqual([
      0,
      said('$ k3d cluster delete my-multinode-cluster', '    nothing is left of it'),
    ]);
    expect([mesh.read('k3d.json'), mesh.read('contexts'), mesh.read('current-context')]).toEqual([
      '[]',
      'work\n',
      'work',
    ]);
    expect(mesh.leftovers()).toEqual([]);
  });

  test.concurrent('with nothing there', async () => {
    const mesh = await sandbox();
    const { code, stdout } = await mesh.mesh(['down']);
    expect([code, stdout]).toEqual([0, said('    nothing is left of it')]);
  });

  test.concurrent('points kubectl at no cluster rather than at some other, even if cut short', async () => {
    const mesh = await finished();
    mesh.write('current-context', 'k3d-my-multinode-cluster');
    mesh.write('fail', 'docker network ls');
    expect((await mesh.mesh(['down'])).code).toBe(1);
    expect([mesh.read('current-context'), mesh.read('contexts')]).toEqual(['', 'work\n']);
    mesh.write('fail', '');
    expect((await mesh.mesh(['down'])).code).toBe(0);
    expect(mesh.read('current-context')).toBe('');
  });

  test.concurrent('removes what k3d overlooks', async () => {
    const mesh = await sandbox();
    mesh.write('network-my-multinode-cluster', '0123456789ab\n');
    mesh.write('volume-my-multinode-cluster', 'k3d-my-multinode-cluster-images\n');
    mesh.write('contexts', 'work\nk3d-my-multinode-cluster\nk3d-my-multinode-cluster-2\n');
    expect((await mesh.mesh(['down'])).stdout).toBe(
      said(
        '$ docker network rm k3d-my-multinode-cluster',
        '$ docker volume rm k3d-my-multinode-cluster-images',
        '$ kubectl config delete-context k3d-my-multinode-cluster',
        '    nothing is left of it',
      ),
    );
    expect(mesh.read('contexts')).toBe('work\nk3d-my-multinode-cluster-2\n');
  });

  test.concurrent('leaves another cluster alone', async () => {
    const mesh = await finished();
    expect((await mesh.mesh(['down', '--name', 'other'])).code).toBe(0);
    expect(mesh.read('running')).toBe('k3d-my-multinode-cluster\n');
    expect(mesh.calls().join('\n')).not.toMatch(/ (delete|rm|unset)/);
  });
});

describe('a dry run', () => {
  test.concurrent.each(['up', 'apply', 'test', 'status', 'down'])('of %s runs nothing', async (command) => {
    const mesh = await sandbox();
    const { code, stdout, stderr } = await mesh.mesh(['--dry-run', command]);
    expect([code, stderr, mesh.read('calls'), mesh.leftovers()]).toEqual([0, '', '', []]);
    expect(stdout).toMatch(/^# Run in .*\/project\n/);
    expect(stdout).toMatch(/^# looks: (k3d|kubectl) /m);
  });

  test.concurrent('needs no tool', async () => {
    const mesh = await sandbox();
    const { stdout } = await mesh.mesh(['up', '--dry-run']);
    for (const tool of ['k3d', 'istioctl', 'kubectl', 'docker', 'openssl', 'curl', 'node', 'npm']) {
      mesh.removeTool(tool);
    }
    expect(await mesh.mesh(['up', '--dry-run'])).toEqual({ code: 0, stdout, stderr: '' });
  });

  const commandsOf = (text: string) =>
    text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

  test.concurrent('of up is six commands, each with its context', async () => {
    const mesh = await sandbox();
    const { stdout } = await mesh.mesh(['up', '--dry-run']);
    expect(commandsOf(stdout)).toEqual([
      'k3d cluster create --config cluster/k3d.yaml',
      'istioctl --context k3d-my-multinode-cluster install -y -f cluster/istio.yaml',
      `${KUBECTL} label namespace default istio-injection=enabled --overwrite`,
      `node cluster/certificate.js | ${KUBECTL} create -f -`,
      'npm run synth',
      `${KUBECTL} apply -R -f dist`,
    ]);
  });

  const facts = ['k3d.json', 'contexts', 'istio', 'injection-default', 'secret', 'objects.json'];

  test.concurrent('of up does what up does when it is pasted, and up and test are content with it', async () => {
    const mesh = await sandbox();
    const { stdout } = await mesh.mesh(['up', '--dry-run']);
    expect(await mesh.script(stdout)).toMatchObject({ code: 0, stderr: '' });
    const real = await firstUp();
    const state = (of: Sandbox) => facts.map((fact) => of.plain(of.read(fact)));
    expect(state(mesh)).toEqual(state(real.mesh));
    expect((await mesh.mesh(['test'])).code).toBe(0);
    mesh.calls();
    const { code, stdout: again } = await mesh.mesh(['up']);
    expect([code, again.match(/^deployment.* unchanged$/m)?.length]).toEqual([0, 1]);
  });

  test.concurrent('says with which commands its comments look', async () => {
    const [{ calls, mesh: real }, mesh] = [await firstUp(), await sandbox()];
    const { stdout } = await mesh.mesh(['up', '--dry-run']);
    const looks = mesh
      .plain(stdout)
      .split('\n')
      .filter((line) => line.startsWith('# looks: '))
      .flatMap((line) => line.slice('# looks: '.length).split(' | '))
      .map((look) =>
        look.replace('NAMESPACE', 'default').replace('KIND/NAME', 'deployment/echo').replaceAll("'", ''),
      );
    const called = calls.map((call) => real.plain(call));
    expect(looks.filter((look) => !called.includes(look))).toEqual([]);
  });

  test.concurrent('with a name, a namespace and ports of its own can be pasted too', async () => {
    const mesh = await sandbox();
    const options = ['--name', '123', '--http-port', '8081', '--namespace', 'shop'];
    const { stdout } = await mesh.mesh(['up', '--dry-run', ...options]);
    const { code, stderr } = await mesh.script(stdout);
    expect([code, stderr, mesh.read('running')]).toEqual([0, '', 'k3d-123\n']);
    expect(mesh.read('k3d.json')).toContain('"HostPort":"8081"');
    expect([mesh.read('injection-shop'), mesh.read('objects.json')]).toEqual([
      'enabled\n',
      expect.stringContaining('shop deployment.apps/echo'),
    ]);
  });
});

describe('wrong usage', () => {
  const untouched = sandbox();
  const label = 'is not made of small letters, digits and inner dashes';
  const number = 'is not a number from 1 to 65535';

  test.concurrent.each([
    [[], 'which command?'],
    [['start'], 'unknown command start'],
    [['doctor'], 'unknown command doctor'],
    [['up', 'down'], 'one command at a time: up or down'],
    [['up', '--cluster=x'], 'unknown option --cluster'],
    [['up', '-x'], 'unknown option, or one without its value: -x'],
    [['up', '--name'], 'unknown option, or one without its value: --name'],
    [['up', '--name', ''], `--name: '' ${label}`],
    [['up', '--name', 'my mesh'], `--name: 'my mesh' ${label}`],
    [['up', '--name', "it's"], `--name: 'it's' ${label}`],
    [['up', '--name=x;touch y'], `--name: 'x;touch y' ${label}`],
    [['up', '--name', '$(touch y)'], `--name: '$(touch y)' ${label}`],
    [['up', '--name', 'x\ny'], `--name: 'x\ny' ${label}`],
    [['up', '--name', 'x\n'], `--name: 'x\n' ${label}`],
    [['up', '--name', '--dry-run'], `--name: '--dry-run' ${label}`],
    [['up', '--name', 'x-'], `--name: 'x-' ${label}`],
    [['up', '--namespace', 'Default'], `--namespace: 'Default' ${label}`],
    [['up', '--http-port', 'x'], `--http-port: 'x' ${number}`],
    [['up', '--http-port', '080'], `--http-port: '080' ${number}`],
    [['up', '--api-port', '65536'], `--api-port: '65536' ${number}`],
    [['up', '--https-port', '99999999999999999999'], `--https-port: '99999999999999999999' ${number}`],
    [['up', '--http-port', '1', '--api-port', '1'], 'one port for two: HTTP 1, HTTPS 9443, API 1'],
    [['up', '--timeout', '0'], `--timeout: '0' ${number}`],
    [['test', '--url'], 'unknown option, or one without its value: --url'],
    [['test', '--url', ''], "--url: '' is not a URL: http://HOST/PATH"],
    [['test', '--url', 'shop.example.com'], "--url: 'shop.example.com' is not a URL: http://HOST/PATH"],
    [['test', '--url', 'ftp://a/'], "--url: 'ftp://a/' is not a URL: http://HOST/PATH"],
    [['test', '--url', 'http:///'], "--url: 'http:///' is not a URL: http://HOST/PATH"],
    [['test', '--url', "http://a/';touch y'"], "--url: 'http://a/';touch y'' is not a URL: http://HOST/PATH"],
    [['test', '--url', 'http://a/ b'], "--url: 'http://a/ b' is not a URL: http://HOST/PATH"],
  ])('%j', async (args, message) => {
    const mesh = await untouched;
    const { code, stdout, stderr } = await mesh.mesh(args);
    expect([code, stdout, mesh.plain(stderr)]).toEqual([
      2,
      '',
      `mesh: ${message}\n./mesh help lists the commands and options\n`,
    ]);
    expect([mesh.read('calls'), mesh.leftovers()]).toEqual(['', []]);
  });

  test.concurrent('an unreadable cluster/k3d.yaml', async () => {
    const mesh = await sandbox();
    writeFileSync(join(mesh.project, 'cluster/k3d.yaml'), 'kind: Simple\n');
    const { code, stderr } = await mesh.mesh(['up']);
    expect([code, stderr]).toEqual([1, 'mesh: the start: cluster/k3d.yaml lacks the name or a port\n']);
  });
});

test.concurrent.each(['help', '--help', '-h', 'up --help'])('%s, from another folder', async (word) => {
  const mesh = await sandbox();
  mkdirSync(join(mesh.root, 'elsewhere'));
  const { code, stdout } = await mesh.script(`cd ../elsewhere && ../project/mesh ${word}`);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^\.\/mesh: from nothing to an answered request, on k3d and istioctl\.\n/);
  expect(stdout).toMatch(/\nExit codes: .*\n$/);
});
