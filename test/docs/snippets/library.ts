import { ApiObject, Chart, Duration, JsonPatch } from 'cdk8s';
import {
  Destination,
  DestinationRule,
  EchoServer,
  Gateway,
  MeshApp,
  OutboundTrafficPolicy,
  PathMatch,
  RetryOn,
  Server,
  ServerTls,
  ServiceReference,
  Sidecar,
  VirtualService,
} from 'cdk8s-istio';
import { Secret } from 'cdk8s-plus-28';

// #region check-options
const app = new MeshApp({
  checks: {
    context: ['cluster/existing'], // files and folders with objects that exist already
    ignore: ['IST0118'], // codes that are not reported
    profile: 'demo', // the profile with which Istio is installed, if it is not the default one
    meshConfig: 'cluster/mesh.yaml', // the MeshConfig, if it is not the default one
  },
});
// #endregion

const chart = new Chart(app, 'shop', { namespace: 'shop', disableResourceNameHashes: true });
const echo = new EchoServer(chart, 'echo');
const gateway = new Gateway(chart, 'gateway', { servers: [Server.http({ hosts: ['*'] })] });

// #region own-service
const hello = new EchoServer(chart, 'hello');
const routes = new VirtualService(chart, 'routes', { hosts: ['*'], gateways: [gateway] });
routes.addHttpRoute({ match: [{ path: PathMatch.prefix('/hello') }], to: hello });
routes.addHttpRoute({
  to: echo,
  timeout: Duration.seconds(5),
  retries: { attempts: 3, perTryTimeout: Duration.seconds(2), retryOn: [RetryOn.CONNECT_FAILURE] },
});
// #endregion

// #region elsewhere
const edge = Gateway.fromGatewayName(chart, 'edge', 'edge', { namespaceName: 'istio-ingress' });
const reviews = ServiceReference.fromServiceName(chart, 'reviews', 'reviews', {
  namespaceName: 'bookstore',
  ports: [{ port: 9080, name: 'http' }],
});
new VirtualService(chart, 'reviews-routes', {
  hosts: ['reviews.example.com'],
  gateways: [edge],
  http: [{ to: reviews }],
});
// #endregion

// #region subsets
const canary = new EchoServer(chart, 'echo-v2', { versionOf: echo, version: 'v2' });
const rule = new DestinationRule(chart, 'echo-policy', {
  host: echo,
  subsets: { v1: { labels: echo }, v2: { labels: canary } },
});
new VirtualService(chart, 'echo-routes', {
  hosts: ['echo'],
  http: [
    {
      match: [{ headers: { 'x-group': 'testers' } }],
      to: rule.subset('v2'), // a reference: a subset that the rule does not have fails on this line
    },
    { to: rule.subset('v1') },
  ],
});
// #endregion

// #region raw
const sidecar = new Sidecar(chart, 'sidecar', {
  outboundTrafficPolicy: OutboundTrafficPolicy.registryOnly(),
});
ApiObject.of(sidecar).addJsonPatch(JsonPatch.add('/spec/inboundConnectionPool', { http: { maxRetries: 3 } }));
// #endregion

// #region expose
gateway.expose(hello, { host: 'hello.example.com', path: '/v1' });
// #endregion

// #region destinations
Destination.service(hello, { port: 'http' }); // one of several ports, by name or number
Destination.host('reviews.prod.svc.cluster.local', { port: 9080 }); // a host outside the app
// #endregion

// #region certificates
new Gateway(chart, 'secure', {
  servers: [
    Server.https({
      hosts: ['shop.example.com'],
      tls: ServerTls.simple({ credentialName: Secret.fromSecretName(chart, 'certificate', 'shop-tls') }),
    }),
  ],
});

// #endregion

export { chart };
