import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  finished,
  firstUp,
  listen,
  portOf,
  removeSandboxes,
  type Sandbox,
  sandbox,
  tools,
  which,
} from './sandbox';

jest.setTimeout(60_000); // many processes, on machines with other things to do

afterAll(removeSandboxes);

/** The calls that change something, without what every `up` does again. */
function changes(calls: string[]): string[] {
  const looks =
    / (get|list|ls|info|view|ps|rollout status|apply -f dist) |^curl |^npm run synth| list -o json$/;
  return calls.filter((call) => !looks.test(`${call} `));
}

/** A pattern for the stand-ins: the call without the temporary folder, whose name changes. */
const lasting = (call: string) => call.replace(/ \S*mesh\.\w{6}.*/, '');

test('from nothing to an answered request', async () => {
  const { mesh, outcome } = await firstUp();
  expect(mesh.plain(outcome.stdout)).toMatchSnapshot();
  expect([outcome.code, outcome.stderr]).toEqual([0, '']);
  expect(mesh.leftovers()).toEqual([]);
  expect(mesh.read('current-context')).toBe('work');
});

test.concurrent('a second up changes nothing', async () => {
  const mesh = await finished();
  const { code } = await mesh.mesh(['up']);
  expect([code, changes(mesh.calls())]).toEqual([0, []]);
});

test.concurrent.each(['bash', 'busybox'].filter(which))('%s does what sh does', async (shell) => {
  const [{ mesh: usual, outcome }, mesh] = [await firstUp(), await sandbox()];
  const arguments_ = shell === 'busybox' ? ['sh'] : [];
  const { code, stdout, stderr } = await mesh.mesh(['up'], {}, [which(shell) ?? '', ...arguments_]);
  expect([code, mesh.plain(stdout), stderr]).toEqual([0, usual.plain(outcome.stdout), '']);
});

test.concurrent('every step failing in turn, each up after it getting further', async () => {
  const [whole, mesh] = [await firstUp(), await sandbox()];
  const calls = [...new Set(whole.calls.map(lasting))].map((call) =>
    call
      .replace(`:${whole.mesh.ports[0]}`, `:${mesh.ports[0]}`)
      .replace(`:${whole.mesh.ports[1]}`, `:${mesh.ports[1]}`),
  );
  expect(calls.length).toBeGreaterThan(20);
  // A cluster that does not answer may lack its kubeconfig: that is tried before anything is said to fail.
  for (const call of calls.filter((each) => !each.endsWith('get --raw /version'))) {
    mesh.write('fail', call);
    const tolerant = /^curl|items\[\*\]\.metadata\.name}$/.test(call) ? 'not both were answered' : undefined;
    const { code, stdout, stderr } = await mesh.mesh(['up'], tolerant ? { MESH_TIMEOUT: '1' } : {});
    expect([call, code]).toEqual([call, 1]);
    // The step that had just been announced, and what to look at.
    expect(stderr).toContain(`mesh: ${stdout.split('==> ').at(-1)?.split('\n')[0]}: `);
    expect(stderr).toMatch(/\nlook next at\n {2}\S/);
    if (call.startsWith('docker info')) expect(stderr).toContain('Docker does not answer');
    else if (tolerant) expect(stderr).toContain(tolerant);
    else {
      expect(stderr.replaceAll("'", '')).toContain(`this command failed\n  ${call}`);
      expect(stderr).toContain('the stand-in was told to fail here');
    }
    expect(mesh.leftovers()).toEqual([]);
  }
  mesh.write('fail', '');
  expect((await mesh.mesh(['up'])).code).toBe(0);
  mesh.calls();
  await mesh.mesh(['up']);
  expect(changes(mesh.calls())).toEqual([]);
});

const interrupted = {
  code: 130,
  stderr: expect.stringMatching(/^mesh: .*: interrupted; the same command again finishes the work\n$/),
};

