import { Chart } from 'cdk8s';
import { Destination, EchoServer, Gateway, MeshApp, Server, VirtualService } from 'cdk8s-istio';

const app = new MeshApp();
const chart = new Chart(app, 'shop', { namespace: 'shop', disableResourceNameHashes: true });
const gateway = new Gateway(chart, 'gateway', { servers: [Server.http({ hosts: ['*'] })] });
new EchoServer(chart, 'echo');

// #region routes
new VirtualService(chart, 'routes', {
  hosts: ['*'],
  gateways: [gateway],
  http: [{ to: Destination.host('reviews.shop') }],
});
// #endregion

app.synth();
