import { Chart, Duration } from 'cdk8s';
import {
  AuthorizationPolicy,
  Condition,
  DestinationRule,
  EchoServer,
  HttpMethod,
  JwtKeys,
  MeshApp,
  MeshModel,
  RequestAuthentication,
  VirtualService,
} from 'cdk8s-istio';
import 'cdk8s-istio/testing';

const app = new MeshApp();
const chart = new Chart(app, 'bookinfo', { namespace: 'bookinfo' });
const productpage = new EchoServer(chart, 'productpage');
const reviews = new EchoServer(chart, 'reviews');
const reviewsV2 = new EchoServer(chart, 'reviews-v2', { versionOf: reviews, version: 'v2' });
const versions = new DestinationRule(chart, 'versions', {
  host: reviews,
  subsets: { v1: { labels: reviews }, v2: { labels: reviewsV2 } },
});
new VirtualService(chart, 'routes', {
  hosts: ['reviews'],
  http: [
    {
      match: [{ headers: { 'end-user': 'jason' } }],
      to: versions.subset('v2'),
      timeout: Duration.seconds(2),
    },
    { to: versions.subset('v1') },
  ],
});
new RequestAuthentication(chart, 'tokens', {
  jwtRules: [{ issuer: 'https://bookinfo.example', keys: JwtKeys.inline('{"keys":[]}') }],
});
const editors = new AuthorizationPolicy(chart, 'editors', {
  rules: [
    { to: [{ methods: [HttpMethod.GET] }] },
    { when: [Condition.claim(['realm', 'roles'], { values: ['editor'] })] },
  ],
});

const mesh = MeshModel.of(app);
const reading = { url: 'http://reviews/reviews/1', from: productpage };

test('jason goes to v2', () => {
  expect(mesh).toRoute({ ...reading, headers: { 'end-user': 'jason' } }, { to: reviewsV2, within: '2s' });
  expect(mesh).toRoute(reading, { to: versions.subset('v1'), tls: 'mutual TLS of the mesh' });
});

test('editors write reviews, and nobody else does', () => {
  const writing = { ...reading, method: 'POST', clientIp: '10.0.0.7' };
  const token = { iss: 'https://bookinfo.example', sub: 'jason', realm: { roles: ['editor'] } };
  expect(mesh).toRoute({ ...writing, claims: token }, { to: reviews });
  // Without a token, with the token of another issuer, and with a broken one.
  expect(mesh).toDeny(writing, { by: editors, status: 403 });
  expect(mesh).toDeny({ ...writing, claims: { ...token, iss: 'https://else.where' } }, { status: 401 });
  expect(mesh).toDeny({ ...writing, headers: { authorization: 'Bearer broken' } }, { status: 401 });
});
