import { Chart } from 'cdk8s';
import { EchoServer, Gateway, MeshApp, Server, VirtualService } from 'cdk8s-istio';

const app = new MeshApp();
const chart = new Chart(app, 'mirroring', { namespace: 'default', disableResourceNameHashes: true });
const echo = new EchoServer(chart, 'echo');
const next = new EchoServer(chart, 'echo-next');

const gateway = new Gateway(chart, 'gateway', { servers: [Server.http({ hosts: ['*'] })] });

// "echo" answers the clients. Half of the requests are also sent to "echo-next", and its answers are discarded.
new VirtualService(chart, 'routes', {
  hosts: ['*'],
  gateways: [gateway],
  http: [{ to: echo, mirrors: [{ destination: next, percentage: 50 }] }],
});

app.synth();