test.concurrent.each(['k3d cluster create', 'install -y', 'openssl req', 'rollout status deployment/echo'])(
  'Ctrl-C at %s, and an up that finishes',
  async (call) => {
    const mesh = await sandbox();
    expect(await mesh.interrupted('up', call)).toMatchObject(interrupted);
    expect(mesh.leftovers()).toEqual([]);
    expect(await mesh.mesh(['up'])).toMatchObject({ code: 0, stderr: '' });
  },
);

test.concurrent.each(['bash', 'dash', 'busybox'].filter(which))(
  '%s leaves no keys when nobody reads on',
  async (shell) => {
    const mesh = await sandbox();
    await mesh.script(`${which(shell)} ${shell === 'busybox' ? 'sh' : ''} ./mesh up | sed 3q`);
    expect([mesh.leftovers(), mesh.read('k3d.json')]).toEqual([[], '']);
  },
);

test.concurrent('Ctrl-C in a deletion, and a down that finishes', async () => {
  const mesh = await finished();
  expect(await mesh.interrupted('down', 'k3d cluster delete')).toMatchObject(interrupted);
  expect(await mesh.mesh(['up'])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('it lacks its load balancer, as after a deletion cut short: ./mesh down'),
  });
  expect(await mesh.mesh(['down'])).toMatchObject({ code: 0, stderr: '' });
  expect([mesh.read('k3d.json'), mesh.read('contexts')]).toEqual(['[]', 'work\n']);
});

describe('what it needs', () => {
  test.concurrent.each(tools)('%s missing', async (tool) => {
    const mesh = await sandbox();
    mesh.removeTool(tool);
    const { code, stderr } = await mesh.mesh(['up']);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      new RegExp(
        `^mesh: Check the tools and Docker: to put right first\n  ${tool} is missing \\(needed: [^)]+\\): https://`,
      ),
    );
    expect(mesh.calls().filter((call) => !call.startsWith('docker info'))).toEqual([]);
  });

  test.concurrent('all tools missing are named at once', async () => {
    const mesh = await sandbox();
    for (const tool of tools) mesh.removeTool(tool);
    const { code, stderr } = await mesh.mesh(['up']);
    expect(code).toBe(1);
    for (const tool of tools) expect(stderr).toContain(`\n  ${tool} is missing`);
  });

  test.concurrent('tools of another version', async () => {
    const mesh = await sandbox();
    mesh.write('istioctl-version', '1.29.1');
    mesh.write('k3d-version', '5.4.9');
    const { code, stderr } = await mesh.mesh(['up']);
    expect(code).toBe(1);
    expect(stderr).toContain('k3d 5.4.9 (needed: 5.5 or a later 5): https://k3d.io');
    expect(stderr).toContain('istioctl 1.29.1 (needed: 1.30 or later): https://istio.io');
    expect(mesh.read('k3d.json')).toBe('');
  });

  test.concurrent('a port that something listens on', async () => {
    const mesh = await sandbox();
    const listener = await listen();
    const port = portOf(listener);
    mesh.write('publisher', 'k3d-other-serverlb\n');
    const { code, stderr } = await mesh.mesh(['up', '--http-port', port]);
    await new Promise((done) => listener.close(done));
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining(
        `\n  port ${port} is taken by container k3d-other-serverlb: stop what listens there, or choose another with --http-port`,
      ),
    ]);
    expect(changes(mesh.calls())).toEqual([]);
  });
});

