import { loadAll } from 'js-yaml';
import { describeCoverage, MeshModel, trace } from '../../lib';
import '../../lib/testing';

const MESH = loadAll(`
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: edge, namespace: shop }
spec:
  selector: { istio: ingressgateway }
  servers:
    - { port: { number: 80, name: http, protocol: HTTP }, hosts: ['*'] }
    - { port: { number: 31400, name: tcp, protocol: TCP }, hosts: ['*'] }
    - { port: { number: 443, name: tls, protocol: TLS }, tls: { mode: PASSTHROUGH }, hosts: ['*'] }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: root, namespace: shop }
spec:
  hosts: [shop.example.com]
  gateways: [edge]
  http:
    - { match: [{ uri: { prefix: /api } }], delegate: { name: api } }
    - { match: [{ uri: { exact: /a } }, { uri: { exact: /b } }], route: [{ destination: { host: api } }] }
    - { route: [{ destination: { host: api } }] }
  tls:
    - { match: [{ sniHosts: [shop.example.com] }], route: [{ destination: { host: api } }] }
  tcp:
    - { route: [{ destination: { host: api, port: { number: 80 } } }] }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: api, namespace: shop }
spec:
  http:
    - { match: [{ uri: { prefix: /api/v2 } }], route: [{ destination: { host: api } }] }
    - { route: [{ destination: { host: api } }] }
---
apiVersion: v1
kind: Service
metadata: { name: api, namespace: shop }
spec: { selector: { app: api }, ports: [{ name: http, port: 80 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: api, namespace: shop }
spec: { template: { metadata: { labels: { app: api } } } }
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: strict, namespace: shop }
spec: { mtls: { mode: STRICT } }
---
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: { name: tokens, namespace: shop }
spec: { jwtRules: [{ issuer: one, jwks: '{}' }, { issuer: two, jwks: '{}' }] }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: nothing, namespace: shop }
spec: {}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: some, namespace: shop }
spec: { rules: [{ to: [{ operation: { paths: ['/api*', /a, /b] } }] }, { to: [{ operation: { methods: [PUT] } }] }] }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: audited, namespace: shop }
spec: { action: AUDIT, rules: [{}] }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: malformed, namespace: shop }
spec: { action: ALLOW, rules: [{ to: 1 }] }
`) as object[];

/** What the requests ask about, as it is described, and how often. */
function asked(...requests: Parameters<typeof trace>[1][]): string[] {
  // The gateway of this profile has more ports.
  const mesh = MeshModel.of(MESH, { profile: 'demo' });
  for (const request of requests) {
    trace(mesh, request);
  }
  return mesh
    .coverage()
    .parts.filter(({ isAsked }) => isAsked)
    .map(({ object, path, requests: times }) => `${object.name} ${path} ${times}`);
}

test('a mesh that nobody asks lists its routes, servers and policies', () => {
  expect(describeCoverage(MeshModel.of(MESH).coverage())).toEqual([
    'requests ask about 0 of 16 routes, servers and policies, and not about:',
    '  VirtualService shop/api: spec.http[0], spec.http[1]',
    '  VirtualService shop/root: spec.http[1].match[0], spec.http[1].match[1], spec.http[2], spec.tls[0].match[0], spec.tcp[0]',
    '  Gateway shop/edge: spec.servers[0], spec.servers[1], spec.servers[2]',
    '  AuthorizationPolicy shop/nothing: spec',
    '  AuthorizationPolicy shop/some: spec.rules[0], spec.rules[1]',
    '  RequestAuthentication shop/tokens: spec.jwtRules[0], spec.jwtRules[1]',
    '  PeerAuthentication shop/strict: spec',
  ]);
});

test.each([
  [
    'http://shop.example.com/b',
    ['root spec.http[1].match[1] 1', 'edge spec.servers[0] 1', 'some spec.rules[0] 1', 'strict spec 1'],
  ],
  [
    'http://shop.example.com/api/v2',
    ['api spec.http[0] 1', 'edge spec.servers[0] 1', 'some spec.rules[0] 1', 'strict spec 1'],
  ],
  // No ALLOW policy matches, so the one without rules decides, too.
  [
    'http://shop.example.com/',
    ['root spec.http[2] 1', 'edge spec.servers[0] 1', 'nothing spec 1', 'strict spec 1'],
  ],
  ['http://other.example.com/', ['edge spec.servers[0] 1']],
])('%s asks about what decides', (request, parts) => {
  expect(asked(request)).toEqual(parts);
});

test('connections without HTTP ask about their routes and servers', () => {
  expect(asked('tls://shop.example.com:443')).toEqual(
    expect.arrayContaining(['root spec.tls[0].match[0] 1', 'edge spec.servers[2] 1']),
  );
  expect(asked('tcp://shop.example.com:31400')).toEqual(
    expect.arrayContaining(['root spec.tcp[0] 1', 'edge spec.servers[1] 1']),
  );
});

test('tokens ask about the rule that accepts or rejects them', () => {
  const url = 'http://shop.example.com/a';
  expect(asked({ url, jwtClaims: { iss: 'two', sub: 'x' } })).toContain('tokens spec.jwtRules[1] 1');
  // A denial after it does not change that.
  expect(asked({ url: 'http://shop.example.com/', jwtClaims: { iss: 'one', sub: 'x' } })).toEqual(
    expect.arrayContaining(['tokens spec.jwtRules[0] 1', 'nothing spec 1']),
  );
});

test('requests are counted, whoever asks', () => {
  const mesh = MeshModel.of(MESH);
  const request = { url: 'http://shop.example.com/a' };
  expect(mesh).toRoute(request, { to: 'api' });
  expect(mesh).not.toRoute(request, { to: 'other' });
  trace(mesh, 'http://shop.example.com/b');
  expect(() => trace(mesh, 'shop')).toThrow('shop');
  expect(mesh.coverage().parts.filter(({ is, requests }) => is === 'server' && requests > 0)).toEqual([
    {
      is: 'server',
      object: { kind: 'Gateway', namespace: 'shop', name: 'edge' },
      path: 'spec.servers[0]',
      isAsked: true,
      requests: 3,
    },
  ]);
});

test('nothing to ask about is said, too', () => {
  expect(describeCoverage(MeshModel.of([]).coverage())).toEqual([
    'there are no routes, servers or policies to ask about',
  ]);
});
