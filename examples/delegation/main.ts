import { Chart } from 'cdk8s';
import {
  DelegateVirtualService,
  EchoServer,
  Gateway,
  MeshApp,
  MeshNamespace,
  PathMatch,
  Server,
  VirtualService,
} from 'cdk8s-istio';

const app = new MeshApp();

// The second team's chart: its own namespace, its own server, its own routes. It does not know the host.
const team = new Chart(app, 'team-b', { namespace: 'team-b', disableResourceNameHashes: true });
new MeshNamespace(team, 'namespace', { metadata: { name: 'team-b' } });
const cart = new EchoServer(team, 'cart');
const cartRoutes = new DelegateVirtualService(team, 'cart-routes', {
  http: [
    { match: [{ path: PathMatch.exact('/cart/health') }], directResponse: { status: 200, body: 'ok' } },
    { to: cart },
  ],
});

// The first team's chart: the host, the gateway, and the routes that no other team has.
const chart = new Chart(app, 'shop', { namespace: 'default', disableResourceNameHashes: true });
const shop = new EchoServer(chart, 'shop');
const gateway = new Gateway(chart, 'gateway', { servers: [Server.http({ hosts: ['shop.example.com'] })] });

new VirtualService(chart, 'routes', {
  hosts: ['shop.example.com'],
  gateways: [gateway],
  http: [{ match: [{ path: PathMatch.prefix('/cart') }], delegate: cartRoutes }, { to: shop }],
});

app.synth();
