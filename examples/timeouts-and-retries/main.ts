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
    // Reading may be tried again: three times, a second each, ten seconds in all.
    {
      match: [{ method: HttpMethod.GET }],
      to: echo.service,
      timeout: Duration.seconds(10),
      retries: {
        attempts: 3,
        perTryTimeout: Duration.seconds(1),
        retryOn: [RetryOn.CONNECT_FAILURE, RetryOn.RESET, RetryOn.GATEWAY_ERROR],
        backoff: Duration.millis(100),
      },
    },
    // Writing may not.
    { to: echo.service, timeout: Duration.seconds(10), retries: { attempts: 0 } },
  ],
});

app.synth();
