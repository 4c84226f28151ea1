import { execFileSync, spawnSync } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { which } from './sandbox';

const repository = join(__dirname, '../..');
const config: unknown = parse(readFileSync(join(repository, 'cluster/k3d.yaml'), 'utf8'));

/**
 * The fields of a `Simple` config in k3d.io/v1alpha5 that a cluster like ours may want, by type; a list has its
 * element, and whatever is not named here is not known to k3d, or not to this test.
 *
 * @see https://k3d.io/stable/usage/configfile/
 */
const nodeFilters = ['string'];
const schema = {
  apiVersion: 'string',
  kind: 'string',
  metadata: { name: 'string' },
  servers: 'number',
  agents: 'number',
  kubeAPI: { host: 'string', hostIP: 'string', hostPort: 'string' },
  image: 'string',
  network: 'string',
  subnet: 'string',
  token: 'string',
  volumes: [{ volume: 'string', nodeFilters }],
  ports: [{ port: 'string', nodeFilters }],
  env: [{ envVar: 'string', nodeFilters }],
  options: {
    k3d: {
      wait: 'boolean',
      timeout: 'string',
      disableLoadbalancer: 'boolean',
      disableImageVolume: 'boolean',
      disableRollback: 'boolean',
    },
    k3s: { extraArgs: [{ arg: 'string', nodeFilters }], nodeLabels: [{ label: 'string', nodeFilters }] },
    kubeconfig: { updateDefaultKubeconfig: 'boolean', switchCurrentContext: 'boolean' },
    runtime: { labels: [{ label: 'string', nodeFilters }] },
  },
};

/** The paths at which a value does not fit. */
function misfits(value: unknown, expected: unknown, path: string): string[] {
  if (Array.isArray(expected)) {
    return Array.isArray(value)
      ? value.flatMap((element, i) => misfits(element, expected[0], `${path}[${i}]`))
      : [`${path} is no list`];
  }
  if (typeof expected !== 'object' || expected === null) {
    return typeof value === expected ? [] : [`${path} is no ${expected}`];
  }
  const known = new Map(Object.entries(expected));
  return Object.entries(value ?? {}).flatMap(([key, field]) =>
    known.has(key) ? misfits(field, known.get(key), `${path}.${key}`) : [`${path}.${key} is unknown`],
  );
}

test("cluster/k3d.yaml fits k3d's schema", () => {
  expect(misfits(config, schema, 'config')).toEqual([]);
  expect(misfits({ ports: [{ port: 80, nodeFilter: [] }], servers: '1' }, schema, 'config')).toEqual([
    'config.ports[0].port is no string',
    'config.ports[0].nodeFilter is unknown',
    'config.servers is no number',
  ]);
});

test('cluster/k3d.yaml is the cluster that was asked for', () => {
  expect(config).toEqual({
    apiVersion: 'k3d.io/v1alpha5',
    // Kubernetes 1.33: Istio 1.30 to 1.32 need 1.32 or later.
    image: 'rancher/k3s:v1.33.6-k3s1',
    kind: 'Simple',
    metadata: { name: 'my-multinode-cluster' },
    servers: 1,
    agents: 3,
    kubeAPI: { hostPort: '6443' },
    ports: [
      { port: '9080:80', nodeFilters: ['loadbalancer'] },
      { port: '9443:443', nodeFilters: ['loadbalancer'] },
    ],
    options: {
      k3d: { wait: true, timeout: '15m' },
      k3s: { extraArgs: [{ arg: '--disable=traefik', nodeFilters: ['server:0'] }] },
      kubeconfig: { updateDefaultKubeconfig: true, switchCurrentContext: false },
    },
  });
});

test('cluster/istio.yaml is the default profile and nothing else', () => {
  expect(parse(readFileSync(join(repository, 'cluster/istio.yaml'), 'utf8'))).toEqual({
    apiVersion: 'install.istio.io/v1alpha1',
    kind: 'IstioOperator',
    spec: { profile: 'default' },
  });
});

(which('openssl') ? test : test.skip)('the real openssl makes the certificate', () => {
  const script = join(repository, 'cluster/certificate.js');
  const secret = JSON.parse(execFileSync(process.execPath, [script], { encoding: 'utf8' }));
  expect(secret).toMatchObject({
    kind: 'Secret',
    type: 'kubernetes.io/tls',
    metadata: { name: 'echo-tls', namespace: 'istio-system' },
  });
  const certificate = new X509Certificate(secret.stringData['tls.crt']);
  expect(certificate.subjectAltName).toBe('DNS:localhost, IP Address:127.0.0.1');
  expect(certificate.checkPrivateKey(createPrivateKey(secret.stringData['tls.key']))).toBe(true);
});

test('cluster/certificate.js prints no Secret without openssl', () => {
  const script = join(repository, 'cluster/certificate.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], {
    encoding: 'utf8',
    env: { PATH: '/nowhere' },
  });
  expect([status, stdout, stderr]).toEqual([
    1,
    '',
    'cluster/certificate.js: openssl has made no certificate: spawnSync openssl ENOENT\n',
  ]);
});

test('./mesh is short', () => {
  const lines = readFileSync(join(repository, 'mesh'), 'utf8').split('\n').slice(0, -1);
  expect(lines.length).toBeLessThanOrEqual(350);
  expect(lines.filter((line) => line.length > 120)).toEqual([]);
});

(which('shellcheck') ? test : test.skip)('shellcheck finds nothing', () => {
  const standIns = readdirSync(join(__dirname, 'bin')).map((tool) => join('test/mesh/bin', tool));
  execFileSync('shellcheck', ['mesh', '.ci/run'], { cwd: repository, stdio: 'inherit' });
  // What the stand-ins share is sourced by a path that only the sandbox knows.
  execFileSync('shellcheck', ['--exclude=SC1091,SC2154', 'test/mesh/stand-in.sh', ...standIns], {
    cwd: repository,
    stdio: 'inherit',
  });
});
