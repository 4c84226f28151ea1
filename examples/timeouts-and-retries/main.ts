import { Chart, Duration } from 'cdk8s';
import { EchoServer, Gateway, HttpMethod, MeshApp, RetryOn, Server, VirtualService } from 'cdk8s-istio';

const app = new MeshApp();
const chart = new Chart(app, 'timeouts-and-retries', {
  namespace: 'default',
  disableResourceNameHashes: true,
});
const echo = new EchoServer(chart, 'echo');

const gateway = new Gateway(chart, 'gateway', { servers: [Server.http({ hosts: ['*'] })] });

new VirtualService(chart, 'routes', {
  hosts: ['*'],
  gateways: [gateway],
  http: [
    // GET requests are safe to retry: three times, one second each, at most ten seconds in total.
    {
      match: [{ method: HttpMethod.GET }],
      to: echo,
      timeout: Duration.seconds(10),
      retries: {
        attempts: 3,
        perTryTimeout: Duration.seconds(1),
        retryOn: [RetryOn.CONNECT_FAILURE, RetryOn.RESET, RetryOn.GATEWAY_ERROR],
        backoff: Duration.millis(100),
      },
    },
    // Other requests are not retried.
    { to: echo, timeout: Duration.seconds(10), retries: { attempts: 0 } },
  ],
});

app.synth();
