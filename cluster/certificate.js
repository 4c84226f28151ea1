// Prints the Secret echo-tls with a self-signed certificate for localhost. No disk sees the key.
// node cluster/certificate.js | kubectl --context k3d-my-multinode-cluster create -f -
const { spawnSync } = require('node:child_process');
const { join } = require('node:path');

const { status, stdout, stderr, error } = spawnSync(
  'openssl',
  ['req', '-new', '-x509', '-days', '365', '-config', join(__dirname, 'echo-tls.cnf')],
  { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
);
const block = (kind) => new RegExp(`-----BEGIN ${kind}-----\n[^]*?-----END ${kind}-----\n`).exec(stdout)?.[0];
const key = block('(?:RSA )?PRIVATE KEY');
const certificate = block('CERTIFICATE');
if (status !== 0 || !key || !certificate) {
  console.error(
    `cluster/certificate.js: openssl has made no certificate: ${error?.message ?? stderr.trim()}`,
  );
  process.exit(1);
}
console.log(
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'kubernetes.io/tls',
    metadata: { name: 'echo-tls', namespace: 'istio-system' },
    stringData: { 'tls.crt': certificate, 'tls.key': key },
  }),
);
