// Reads what `kubectl get -f dist -o json` prints, and says what ./mesh does with these objects, a line each:
// "wait NAMESPACE KIND/NAME" or "request URL".
// node cluster/plan.js HTTP_PORT HTTPS_PORT
const { readFileSync } = require('node:fs');

const [httpPort, httpsPort] = process.argv.slice(2);
const found = JSON.parse(readFileSync(0, 'utf8'));
const objects = found.kind === 'List' ? found.items : [found];
const inGroup = (group) => objects.filter(({ apiVersion }) => apiVersion.split('/')[0] === group);

const isOf = (kinds) => (object) => kinds.includes(object.kind);
/** Somebody else ends such a rollout, so `kubectl rollout status` fails or waits in vain. */
const isManual = ({ spec }) => spec.paused || spec.updateStrategy?.type === 'OnDelete';
const workloads = [
  ...inGroup('apps')
    .filter(isOf(['Deployment', 'StatefulSet', 'DaemonSet']))
    .filter((object) => !isManual(object)),
  ...inGroup('batch').filter(isOf(['Job'])),
];

const servers = inGroup('networking.istio.io')
  .filter(isOf(['Gateway']))
  .flatMap(({ spec }) => spec.servers ?? []);
const serves = (number, protocols) =>
  servers.filter(({ port }) => Number(port?.number) === number && protocols.includes(port.protocol));
/** A request for 127.0.0.1 names no host in its TLS handshake, and has no certificate of its own. */
const takesAll = ({ hosts, tls }) =>
  tls?.mode === 'SIMPLE' && hosts?.some((host) => /^([^/]*\/)?\*$/.test(host));

for (const { kind, metadata } of workloads) {
  console.log(`wait ${metadata.namespace} ${kind.toLowerCase()}/${metadata.name}`);
}
if (serves(80, ['HTTP', 'HTTP2', 'GRPC', 'GRPC-WEB']).length > 0) {
  console.log(`request http://127.0.0.1:${httpPort}/`);
}
if (serves(443, ['HTTPS']).some(takesAll)) console.log(`request https://127.0.0.1:${httpsPort}/`);
