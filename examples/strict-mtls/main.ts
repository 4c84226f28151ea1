import { Chart } from 'cdk8s';
import {
  Destination,
  EchoServer,
  Gateway,
  MeshApp,
  MutualTlsMode,
  PeerAuthentication,
  Server,
  VirtualService,
} from 'cdk8s-istio';

const app = new MeshApp();
const chart = new Chart(app, 'strict-mtls', { namespace: 'default', disableResourceNameHashes: true });

// The server listens for HTTP on 8080 and for HTTPS, with its own certificate, on 8443.
const echo = new EchoServer(chart, 'echo', {
  service: {
    ports: [
      { name: 'http', port: 80, targetPort: 8080 },
      { name: 'https', port: 443, targetPort: 8443 },
    ],
  },
});

// The pods of the namespace accept only mutual TLS of the mesh. In istio-system, this would apply to the whole mesh.
new PeerAuthentication(chart, 'namespace', { mtls: MutualTlsMode.STRICT });

// One port is an exception, for clients without a sidecar: the application encrypts its traffic itself.
new PeerAuthentication(chart, 'echo-https', {
  selector: echo,
  portLevelMtls: { 8443: MutualTlsMode.PERMISSIVE },
});

// The gateway has an identity like every sidecar, so nothing changes for clients outside the mesh.
const gateway = new Gateway(chart, 'gateway', { servers: [Server.http({ hosts: ['*'] })] });

new VirtualService(chart, 'routes', {
  hosts: ['*'],
  gateways: [gateway],
  http: [{ to: Destination.service(echo, { port: 'http' }) }],
});

app.synth();
