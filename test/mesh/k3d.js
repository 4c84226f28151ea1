// Stands in for k3d: keeps the clusters in $STAND_IN/k3d.json, as `k3d cluster list -o json` prints them, the
// kubeconfig's contexts in $STAND_IN/contexts, and what Docker would have in files of its own.
const { spawnSync } = require('node:child_process');
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { parse } = require('yaml');

const at = (name) => join(process.env.STAND_IN, name);
const read = (name) => (existsSync(at(name)) ? readFileSync(at(name), 'utf8') : '');
const write = (name, text) => writeFileSync(at(name), text);
const clusters = JSON.parse(read('k3d.json') || '[]');
const [, verb, name] = process.argv.slice(2);

function save(all) {
  write('k3d.json', JSON.stringify(all));
  const runs = (cluster) => cluster.nodes.every((node) => node.State.Running);
  write(
    'running',
    all
      .filter(runs)
      .map((cluster) => `k3d-${cluster.name}\n`)
      .join(''),
  );
}

function set(cluster, Running, Status) {
  for (const node of cluster.nodes) node.State = { Running, Status, Started: '' };
  save([...clusters.filter((each) => each.name !== cluster.name), cluster]);
}

function create(config) {
  const { metadata, servers, agents, kubeAPI, ports, options } = parse(config);
  if (!name.startsWith('-')) metadata.name = name;
  const published = [...ports.map(({ port }) => port.split(':')), [kubeAPI.hostPort, '6443']];
  const runtimeLabels = {
    'k3d.cluster': metadata.name,
    'k3d.server.loadbalancer': `k3d-${metadata.name}-serverlb`,
  };
  const node = (role, suffix, more) => ({
    name: `k3d-${metadata.name}-${suffix}`,
    role,
    runtimeLabels,
    ...more,
  });
  const cluster = {
    name: metadata.name,
    nodes: [
      ...Array.from({ length: servers }, (_, i) =>
        node('server', `server-${i}`, { Cmd: ['server', ...options.k3s.extraArgs.map(({ arg }) => arg)] }),
      ),
      ...Array.from({ length: agents }, (_, i) => node('agent', `agent-${i}`, { Cmd: ['agent'] })),
      node('loadbalancer', 'serverlb', {
        portMappings: Object.fromEntries(
          published.map(([HostPort, to]) => [`${to}/tcp`, [{ HostIp: '', HostPort }]]),
        ),
      }),
    ],
  };
  console.log('INFO[0000] Prep: Network');
  write(`network-${cluster.name}`, '0123456789ab\n');
  write(`volume-${cluster.name}`, `k3d-${cluster.name}-images\n`);
  set(cluster, false, 'created');
  hang();
  set(cluster, true, 'running');
  know(cluster.name, options.kubeconfig.switchCurrentContext);
  console.log(`INFO[0030] Cluster '${cluster.name}' created successfully!`);
}

/** Half-way, if the test asked for it. */
function hang() {
  const call = read('hang');
  if (!call || !`k3d ${process.argv.slice(2).join(' ')}`.includes(call)) return;
  console.log('hanging on...');
  spawnSync('/bin/sleep', ['60']);
  process.exit(1);
}

function know(cluster, switches) {
  write('contexts', `${read('contexts')}k3d-${cluster}\n`);
  if (switches || read('current-context') === '') write('current-context', `k3d-${cluster}`);
}

function forget(cluster) {
  const found = clusters.find((each) => each.name === cluster);
  if (found) save([{ ...found, nodes: found.nodes.filter((node) => node.role === 'server') }]);
  hang();
  save(clusters.filter((each) => each.name !== cluster));
  for (const left of ['network', 'volume']) write(`${left}-${cluster}`, '');
  const others = read('contexts')
    .split('\n')
    .filter((each) => each && each !== `k3d-${cluster}`);
  write('contexts', others.map((each) => `${each}\n`).join(''));
  // As the real one does: to any other.
  if (read('current-context') === `k3d-${cluster}`) write('current-context', others[0] ?? '');
}

if (verb === 'create') create(readFileSync(process.argv.at(-1) === '-' ? 0 : process.argv.at(-1), 'utf8'));
else if (verb === 'start')
  set(
    clusters.find((each) => each.name === name),
    true,
    'running',
  );
else if (verb === 'delete') forget(name);
else if (verb === 'merge') know(name, !process.argv.includes('--kubeconfig-switch-context=false'));
else process.exit(1);
