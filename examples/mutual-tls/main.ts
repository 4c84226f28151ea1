import { Chart } from 'cdk8s';
import { EchoServer, Gateway, MeshApp, Server, ServerTls, VirtualService } from 'cdk8s-istio';

const app = new MeshApp();
const chart = new Chart(app, 'mutual-tls', { namespace: 'default', disableResourceNameHashes: true });
const echo = new EchoServer(chart, 'echo');
const hosts = ['partners.example.com'];

// The gateway accepts only clients with a certificate that the "ca.crt" of the Secret has signed, and only one name.
const gateway = new Gateway(chart, 'gateway', {
  servers: [
    Server.https({
      hosts,
      tls: ServerTls.mutual({ credentialName: 'partners-tls', subjectAltNames: ['client.partner.example'] }),
    }),
  ],
});

new VirtualService(chart, 'routes', { hosts, gateways: [gateway], http: [{ to: echo }] });

app.synth();
