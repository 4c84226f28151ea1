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

// A client: kubectl exec deployment/echo -c echo -- wget -qO- http://www.example.com
new EchoServer(chart, 'echo');

const example = new ServiceEntry(chart, 'example', {
  hosts: ['www.example.com'],
  resolution: Resolution.DNS,
  ports: [
    // The application speaks HTTP, which its sidecar can route and measure, and sends on to port 443.
    { number: 80, protocol: PortProtocol.HTTP, targetPort: 443 },
    // What the application encrypts by itself passes as it is.
    { number: 443, protocol: PortProtocol.TLS },
  ],
});

// Encrypted by the sidecar: port 80 alone, as the other is encrypted already. Any authority that the system trusts may
// vouch for the host; the annotation says that this is meant.
new DestinationRule(chart, 'encryption', {
  metadata: { annotations: { 'galley.istio.io/analyze-suppress': 'IST0129' } },
  host: example,
  trafficPolicy: { portLevelSettings: [{ port: 80, tls: ClientTls.simple() }] },
});

// Without gateways, the routes are for calls from inside the mesh.
new VirtualService(chart, 'routes', {
  hosts: example.hosts,
  http: [{ to: example.destination({ port: 80 }), timeout: Duration.seconds(5) }],
});

app.synth();
