import { Chart } from 'cdk8s';
import {
  AuthorizationPolicy,
  EchoServer,
  Gateway,
  HttpMethod,
  MeshApp,
  Server,
  VirtualService,
} from 'cdk8s-istio';
import { ServiceAccount } from 'cdk8s-plus-28';

const app = new MeshApp();
const chart = new Chart(app, 'access-by-identity', { namespace: 'default', disableResourceNameHashes: true });
const web = new EchoServer(chart, 'web');
const shop = new EchoServer(chart, 'shop');

// In this namespace, all requests are denied,
AuthorizationPolicy.denyAll(chart, 'deny-all');

// except requests to "web" through the ingress gateway, whose identity all requests from outside have,
const ingress = ServiceAccount.fromServiceAccountName(
  chart,
  'ingress',
  'istio-ingressgateway-service-account',
  { namespaceName: 'istio-system' },
);
new AuthorizationPolicy(chart, 'web-access', { selector: web, rules: [{ from: [ingress] }] });

// and GET requests from "web" to "shop":
// kubectl --context k3d-my-multinode-cluster exec deployment/web -c echo -- wget -qO- http://shop
new AuthorizationPolicy(chart, 'shop-access', {
  selector: shop,
  rules: [{ from: [web], to: [{ methods: [HttpMethod.GET] }] }],
});

const gateway = new Gateway(chart, 'gateway', { servers: [Server.http({ hosts: ['*'] })] });

new VirtualService(chart, 'routes', { hosts: ['*'], gateways: [gateway], http: [{ to: web }] });

app.synth();
