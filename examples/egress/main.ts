import { Chart, Duration } from 'cdk8s';
import {
  ClientTls,
  DestinationRule,
  EchoServer,
  MeshApp,
  PortProtocol,
  Resolution,
  ServiceEntry,
  VirtualService,
} from 'cdk8s-istio';

const app = new MeshApp();
const chart = new Chart(app, 'egress', { namespace: 'default', disableResourceNameHashes: true });

// A client:
// kubectl --context k3d-my-multinode-cluster exec deployment/echo -c echo -- wget -qO- http://www.example.com
new EchoServer(chart, 'echo');

const example = new ServiceEntry(chart, 'example', {
  hosts: ['www.example.com'],
  resolution: Resolution.DNS,
  ports: [
    // The application uses HTTP. The sidecar can route and measure it, and forwards it to port 443.
    { number: 80, protocol: PortProtocol.HTTP, targetPort: 443 },
    // Traffic that the application encrypts passes unchanged.
    { number: 443, protocol: PortProtocol.TLS },
  ],
});

// The sidecar encrypts the traffic of port 80; port 443 is encrypted already. It trusts the CAs of the operating
// system, and the annotation says that this is intended.
new DestinationRule(chart, 'encryption', {
  metadata: { annotations: { 'galley.istio.io/analyze-suppress': 'IST0129' } },
  host: example,
  trafficPolicy: { portLevelSettings: [{ port: 80, tls: ClientTls.simple() }] },
});

// Without gateways, the routes apply to calls from inside the mesh.
new VirtualService(chart, 'routes', {
  hosts: example.hosts,
  http: [{ to: example.destination({ port: 80 }), timeout: Duration.seconds(5) }],
});

app.synth();
