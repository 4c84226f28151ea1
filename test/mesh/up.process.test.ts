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

afterAll(removeSandboxes);

/** The calls that change something, without what every `up` does again. */
function changes(calls: string[]): string[] {
  const looks =
    / (get|list|ls|info|view|rollout status|install -y|apply -R -f dist) |^curl |^node |^npm run synth| list -o json$/;
  return calls.filter((call) => !looks.test(`${call} `));
}

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

/** The shells that are here, as one calls them with a script. */
const shells = [['bash', '--posix'], ['dash'], ['busybox', 'sh']].filter(([shell = '']) => which(shell));

test.concurrent.each(shells)('%s does what sh does', async (shell, ...options) => {
  const [{ mesh: usual, outcome }, mesh] = [await firstUp(), await sandbox()];
  const { code, stdout, stderr } = await mesh.mesh(['up'], {}, [which(shell ?? '') ?? '', ...options]);
  expect([code, mesh.plain(stdout), stderr]).toEqual([0, usual.plain(outcome.stdout), '']);
});

test.concurrent('every step failing in turn, each up after it getting further', async () => {
  const [whole, mesh] = [await firstUp(), await sandbox()];
  const calls = [...new Set(whole.calls)].map((call) =>
    whole.mesh.ports
      .reduce((text, port, i) => text.replaceAll(port, mesh.ports[i] ?? ''), call)
      .replaceAll(whole.mesh.root, mesh.root),
  );
  expect(calls.length).toBeGreaterThan(15);
  // A cluster that does not answer may lack its kubeconfig: that is tried before anything is said to fail.
  for (const call of calls.filter((each) => !each.endsWith('get --raw /version'))) {
    mesh.write('fail', call);
    const tolerant = /^curl|answer\.js/.test(call);
    const { code, stdout, stderr } = await mesh.mesh(['up', '--timeout', tolerant ? '1' : '300']);
    expect([call, code]).toEqual([call, 1]);
    // The step that had just been announced, and what to look at.
    expect(stderr).toContain(`mesh: ${stdout.split('==> ').at(-1)?.split('\n')[0]}: `);
    expect(stderr).toMatch(/\nlook next at\n {2}\S/);
    if (call !== 'docker info' && !tolerant) expect(stderr).toContain('told to fail here');
    if (call === 'docker info') expect(stderr).toContain('Docker does not answer');
    else if (tolerant) expect(stderr).toContain('not every request was answered');
    else
      expect(stderr.replaceAll("'", '')).toContain(
        /^openssl/.test(call) ? 'certificate.js' : call.replace(/^node (\S+plan\.js).*/, '$1'),
      );
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

test.concurrent.each(['k3d cluster create', 'install -y', 'create -f -', 'rollout status'])(
  'Ctrl-C at %s, and an up that finishes',
  async (call) => {
    const mesh = await sandbox();
    expect(await mesh.interrupted('up', call)).toMatchObject(interrupted);
    expect(mesh.leftovers()).toEqual([]);
    expect(await mesh.mesh(['up'])).toMatchObject({ code: 0, stderr: '' });
  },
);

test.concurrent.each(shells)('%s ends when nobody reads on', async (shell, ...options) => {
  const mesh = await sandbox();
  await mesh.script(`${which(shell ?? '')} ${options.join(' ')} ./mesh up | sed 3q`);
  expect([mesh.leftovers(), mesh.read('secret')]).toEqual([[], '']);
});

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
  test.concurrent.each([...tools.map((tool) => [tool]), tools])('without %s', async (...missing) => {
    const mesh = await sandbox();
    for (const tool of missing) mesh.removeTool(tool);
    expect(await mesh.mesh(['up'])).toEqual({
      code: 1,
      stdout: '==> Check the tools and Docker\n',
      stderr: `mesh: Check the tools and Docker: not installed: ${missing.join(' ')}
look next at
  docs/playground.md, which says where to get them
`,
    });
    expect(mesh.calls()).toEqual([]);
  });

  test.concurrent.each([
    ['istioctl', '1.29.9', 'istioctl is 1.29, and 1.30 or later is needed'],
    ['istioctl', '1.30.0-beta.1', undefined],
    ['istioctl', '1.100.0', undefined],
    ['istioctl', '2.0.0', undefined],
    ['k3d', '5.4.9', 'k3d is 5.4, and 5.5 or later is needed'],
    ['k3d', '5.10.0', undefined],
    ['istioctl', 'unknown', 'istioctl is of unknown version, and 1.30 or later is needed'],
    ['node', '18.20.0', 'node is 18.20, and 20.0 or later is needed'],
    ['node', '22.1.0', undefined],
  ])('%s %s', async (tool, version, message) => {
    const mesh = await sandbox();
    mesh.write(`${tool}-version`, version);
    const { code, stderr } = await mesh.mesh(['up']);
    expect([code, stderr.split('\n')[0]]).toEqual(
      message === undefined ? [0, ''] : [1, `mesh: Check the tools and Docker: ${message}`],
    );
    expect(mesh.read('k3d.json') === '').toBe(message !== undefined);
  });

  test.concurrent('Docker that runs', async () => {
    const mesh = await sandbox();
    mesh.write('fail', 'docker info');
    const { code, stderr } = await mesh.mesh(['up']);
    expect([code, stderr.split('\n')[0]]).toEqual([
      1,
      'mesh: Check the tools and Docker: Docker does not answer: start Docker Desktop, or the daemon',
    ]);
  });

  test.concurrent('ports that are free', async () => {
    const mesh = await sandbox();
    const listeners = [await listen(), await listen()];
    const [http = '', api = ''] = listeners.map(portOf);
    const { code, stderr } = await mesh.mesh(['up', '--http-port', http, '--api-port', api]);
    for (const listener of listeners) await new Promise((done) => listener.close(done));
    expect([code, stderr]).toEqual([
      1,
      `mesh: Create cluster my-multinode-cluster: port ${http} ${api} is taken: stop what listens there, or choose another port (./mesh help)
look next at
  k3d cluster list my-multinode-cluster
  docker ps --all
  ./mesh down, or another --name
`,
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
    for (const command of ['up', 'apply', 'test', 'status', 'down']) {
      const { code, stderr } = await mesh.mesh([command]);
      const [first = ''] = mesh.plain(stderr).split('\n');
      expect([code, first.replace(/^mesh: .* cluster /, '')]).toEqual([
        1,
        `my-multinode-cluster: there is one of another shape, which is left alone: ${difference}`,
      ]);
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

test.concurrent('Istio is installed in the version of istioctl, each time, because only that repeats what was cut short', async () => {
  const mesh = await finished();
  mesh.write('istio', '1.29.4');
  mesh.calls();
  expect((await mesh.mesh(['up', '--timeout', '600'])).code).toBe(0);
  expect(mesh.calls()).toContain(
    'istioctl --context k3d-my-multinode-cluster install -y -f cluster/istio.yaml --readiness-timeout 600s',
  );
  expect(mesh.read('istio')).toBe('1.30.3\n');
});

test.concurrent('an ingress that takes its time', async () => {
  const mesh = await sandbox();
  mesh.write('refusals', '1\n2\n');
  const { code, stdout } = await mesh.mesh(['up']);
  expect(code).toBe(0);
  expect(stdout.match(/ no answer: curl: \(52\) Empty reply from server \(trying again\)\n/g)).toHaveLength(
    2,
  );
});

test.concurrent('an ingress that never answers', async () => {
  const mesh = await sandbox();
  mesh.write('fail', 'curl -q');
  const { code, stderr } = await mesh.mesh(['up', '--timeout', '1']);
  expect([code, stderr]).toEqual([
    1,
    `mesh: Send requests: not every request was answered through the mesh
look next at
  kubectl --context k3d-my-multinode-cluster get pods -A
  kubectl --context k3d-my-multinode-cluster get pods,services -n istio-system -l istio=ingressgateway
  istioctl --context k3d-my-multinode-cluster proxy-status
  istioctl --context k3d-my-multinode-cluster analyze -A
`,
  ]);
});

test.concurrent('name, namespace and ports of its own', async () => {
  const mesh = await sandbox();
  const other = await sandbox(); // for three more free ports
  const [http, https, api] = other.ports;
  const options = ['--name', 'other', '--namespace=shop', '--http-port', http, '--https-port', https];
  const { code, stdout } = await mesh.mesh(['up', ...options, '--api-port', api]);
  expect([code, mesh.read('running'), mesh.read('injection-shop')]).toEqual([0, 'k3d-other\n', 'enabled\n']);
  expect(stdout).toContain('$ MESH_NAMESPACE=shop npm run synth');
  expect(stdout).toContain(
    '$ kubectl --context k3d-other -n shop rollout status --timeout 300s deployment/echo\n',
  );
  for (const port of [http, https, api]) expect(mesh.read('k3d.json')).toContain(`"HostPort":"${port}"`);
  const commands = mesh.calls().filter((call) => /^(kubectl (?!config)|istioctl)/.test(call));
  const contexts = commands.map((call) => call.split(' ').slice(1, 3).join(' '));
  expect([...new Set(contexts)]).toEqual(['--context k3d-other']);
});

test.concurrent('folders with spaces, quotes and ; in their names', async () => {
  const mesh = await sandbox('it\'s a "mesh"; $(touch x) ');
  const { code, stderr } = await mesh.mesh(['up']);
  expect([code, stderr, mesh.leftovers(), existsSync(join(mesh.root, 'x'))]).toEqual([0, '', [], false]);
});
