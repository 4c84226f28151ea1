// Reads what `k3d cluster list -o json` prints, and says of one cluster: absent, unfinished, broken, stopped, running,
// or "different: ..." with how its shape differs from the one that is wanted.
// node cluster/state.js NAME HTTP_PORT HTTPS_PORT API_PORT
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const [name, http, https, api] = process.argv.slice(2);
const listed = readFileSync(0, 'utf8');
if (!listed.trim()) process.exit(1); // k3d has said why
const cluster = JSON.parse(listed).find((each) => each.name === name);
const having = (role) => (cluster?.nodes ?? []).filter((node) => node.role === role);
const balancers = having('loadbalancer');
const nodes = [...having('server'), ...having('agent'), ...balancers];

// A regular expression, because no package need be installed yet.
const config = readFileSync(join(__dirname, 'k3d.yaml'), 'utf8');
const wantedOf = (role) => Number(new RegExp(`^${role}s: (\\d+)$`, 'm').exec(config)?.[1]);
const roles = ['server', 'agent'].map((role) => [role, wantedOf(role)]);
const ports = Object.entries({ 80: http, 443: https, 6443: api });
const published = (port) =>
  balancers.flatMap((node) => node.portMappings?.[`${port}/tcp`] ?? []).map(({ HostPort }) => HostPort);
const differences = [
  ...roles
    .filter(([role, wanted]) => having(role).length !== wanted)
    .map(([role, wanted]) => `${having(role).length} ${role}(s) instead of ${wanted}`),
  ...ports
    .filter(([port, wanted]) => !published(port).includes(wanted))
    .map(([port, wanted]) => `port ${published(port)[0] ?? 'none'} -> ${port} instead of ${wanted}`),
];
if (!having('server').some((node) => /--disable[= ]\S*traefik\b/.test(node.Cmd?.join(' ')))) {
  differences.push('Traefik enabled');
}

const few = roles.every(([role, wanted]) => having(role).length <= wanted);
// k3d starts the load balancer last, and the API is behind it: nothing can have been deployed before.
const unstarted = (balancers.length ? balancers : nodes).every((node) => node.State.Status === 'created');
// A deletion begins with the load balancer, whose name the other nodes keep in a label.
const bereft = !balancers.length && nodes.some((node) => node.runtimeLabels?.['k3d.server.loadbalancer']);

function state() {
  if (!cluster?.nodes.length) return 'absent';
  if (few && unstarted) return 'unfinished';
  if (few && bereft) return 'broken';
  if (differences.length) return `different: ${differences.join(', ')}`;
  return nodes.every((node) => node.State.Running) ? 'running' : 'stopped';
}

console.log(state());
