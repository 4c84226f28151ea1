import { Chart } from 'cdk8s';
import { EchoServer, Gateway, MeshApp, Server, ServerTls, TlsVersion, VirtualService } from 'cdk8s-istio';

const app = new MeshApp();
const chart = new Chart(app, 'tls-termination', { namespace: 'default', disableResourceNameHashes: true });
const echo = new EchoServer(chart, 'echo');
const hosts = ['shop.example.com'];

// HTTPS ends at the gateway. The Secret "shop-tls" is in istio-system, the namespace of the gateway's pods.
const gateway = new Gateway(chart, 'gateway', {
  servers: [
    Server.httpsRedirect({ hosts }),
    Server.https({
      hosts,
      tls: ServerTls.simple({ credentialName: 'shop-tls', minProtocolVersion: TlsVersion.TLSV1_3 }),
    }),
  ],
});

new VirtualService(chart, 'routes', { hosts, gateways: [gateway], http: [{ to: echo }] });

app.synth();
