import { Chart, Duration } from 'cdk8s';
import { EchoServer, FaultAbort, Gateway, MeshApp, Server, StringMatch, VirtualService } from 'cdk8s-istio';

const app = new MeshApp();
const chart = new Chart(app, 'fault-injection', { namespace: 'default', disableResourceNameHashes: true });
const echo = new EchoServer(chart, 'echo');

const gateway = new Gateway(chart, 'gateway', { servers: [Server.http({ hosts: ['*'] })] });

new VirtualService(chart, 'routes', {
  hosts: ['*'],
  gateways: [gateway],
  http: [
    // Clients that ask for faults wait two seconds each time, and get 503 for one request in ten.
    {
      match: [{ headers: { 'x-chaos': StringMatch.present() } }],
      to: echo,
      fault: {
        delay: { fixedDelay: Duration.seconds(2) },
        abort: FaultAbort.httpStatus(503, { percentage: 10 }),
      },
    },
    { to: echo },
  ],
});

app.synth();