describe('a cluster that is there', () => {
  test.concurrent.each([
    ['fewer agents', 'agents: 3', 'agents: 1', '1 agent(s) instead of 3'],
    ['more agents, in the making,', 'agents: 3', 'agents: 4', '4 agent(s) instead of 3'],
    ['Traefik', '--disable=traefik', '--disable=metrics-server', 'Traefik enabled'],
    ['another port', ':80', ':8080', 'port none -> 80 instead of 9080'],
  ])('with %s is left alone', async (what, from, to, difference) => {
    const mesh = await sandbox();
    const config = join(mesh.project, 'cluster/k3d.yaml');
    const wanted = readFileSync(config, 'utf8');
    // The stand-in k3d makes what the file says.
    writeFileSync(config, wanted.replace(from, to));
    await createByHand(mesh);
    writeFileSync(config, wanted);
    if (what.includes('in the making')) {
      mesh.write(
        'k3d.json',
        mesh.read('k3d.json').replaceAll('true,"Status":"running"', 'false,"Status":"created"'),
      );
    }
    for (const command of ['up', 'down']) {
      const { code, stderr } = await mesh.mesh([command]);
      expect([code, mesh.plain(stderr).split('\n')[0]]).toEqual([
        1,
        expect.stringMatching(
          /^mesh: \w+ cluster my-multinode-cluster: there is one of another shape, which is left alone: /,
        ),
      ]);
      expect(mesh.plain(stderr)).toContain(`left alone: ${difference}\n`);
      expect(changes(mesh.calls())).toEqual([]);
    }
  });

  test.concurrent('made by hand is taken over', async () => {
    const mesh = await sandbox();
    await createByHand(mesh);
    expect((await mesh.mesh(['up'])).code).toBe(0);
    expect(mesh.calls().join('\n')).not.toContain('k3d cluster create');
  });

  test.concurrent('stopped is started', async () => {
    const mesh = await finished();
    mesh.write(
      'k3d.json',
      mesh
        .read('k3d.json')
        .replaceAll('"Running":true,"Status":"running"', '"Running":false,"Status":"exited"'),
    );
    mesh.write('running', '');
    mesh.calls();
    expect((await mesh.mesh(['up'])).code).toBe(0);
    expect(changes(mesh.calls())).toEqual(['k3d cluster start my-multinode-cluster --timeout 300s']);
  });

  test.concurrent('with one node stopped is started, though its load balancer has the ports', async () => {
    const mesh = await sandbox();
    await createByHand(mesh);
    mesh.write(
      'k3d.json',
      mesh.read('k3d.json').replace('true,"Status":"running"', 'false,"Status":"exited"'),
    );
    const listener = await listen(Number(mesh.ports[0]));
    mesh.write('publisher', 'k3d-my-multinode-cluster-serverlb\n');
    const { code } = await mesh.mesh(['up']);
    await new Promise((done) => listener.close(done));
    expect([code, changes(mesh.calls())[0]]).toEqual([
      0,
      'k3d cluster start my-multinode-cluster --timeout 300s',
    ]);
  });

  test.concurrent('unknown to the kubeconfig is made known, the current context kept', async () => {
    const mesh = await finished();
    mesh.write('contexts', 'work\n');
    mesh.calls();
    expect((await mesh.mesh(['up'])).code).toBe(0);
    expect(changes(mesh.calls())).toEqual([
      'k3d kubeconfig merge my-multinode-cluster --kubeconfig-merge-default --kubeconfig-switch-context=false',
    ]);
    expect(mesh.read('current-context')).toBe('work');
  });

  async function createByHand(mesh: Sandbox): Promise<void> {
    await mesh.script('k3d cluster create --config cluster/k3d.yaml');
    mesh.calls();
  }
});

describe('Istio that is there', () => {
  test.concurrent('of another version, of another profile or unfinished is installed again', async () => {
    const mesh = await finished();
    const install =
      'istioctl --context k3d-my-multinode-cluster install -y -f cluster/istio.yaml --readiness-timeout 300s';
    const installs = async (...args: string[]) => {
      mesh.calls();
      await mesh.mesh(['up', ...args]);
      return changes(mesh.calls()).filter((call) => call.startsWith('istioctl'));
    };
    mesh.write('istio', '1.29.4');
    expect(await installs()).toEqual([install]);
    expect(await installs('--profile', 'demo')).toEqual([`${install} --set profile=demo`]);
    expect(await installs('--profile=demo')).toEqual([]);
    mesh.write('profile', '');
    expect(await installs()).toEqual([install]);
  });

  test.concurrent('Ctrl-C in an upgrade that has reached istiod, and an up that finishes', async () => {
    const mesh = await finished();
    mesh.write('istio', '1.29.4');
    expect(await mesh.interrupted('up', 'install -y')).toMatchObject(interrupted);
    mesh.write('istio', '1.30.3');
    mesh.calls();
    expect((await mesh.mesh(['up'])).code).toBe(0);
    expect(mesh.calls().join('\n')).toContain('install -y -f cluster/istio.yaml');
  });

  test.concurrent('a profile without a gateway', async () => {
    const mesh = await sandbox();
    const { code, stderr } = await mesh.mesh(['up'], { MESH_PROFILE: 'minimal' });
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining('./mesh profiles, for whether minimal has a gateway'),
    ]);
  });
});

