import { Chart, Duration } from 'cdk8s';
import { EchoServer, Gateway, MeshApp, RetryOn, Server, ServerTls, VirtualService } from './lib';

const app = new MeshApp();
// `./mesh --namespace NAME` sets the variable.
const namespace = process.env.MESH_NAMESPACE ?? 'default';
const chart = new Chart(app, 'echo', { namespace, disableResourceNameHashes: true });

// A server that answers every request with what it received: a Deployment, a Service and a ServiceAccount.
const echo = new EchoServer(chart, 'echo');

// The ports of the ingress gateway. The certificate is the Secret "echo-tls" in the namespace of the gateway.
const gateway = new Gateway(chart, 'gateway', {
  servers: [
    Server.http({ hosts: ['*'] }),
    Server.https({ hosts: ['*'], tls: ServerTls.simple({ credentialName: 'echo-tls' }) }),
  ],
});

// Where requests go from there.
new VirtualService(chart, 'routes', {
  hosts: ['*'],
  gateways: [gateway],
  http: [
    {
      to: echo,
      timeout: Duration.seconds(5),
      retries: {
        attempts: 3,
        perTryTimeout: Duration.seconds(2),
        retryOn: [RetryOn.CONNECT_FAILURE, RetryOn.GATEWAY_ERROR],
      },
    },
  ],
});

app.synth();
