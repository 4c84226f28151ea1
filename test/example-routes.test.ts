import { MeshModel } from 'cdk8s-istio';
import type { TraceRequest } from 'cdk8s-istio/routing';
import 'cdk8s-istio/testing';
import { examples, objectsOfExample } from './example-objects';
import { hop } from './routing/outcomes';

const ISSUER = 'testing@secure.istio.io';

function withHeader(url: string, name: string, value: string): TraceRequest {
  return { url, headers: { [name]: value } };
}

function from(workload: string, url: string, method = 'GET'): TraceRequest {
  return { url, method, from: `mesh:default/${workload}` };
}

function withToken(claims: TraceRequest['claims']): TraceRequest {
  return { url: 'http://a.com/', headers: { authorization: 'Bearer ...' }, claims };
}

type Expectation = (mesh: MeshModel, objects: readonly object[]) => void;

/** What each example is for, as requests see it. */
const EXPECTATIONS: Readonly<Record<string, Readonly<Record<string, Expectation>>>> = {
  'access-by-identity': {
    'the ingress gateway may call web, and nothing else may': (mesh) => {
      expect(mesh).toRoute('http://a.com/', { to: 'web' });
      expect(mesh).toDeny(from('shop', 'http://web/'), { status: 403 });
    },
    'web may read from shop': (mesh) => {
      expect(mesh).toRoute(from('web', 'http://shop/'), { to: 'shop' });
      expect(mesh).toDeny(from('web', 'http://shop/', 'POST'), { status: 403 });
      expect(mesh).toDeny(from('shop', 'http://shop/'), { status: 403 });
    },
  },
  canary: {
    'one request in ten gets the new version': (mesh) => {
      expect(mesh).toRoute('http://a.com/', { to: 'echo', subset: 'v1', weight: 90 });
      expect(mesh).toRoute('http://a.com/', { to: 'echo-v2', subset: 'v2', weight: 10 });
    },
    'testers get it always': (mesh) => {
      expect(mesh).toRoute(withHeader('http://a.com/', 'x-group', 'testers'), { to: 'echo-v2' });
      expect(mesh).not.toRoute(withHeader('http://a.com/', 'x-group', 'testers'), { to: 'echo' });
      expect(mesh).toRoute(withHeader('http://a.com/', 'x-group', 'others'), { to: 'echo', weight: 90 });
    },
  },
  'circuit-breaking': {
    'the limits are for the destination of the route': (mesh) => {
      expect(mesh).toRoute('http://a.com/', { to: 'echo' });
      expect(hop(mesh, 'http://a.com/', 'subset')?.destinationRules).toMatchObject([
        { kind: 'DestinationRule', name: 'circuit-breaking-policy' },
      ]);
    },
  },
  delegation: {
    'the cart is the second team’s, in its own namespace': (mesh) => {
      expect(mesh).toRoute('http://shop.example.com/cart/items', { to: 'team-b/cart' });
      expect(mesh).toAnswer('http://shop.example.com/cart/health', { status: 200, body: 'ok' });
      expect(hop(mesh, 'http://shop.example.com/cart/items', 'route')?.route.delegate).toMatchObject({
        namespace: 'team-b',
      });
    },
    'everything else of the host is the first one’s': (mesh) => {
      expect(mesh).toRoute('http://shop.example.com/', { to: 'default/shop' });
      expect(mesh).toAnswer('http://www.example.com/cart', { status: 404 });
    },
  },
  egress: {
    'the sidecar encrypts what the application does not': (mesh) => {
      const request = from('echo', 'http://www.example.com/x');
      expect(mesh).toRoute(request, { to: 'www.example.com', within: '5s', tls: 'TLS' });
      expect(hop(mesh, request, 'arrival')).toMatchObject({ endpoint: { port: 443 } });
    },
    'and lets pass what is encrypted': (mesh) => {
      const request = from('echo', 'https://www.example.com/x');
      expect(mesh).toRoute(request, { to: 'www.example.com', tls: 'plaintext' });
      expect(hop(mesh, request, 'arrival')).toMatchObject({ endpoint: { port: 443 } });
    },
  },
  'fault-injection': {
    'clients that ask for trouble get it': (mesh) => {
      const request = withHeader('http://a.com/', 'x-chaos', 'yes');
      expect(mesh).toRoute(request, { to: 'echo', weight: 90, delay: '2s' });
      expect(mesh).not.toAnswer('http://a.com/', { status: 503 });
      expect(mesh).toAnswer(request, { status: 503, weight: 10 });
    },
    'others do not': (mesh) => {
      expect(mesh).toRoute('http://a.com/', { to: 'echo' });
    },
  },
  jwt: {
    'members get in': (mesh) => {
      expect(mesh).toRoute(withToken({ iss: ISSUER, sub: ISSUER, groups: ['group1', 'x'] }), { to: 'echo' });
    },
    'tokens of others are bad': (mesh) => {
      expect(mesh).toDeny(withToken({ iss: 'https://else.where', sub: 'me', groups: ['group1'] }), {
        by: 'jwt-tokens',
        status: 401,
      });
    },
    'no token, and one without the group, are not enough': (mesh) => {
      expect(mesh).toDeny('http://a.com/', { status: 403 });
      expect(mesh).toDeny(withToken({ iss: ISSUER, sub: ISSUER, groups: ['group2'] }), { status: 403 });
    },
  },
  'locality-failover': {
    'each destination has a policy of its own': (mesh) => {
      expect(mesh).toRoute('http://a.com/', { to: 'echo' });
      expect(mesh).toRoute('http://a.com/batch/1', { to: 'batch' });
      expect(hop(mesh, 'http://a.com/', 'subset')?.destinationRules).toMatchObject([
        { name: 'locality-failover-policy' },
      ]);
      expect(hop(mesh, 'http://a.com/batch/1', 'subset')?.destinationRules).toMatchObject([
        { name: 'locality-failover-shares' },
      ]);
    },
  },
  mirroring: {
    'echo answers, and half of the requests are copied': (mesh) => {
      expect(mesh).toRoute('http://a.com/', { to: 'echo', mirrored: { to: 'echo-next', percentage: 50 } });
      expect(mesh).not.toRoute('http://a.com/', { to: 'echo-next' });
    },
  },
  'mutual-tls': {
    'clients with a certificate get in, others do not': (mesh) => {
      const url = 'https://partners.example.com/';
      expect(mesh).toRoute({ url, clientCertificate: true }, { to: 'echo' });
      expect(mesh).not.toRoute(url, { to: 'echo' });
      expect(mesh).not.toRoute({ url, clientCertificate: true, sni: 'www.example.com' }, { to: 'echo' });
    },
  },
  'strict-mtls': {
    'the gateway brings its certificate': (mesh) => {
      expect(mesh).toRoute('http://a.com/', { to: 'echo', tls: 'mutual TLS of the mesh' });
      expect(hop(mesh, 'http://a.com/', 'arrival')).toMatchObject({ peerAuthentication: { mode: 'STRICT' } });
    },
    'pods without a sidecar reach the one port that is excepted': (_, objects) => {
      const labels = { 'sidecar.istio.io/inject': 'false' };
      const stranger = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'stranger', labels } };
      const mesh = MeshModel.of([...objects, stranger]);
      expect(mesh).not.toRoute(from('stranger', 'http://echo/'), { to: 'echo' });
      expect(mesh).toRoute(from('stranger', 'https://echo/'), { to: 'echo' });
    },
  },
  'tcp-and-sni': {
    'encrypted connections go by the name that clients ask for': (mesh) => {
      expect(mesh).toRoute('https://echo.example.com/', { to: 'echo' });
      expect(hop(mesh, 'https://echo.example.com/', 'service')).toMatchObject({ portName: 'https' });
      expect(mesh).not.toRoute('https://www.example.com/', { to: 'echo' });
      expect(mesh).not.toRoute({ url: 'https://echo.example.com/', sni: '' }, { to: 'echo' });
    },
    'bytes go by the port, whatever they are': (mesh) => {
      expect(mesh).toRoute('tcp://192.0.2.1:80', { to: 'echo' });
      expect(mesh).toRoute('http://any.example.com/', { to: 'echo' });
      expect(hop(mesh, 'tcp://192.0.2.1:80', 'service')).toMatchObject({ portName: 'http' });
    },
  },
  'timeouts-and-retries': {
    'reading is tried again, and writing is not': (mesh) => {
      expect(mesh).toRoute('http://a.com/', {
        to: 'echo',
        within: '10s',
        retries: { attempts: 3, perTryTimeout: '1s', retryOn: 'connect-failure,reset,gateway-error' },
      });
      expect(mesh).toRoute('POST http://a.com/', { to: 'echo', within: '10s', retries: 0 });
    },
  },
  'tls-termination': {
    'HTTPS ends at the gateway, and HTTP is sent there': (mesh) => {
      expect(mesh).toRoute('https://shop.example.com/cart', { to: 'echo' });
      expect(mesh).toRedirect('http://shop.example.com/cart?id=1', {
        to: 'https://shop.example.com/cart?id=1',
        status: 301,
      });
    },
    'other names are not served': (mesh) => {
      expect(mesh).not.toRoute('https://www.example.com/', { to: 'echo' });
      expect(mesh).toAnswer('http://www.example.com/', { status: 404 });
    },
  },
  tracing: {
    'it changes nothing about where requests go': (mesh) => {
      expect(mesh).toRoute('http://a.com/', { to: 'echo' });
    },
  },
};

test('every example is asked where its requests go', () => {
  expect(Object.keys(EXPECTATIONS).sort()).toEqual([...examples].sort());
});

describe.each(Object.entries(EXPECTATIONS))('%s', (example, expectations) => {
  const objects = objectsOfExample(example);
  const mesh = MeshModel.of(objects);

  test.each(Object.entries(expectations))('%s', (_, expectation) => expectation(mesh, objects));
});