test.concurrent('a pod without a sidecar is replaced, one about to go is not counted', async () => {
  const mesh = await finished();
  mesh.calls();
  mesh.write('pods', 'echo-0||\n');
  expect((await mesh.mesh(['up'])).code).toBe(0);
  expect(changes(mesh.calls())).toEqual([
    'kubectl --context k3d-my-multinode-cluster -n default rollout restart deployment/echo',
  ]);
  mesh.write('pods', 'echo-2||docker.io/istio/proxyv2:1.30.3\necho-1|2026-01-01T00:00:00Z|\n');
  mesh.write('answer', '{"os":{"hostname":"echo-2"},"headers":{"x-envoy-internal":"true"}}');
  expect((await mesh.mesh(['up'])).code).toBe(0);
  expect(changes(mesh.calls())).toEqual([]);
});

test.concurrent('an ingress that takes its time', async () => {
  const mesh = await sandbox();
  mesh.write('refusals', '1\n2\n');
  const { code, stdout } = await mesh.mesh(['up']);
  expect(code).toBe(0);
  expect(
    stdout.match(/no answer: curl: \(52\) Empty reply from server \(trying for another \d+ s\)/g),
  ).toHaveLength(2);
});

test.concurrent('an ingress that never answers', async () => {
  const mesh = await sandbox();
  mesh.write('fail', 'curl -q');
  const { code, stderr } = await mesh.mesh(['up', '--timeout', '1']);
  expect([code, stderr]).toEqual([
    1,
    `mesh: Send requests: not both were answered by echo through the mesh
look next at
  kubectl --context k3d-my-multinode-cluster -n default get pods -l app=echo
  kubectl --context k3d-my-multinode-cluster -n default get events --sort-by=.lastTimestamp
  kubectl --context k3d-my-multinode-cluster -n istio-system get pods,services -l istio=ingressgateway
  istioctl --context k3d-my-multinode-cluster proxy-status
`,
  ]);
});

test.concurrent('name, namespace, profile and ports of its own', async () => {
  const mesh = await sandbox();
  const other = await sandbox(); // for three more free ports
  const [http, https, api] = other.ports;
  const { code, stdout } = await mesh.mesh(
    [
      'up',
      '--name',
      'other',
      '--namespace=shop',
      '--profile',
      'demo',
      '--http-port',
      http,
      '--api-port',
      api,
    ],
    { MESH_HTTPS_PORT: https, MESH_NAMESPACE: 'overruled' },
  );
  expect([code, mesh.read('running'), mesh.read('injection-shop')]).toEqual([0, 'k3d-other\n', 'enabled\n']);
  expect(stdout).toContain('$ env MESH_NAMESPACE=shop npm run synth');
  expect(readFileSync(join(mesh.project, 'dist/echo.yaml'), 'utf8')).toContain('namespace: shop');
  for (const port of [http, https, api]) expect(mesh.read('k3d.json')).toContain(`"HostPort":"${port}"`);
  const commands = mesh.calls().filter((call) => /^(kubectl|istioctl)/.test(call));
  const contexts = commands.map((call) => call.split(' ').slice(1, 3).join(' '));
  expect([...new Set(contexts)]).toEqual(['--context k3d-other']);
});

test.concurrent('folders with spaces, quotes and ; in their names', async () => {
  const mesh = await sandbox('it\'s a "mesh"; $(touch x) ');
  const { code, stderr } = await mesh.mesh(['up']);
  expect([code, stderr, mesh.leftovers(), existsSync(join(mesh.root, 'x'))]).toEqual([0, '', [], false]);
});
