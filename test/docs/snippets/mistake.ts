import { Chart } from 'cdk8s';
import { EchoServer, Gateway, MeshApp, PathMatch, Server, VirtualService } from 'cdk8s-istio';

const app = new MeshApp();
const chart = new Chart(app, 'echo', { disableResourceNameHashes: true });
const echo = new EchoServer(chart, 'echo');
const gateway = new Gateway(chart, 'gateway', { servers: [Server.http({ hosts: ['*'] })] });

new VirtualService(chart, 'routes', {
  hosts: ['*'],
  gateways: [gateway],
  // #region mistake
  http: [{ match: [{ path: PathMatch.regex('/(v1|v2') }], to: echo }],
  // #endregion
});

app.synth();
