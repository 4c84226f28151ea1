import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { finished, firstUp, listen, portOf, removeSandboxes, type Sandbox, sandbox, which } from './sandbox';

jest.setTimeout(60_000);

afterAll(removeSandboxes);

describe('apply', () => {
  test.concurrent('synthesizes, applies and waits', async () => {
    const mesh = await finished();
    expect((await mesh.mesh(['apply'])).code).toBe(0);
    const context = '--context k3d-my-multinode-cluster';
    expect(mesh.calls().slice(0, -1)).toEqual([
      `kubectl ${context} --request-timeout 10s get --raw /version`,
      'npm run synth',
      `kubectl ${context} apply -f dist`,
      `kubectl ${context} -n istio-system rollout status deployment/istio-ingressgateway --timeout 300s`,
      `kubectl ${context} -n default rollout status deployment/echo --timeout 300s`,
    ]);
  });

  test.concurrent.each(['node_modules', 'node_modules/.package-lock.json'])('without %s', async (missing) => {
    const mesh = await finished();
    rmSync(join(mesh.project, missing), { recursive: true });
    expect((await mesh.mesh(['apply'])).stdout).toContain('  $ npm ci\n  $ npm run synth\n');
  });

  test.concurrent.each(['apply', 'test', 'status'])('%s without a cluster', async (command) => {
    const mesh = await sandbox();
    const { code, stderr } = await mesh.mesh([command]);
    expect([code, stderr]).toEqual([
      1,
      `mesh: Reach cluster my-multinode-cluster: context k3d-my-multinode-cluster does not answer
look next at
  ./mesh up, which creates or starts it
  ./mesh doctor
`,
    ]);
  });
});

