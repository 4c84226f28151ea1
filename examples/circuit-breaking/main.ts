import { Chart, Duration } from 'cdk8s';
import { DestinationRule, EchoServer, Gateway, MeshApp, Server, VirtualService } from 'cdk8s-istio';

const app = new MeshApp();
const chart = new Chart(app, 'circuit-breaking', { namespace: 'default', disableResourceNameHashes: true });
const echo = new EchoServer(chart, 'echo', { replicas: 3 });

new DestinationRule(chart, 'policy', {
  host: echo,
  trafficPolicy: {
    // Requests beyond these limits are answered with 503 at once.
    connectionPool: {
      tcp: { maxConnections: 100 },
      http: { http1MaxPendingRequests: 10, http2MaxRequests: 100 },
    },
    // A pod that fails five times in a row gets no traffic for a minute.
    outlierDetection: {
      consecutive5xxErrors: 5,
      interval: Duration.seconds(10),
      baseEjectionTime: Duration.minutes(1),
      maxEjectionPercent: 50,
    },
  },
});

const gateway = new Gateway(chart, 'gateway', { servers: [Server.http({ hosts: ['*'] })] });

new VirtualService(chart, 'routes', { hosts: ['*'], gateways: [gateway], http: [{ to: echo }] });

app.synth();
