import { Chart } from 'cdk8s';
import { Destination, EchoServer, Gateway, MeshApp, Server, VirtualService } from 'cdk8s-istio';

const app = new MeshApp();
const chart = new Chart(app, 'tcp-and-sni', { namespace: 'default', disableResourceNameHashes: true });

// The server listens for HTTP on 8080 and for HTTPS, with its own certificate, on 8443.
const echo = new EchoServer(chart, 'echo', {
  service: {
    ports: [
      { name: 'http', port: 80, targetPort: 8080 },
      { name: 'https', port: 443, targetPort: 8443 },
    ],
  },
});

// Port 443 forwards encrypted connections by the server name that clients send. Port 80 forwards any bytes.
const gateway = new Gateway(chart, 'gateway', {
  servers: [Server.tlsPassthrough({ hosts: ['echo.example.com'] }), Server.tcp({ port: 80 })],
});

new VirtualService(chart, 'sni', {
  hosts: ['echo.example.com'],
  gateways: [gateway],
  tls: [
    {
      match: [{ port: 443, sniHosts: ['echo.example.com'] }],
      to: Destination.service(echo, { port: 'https' }),
    },
  ],
});

new VirtualService(chart, 'tcp', {
  hosts: ['*'],
  gateways: [gateway],
  tcp: [{ match: [{ port: 80 }], to: Destination.service(echo, { port: 'http' }) }],
});

app.synth();
