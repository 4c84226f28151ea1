import { Chart } from 'cdk8s';
import { DestinationRule, EchoServer, Gateway, MeshApp, Server, VirtualService } from 'cdk8s-istio';

const app = new MeshApp();
const chart = new Chart(app, 'canary', { namespace: 'default', disableResourceNameHashes: true });

// Two versions behind one Service.
const v1 = new EchoServer(chart, 'echo');
const v2 = new EchoServer(chart, 'echo-v2', { versionOf: v1, version: 'v2' });
const echo = new DestinationRule(chart, 'policy', {
  host: v1,
  subsets: { v1: { labels: v1 }, v2: { labels: v2 } },
});

const gateway = new Gateway(chart, 'gateway', { servers: [Server.http({ hosts: ['*'] })] });

new VirtualService(chart, 'routes', {
  hosts: ['*'],
  gateways: [gateway],
  http: [
    // Testers always get the new version,
    { match: [{ headers: { 'x-group': 'testers' } }], to: echo.subset('v2') },
    // and other clients get it for one request in ten.
    {
      to: [
        { destination: echo.subset('v1'), weight: 90 },
        { destination: echo.subset('v2'), weight: 10 },
      ],
    },
  ],
});

app.synth();
