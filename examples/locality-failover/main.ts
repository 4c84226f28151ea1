import { Chart, Duration } from 'cdk8s';
import {
  DestinationRule,
  EchoServer,
  Gateway,
  LoadBalancer,
  MeshApp,
  PathMatch,
  Server,
  VirtualService,
} from 'cdk8s-istio';

const app = new MeshApp();
const chart = new Chart(app, 'locality-failover', { namespace: 'default', disableResourceNameHashes: true });
const echo = new EchoServer(chart, 'echo', { replicas: 6 });

new DestinationRule(chart, 'policy', {
  host: echo,
  trafficPolicy: {
    // Traffic stays in its zone while the pods there are healthy, then in its region; then it goes from us-west to
    // us-east.
    loadBalancer: LoadBalancer.roundRobin({
      localityLbSetting: { failover: [{ from: 'us-west', to: 'us-east' }] },
    }),
    // Without outlier detection, no pod would count as unhealthy.
    outlierDetection: {
      consecutive5xxErrors: 3,
      interval: Duration.seconds(5),
      baseEjectionTime: Duration.seconds(30),
      maxEjectionPercent: 100,
    },
  },
});

// Fixed shares, even if pods fail: nine requests in ten from us-west stay there.
const batch = new EchoServer(chart, 'batch', { replicas: 6 });

new DestinationRule(chart, 'shares', {
  host: batch,
  trafficPolicy: {
    loadBalancer: LoadBalancer.roundRobin({
      localityLbSetting: { distribute: [{ from: 'us-west/*', to: { 'us-west/*': 90, 'us-east/*': 10 } }] },
    }),
  },
});

const gateway = new Gateway(chart, 'gateway', { servers: [Server.http({ hosts: ['*'] })] });

new VirtualService(chart, 'routes', {
  hosts: ['*'],
  gateways: [gateway],
  http: [{ match: [{ path: PathMatch.prefix('/batch') }], to: batch }, { to: echo }],
});

app.synth();