describe('test', () => {
  const answer = (echo: object) => JSON.stringify(echo, null, 2);
  const mesh = { 'x-envoy-attempt-count': '1' };

  test.concurrent.each([
    [
      0,
      'answered by pod echo-1 through the ingress gateway',
      answer({ headers: mesh, os: { hostname: 'echo-1' } }),
    ],
    [
      1,
      'answered by pod echo-1, but not through the mesh',
      answer({ headers: {}, os: { hostname: 'echo-1' } }),
    ],
    [
      1,
      'answered by echo-9, no pod of echo in this cluster',
      answer({ headers: mesh, os: { hostname: 'echo-9' } }),
    ],
    [1, 'HTTP 200, not from echo: <h1>It works!</h1>', '<h1>It works!</h1>\n'],
    [1, 'HTTP 200, not from echo: ', ''],
  ])('exits %i when %s', async (code, said, text) => {
    const there = await finished();
    there.write('answer', text);
    const result = await there.mesh(['test']);
    expect([result.code, result.stdout.split(`    ${said}\n`).length - 1]).toEqual([code, 2]);
  });

  test.concurrent('exits 1 when only one of two is answered', async () => {
    const there = await finished();
    there.write('fail', '%{http_code} https:');
    const { code, stdout, stderr } = await there.mesh(['test']);
    expect([code, stdout, stderr]).toEqual([
      1,
      expect.stringContaining('answered by pod echo-1'),
      expect.stringContaining('not both were answered by echo through the mesh'),
    ]);
    expect(stdout).toContain('    no answer: curl: the stand-in was told to fail here\n');
  });

  (which('curl') ? test : test.skip)('with the real curl', async () => {
    const there = await finished();
    there.real('curl');
    const server = createServer((_, response) => {
      response.end(
        answer({ headers: { ...mesh, 'x-forwarded-client-cert': 'By=' }, os: { hostname: 'echo-1' } }),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { code, stdout } = await there.mesh(['test', '--http-port', portOf(server)], {
      http_proxy: 'http://127.0.0.1:1',
    });
    await new Promise((resolve) => server.close(resolve));
    // Nothing listens at the port for HTTPS.
    expect(code).toBe(1);
    expect(stdout).toContain(
      'answered by pod echo-1 through the ingress gateway and, by mutual TLS, its sidecar\n',
    );
    expect(stdout).toMatch(/ no answer: curl: \(7\) .*\n/);
  });
});

test.concurrent('status shows everything, and goes on past what fails', async () => {
  const mesh = await finished();
  mesh.write('pods', 'echo-1||docker.io/istio/proxyv2:1.30.3\nother-1||\n');
  mesh.write('fail', '-n istio-system get pods');
  const { code, stdout, stderr } = await mesh.mesh(['status']);
  expect([code, stderr]).toEqual([
    1,
    expect.stringContaining('mesh: Pods of istio-system: this command failed'),
  ]);
  expect(stdout.split('\n').filter((line) => !/^ {4}shown/.test(line))).toEqual([
    '==> Nodes',
    '  $ kubectl --context k3d-my-multinode-cluster get nodes',
    '==> Pods of istio-system',
    '  $ kubectl --context k3d-my-multinode-cluster -n istio-system get pods',
    '    kubectl: the stand-in was told to fail here',
    '==> Pods of default, and their sidecars',
    '  $ kubectl --context k3d-my-multinode-cluster -n default get pods',
    '    echo-1 sidecar docker.io/istio/proxyv2:1.30.3',
    '    other-1 no sidecar',
    '==> Gateways and virtual services',
    '  $ kubectl --context k3d-my-multinode-cluster -n default get gateways.networking.istio.io,virtualservices.networking.istio.io',
    '==> Proxies',
    '  $ istioctl --context k3d-my-multinode-cluster proxy-status',
    '',
  ]);
});

test.concurrent('status fails when it cannot tell who has a sidecar, and has no empty line for no pods', async () => {
  const mesh = await finished();
  mesh.write('pods', '');
  expect(await mesh.mesh(['status'])).toMatchObject({ code: 0, stdout: expect.not.stringMatching(/\n *\n/) });
  mesh.write('fail', '{range .items');
  expect((await mesh.mesh(['status'])).code).toBe(1);
});

test.concurrent('profiles shows what each of the known ones would run', async () => {
  const mesh = await sandbox();
  const { code, stdout } = await mesh.mesh(['profiles']);
  expect([code, stdout]).toEqual([
    0,
    `==> Profiles of Istio 1.30.3, and what each would run
    default            istiod, istio-ingressgateway
    demo               istiod, istio-ingressgateway, istio-egressgateway
    minimal            istiod
    empty              nothing
    up needs one with istio-ingressgateway
`,
  ]);
});

describe('doctor', () => {
  test.concurrent('when all is good', async () => {
    const mesh = await sandbox();
    const { code, stdout, stderr } = await mesh.mesh(['doctor']);
    expect([code, stderr]).toEqual([0, '']);
    expect(mesh.plain(stdout).split('\n').slice(-5, -1)).toEqual([
      '    good  Docker is running',
      '    good  port 9080 is free',
      '    good  port 9443 is free',
      '    good  port 6443 is free',
    ]);
  });

  test.concurrent('knows the ports of its own cluster', async () => {
    const mesh = await finished();
    const listener = await listen(Number(mesh.ports[0]));
    mesh.write('publisher', 'k3d-my-multinode-cluster-serverlb\n');
    const { code, stdout } = await mesh.mesh(['doctor']);
    await new Promise((done) => listener.close(done));
    expect([code, mesh.plain(stdout)]).toEqual([
      0,
      expect.stringContaining('port 9080 is that of my-multinode-cluster'),
    ]);
  });

  test.concurrent('when nothing is good', async () => {
    const mesh = await sandbox();
    for (const tool of ['k3d', 'node']) mesh.removeTool(tool);
    mesh.write('istioctl-version', '1.29.3');
    mesh.write('fail', 'docker info');
    const { code, stdout, stderr } = await mesh.mesh(['doctor']);
    expect([code, stderr]).toEqual([
      1,
      `mesh: Examine the tools, Docker and the ports: to put right first
  k3d is missing (needed: 5.5 or a later 5): https://k3d.io/stable/#installation
  istioctl 1.29.3 (needed: 1.30 or later): https://istio.io/latest/docs/setup/additional-setup/download-istio-release/
  node is missing (needed: 20 or later): https://nodejs.org/en/download
  Docker does not answer: start Docker Desktop, or the daemon: https://docs.docker.com/engine/daemon/start/
  the ports cannot be checked without node
`,
    ]);
    expect(stdout).toContain('    good  kubectl 1.33.1 (needed: any version)\n');
  });
});

describe('down', () => {
  test.concurrent('leaves nothing, and the current context as it was', async () => {
    const mesh = await finished();
    const { code, stdout } = await mesh.mesh(['down']);
    expect([code, stdout]).toEqual([
      0,
      `==> Delete cluster my-multinode-cluster
  $ k3d cluster delete my-multinode-cluster
    nothing is left of it
`,
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
    expect([code, stdout]).toEqual([
      0,
      '==> Delete cluster my-multinode-cluster\n    nothing is left of it\n',
    ]);
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
    expect((await mesh.mesh(['down'])).stdout).toBe(`==> Delete cluster my-multinode-cluster
  $ docker network rm k3d-my-multinode-cluster
  $ docker volume rm k3d-my-multinode-cluster-images
  $ kubectl --context k3d-my-multinode-cluster config delete-context k3d-my-multinode-cluster
  $ kubectl --context k3d-my-multinode-cluster config delete-cluster k3d-my-multinode-cluster
  $ kubectl --context k3d-my-multinode-cluster config delete-user admin@k3d-my-multinode-cluster
    nothing is left of it
`);
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
  test.concurrent.each(['up', 'apply', 'test', 'status', 'profiles', 'doctor', 'down'])(
    'of %s runs nothing',
    async (command) => {
      const mesh = await sandbox();
      const { code, stdout, stderr } = await mesh.mesh(['--dry-run', command]);
      expect([code, stderr, mesh.read('calls'), mesh.leftovers()]).toEqual([0, '', '', []]);
      expect(stdout).toMatch(/^(k3d|kubectl|istioctl|docker) /m);
    },
  );

  test.concurrent('of up is a script that makes the calls of up', async () => {
    const mesh = await sandbox();
    const { stdout } = await mesh.mesh(['up', '--dry-run']);
    const { code, stderr } = await mesh.script(stdout);
    expect([code, stderr]).toEqual([0, '']);
    const plain = (calls: string[], of: Sandbox) => calls.map((call) => of.plain(call)).sort();
    const real = await firstUp();
    expect(plain(mesh.calls(), mesh)).toEqual(plain(real.calls, real.mesh));
  });

  test.concurrent('with a name and ports of its own can be pasted too', async () => {
    const mesh = await sandbox();
    const { stdout } = await mesh.mesh(['up', '--dry-run', '--name', '123', '--http-port', '8081']);
    const { code } = await mesh.script(stdout.replace(/^# Install Istio[\s\S]*/m, ''));
    expect([code, mesh.read('running')]).toEqual([0, 'k3d-123\n']);
    expect(mesh.read('k3d.json')).toContain('"HostPort":"8081"');
  });
});

describe('wrong usage', () => {
  const untouched = sandbox();

  test.concurrent.each([
    [[], 'which command?'],
    [['start'], 'unknown command start'],
    [['up', 'down'], 'one command at a time: up or down'],
    [['up', '--cluster=x'], 'unknown option --cluster'],
    [['up', '-x'], 'unknown option, or one without its value: -x'],
    [['up', '--name'], 'unknown option, or one without its value: --name'],
    [['up', '--name', ''], "--name: '' is not made of small letters, digits and inner dashes"],
    [['up', '--name', 'my mesh'], "--name: 'my mesh' is not made of small letters, digits and inner dashes"],
    [['up', '--name', "it's"], "--name: 'it's' is not made of small letters, digits and inner dashes"],
    [['up', '--name=x;touch y'], "--name: 'x;touch y' is not made of small letters, digits and inner dashes"],
    [
      ['up', '--name', '$(touch y)'],
      "--name: '$(touch y)' is not made of small letters, digits and inner dashes",
    ],
    [['up', '--name', 'x\ny'], "--name: 'x\ny' is not made of small letters, digits and inner dashes"],
    [
      ['up', '--name', '--dry-run'],
      "--name: '--dry-run' is not made of small letters, digits and inner dashes",
    ],
    [['up', '--name', 'a'.repeat(33)], `--name: '${'a'.repeat(33)}' has more than 32 characters`],
    [
      ['up', '--namespace', 'Default'],
      "--namespace: 'Default' is not made of small letters, digits and inner dashes",
    ],
    [['up', '--profile', 'a"b'], `--profile: 'a"b' is not made of small letters, digits and inner dashes`],
    [['up', '--http-port', 'x'], "--http-port: 'x' is not a number from 1 to 65535"],
    [['up', '--api-port', '65536'], "--api-port: '65536' is not a number from 1 to 65535"],
    [
      ['up', '--https-port', '99999999999999999999'],
      "--https-port: '99999999999999999999' is not a number from 1 to 65535",
    ],
    [['up', '--http-port', '1', '--api-port', '1'], 'one port for two: HTTP 1, HTTPS 9443, API 1'],
    [['up', '--timeout', '0'], "--timeout: '0' is not a number from 1 to 86400"],
  ])('%j', async (args, message) => {
    const mesh = await untouched;
    const { code, stdout, stderr } = await mesh.mesh(args);
    expect([code, stdout, mesh.plain(stderr)]).toEqual([
      2,
      '',
      `mesh: ${message}\n./mesh help lists the commands and options\n`,
    ]);
    expect([mesh.read('calls'), existsSync(join(mesh.project, 'y'))]).toEqual(['', false]);
  });

  test.concurrent('a bad variable is named', async () => {
    const mesh = await sandbox();
    const { code, stderr } = await mesh.mesh(['up'], { MESH_HTTP_PORT: '0' });
    expect([code, stderr]).toEqual([2, expect.stringContaining("MESH_HTTP_PORT: '0' is not a number")]);
  });

  test.concurrent('an unreadable cluster/k3d.yaml', async () => {
    const mesh = await sandbox();
    writeFileSync(join(mesh.project, 'cluster/k3d.yaml'), 'kind: Simple\n');
    const { code, stderr } = await mesh.mesh(['up']);
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining('cluster/k3d.yaml or cluster/istio.yaml lacks a line'),
    ]);
  });
});

test.concurrent.each(['help', '--help', '--help up', 'up --help'])(
  '%s, from another folder, through a link to a link',
  async (word) => {
    const mesh = await sandbox();
    mkdirSync(join(mesh.root, 'links'));
    symlinkSync('../project/mesh', join(mesh.root, 'links/mesh'));
    symlinkSync(join(mesh.root, 'links/mesh'), join(mesh.root, 'bin/mesh'));
    const { code, stdout } = await mesh.script(`cd / && mesh ${word}`);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\.\/mesh: from nothing to an answered request, on k3d and istioctl\.\n/);
    expect(stdout).toMatch(/\nExit codes: .*\n$/);
  },
);
