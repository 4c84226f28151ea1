import { readYaml } from '../../../lib/manifests/read-yaml';
import { MeshModel } from '../../../lib/routing';
import { describeRequest } from '../../../lib/routing/words/describe-request';
import { meshMap } from '../../../lib/view/map/mesh-map';
import { targetIn } from '../../../lib/view/page/address';
import { decidedRequests } from '../../../lib/view/page/objects/decided-requests';
import { heldWorkloads } from '../../../lib/view/page/objects/held-workloads';
import { objectFacts, policyWords } from '../../../lib/view/page/objects/policy-words';

const SHOP = `
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {istio-injection: enabled}}
---
{apiVersion: v1, kind: Service, metadata: {name: cart, namespace: shop}, spec: {selector: {app: cart}, ports: [{name: http, port: 80}]}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart, namespace: shop}
spec: {selector: {matchLabels: {app: cart}}, template: {metadata: {labels: {app: cart}}, spec: {containers: [{name: c, image: i}]}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec: {selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: i}]}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: bare, namespace: shop}
spec:
  selector: {matchLabels: {app: bare}}
  template: {metadata: {labels: {app: bare, sidecar.istio.io/inject: "false"}}, spec: {containers: [{name: c, image: i}]}}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: readers, namespace: shop}
spec:
  selector: {matchLabels: {app: cart}}
  rules:
    - to: [{operation: {methods: [GET], notPaths: [/admin]}}]
    - from: [{source: {namespaces: [ops]}}, {source: {principals: [a, b]}}]
      when: [{key: 'request.headers[x-group]', values: [testers], notValues: [none]}]
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {name: all, namespace: shop}
spec: {mtls: {mode: STRICT}}
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {name: cart, namespace: shop}
spec: {selector: {matchLabels: {app: cart}}, portLevelMtls: {8080: {mode: DISABLE}}}
---
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: {name: tokens, namespace: shop}
spec: {selector: {matchLabels: {app: cart}}, jwtRules: [{issuer: 'https://issuer.example', fromCookies: [session]}]}
---
{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {name: nothing, namespace: shop}, spec: {action: DENY}}
---
{apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: {name: cart, namespace: shop}, spec: {host: other, subsets: [{name: v1, labels: {version: v1}}], trafficPolicy: {tls: {mode: SIMPLE}, loadBalancer: {simple: RANDOM}}}}
`;

const { manifests } = readYaml(SHOP, 'shop.yaml');
const model = MeshModel.fromManifests(manifests);
const map = meshMap(model);
const held = heldWorkloads(model, map);
const find = (kind: string, name: string) => {
  const found = manifests.find((one) => one.kind === kind && one.name === name);
  if (!found) {
    throw new Error(`there is no ${kind} ${name}`);
  }
  return found;
};

test.each([
  ['AuthorizationPolicy shop/readers', ['cart']],
  ['AuthorizationPolicy shop/nothing', ['cart', 'web']], // not the one without a sidecar
  ['PeerAuthentication shop/all', ['cart', 'web']],
  ['PeerAuthentication shop/cart', ['cart']],
  ['RequestAuthentication shop/tokens', ['cart']],
])('%s holds for %j', (policy, names) => {
  expect(held.get(policy)?.map(({ workload }) => workload.name)).toEqual(names);
});

test('requests that each rule of a policy decides about are found by tracing', () => {
  const nodes = (held.get('AuthorizationPolicy shop/readers') ?? []).flatMap((one) => one.nodes);
  const { found } = decidedRequests(model, map, find('AuthorizationPolicy', 'readers'), nodes);
  expect(
    found.map(({ path, isRefused, request }) => [
      path,
      isRefused ? 'refused' : 'let in',
      describeRequest(request),
    ]),
  ).toEqual([
    ['spec', 'refused', 'GET http://cart.shop.svc.cluster.local/admin from mesh:shop/web'],
    ['spec.rules[0]', 'let in', 'GET http://cart.shop.svc.cluster.local/ from mesh:shop/web'],
  ]);
});

test.each([
  [
    'AuthorizationPolicy',
    'readers',
    [
      'Allows requests that meet one of its rules. Requests that no ALLOW policy of a workload allows are denied.',
      'spec.rules[0]: to method GET and not path /admin',
      'spec.rules[1]: from namespace ops, or from principal a or b; when request.headers[x-group] is testers and request.headers[x-group] is not none',
    ],
  ],
  ['AuthorizationPolicy', 'nothing', ['Denies nothing, as it has no rules.']],
  [
    'PeerAuthentication',
    'cart',
    [
      'Sidecars use the mode of the policy with the wider scope (UNSET).',
      'spec.portLevelMtls["8080"]: port 8080: DISABLE',
    ],
  ],
  ['PeerAuthentication', 'all', ['Sidecars accept only mutual TLS (STRICT).']],
  [
    'RequestAuthentication',
    'tokens',
    [
      'Denies requests with a token that none of its rules accepts. It lets requests without a token pass.',
      'spec.jwtRules[0]: issuer https://issuer.example, in cookie session',
    ],
  ],
])('%s %s in words', (kind, name, expected) => {
  const { does = [], rules = [] } = policyWords(find(kind, name)) ?? {};
  expect([...does, ...rules.map(({ path, words }) => `${path}: ${words}`)]).toEqual(expected);
});

test('other objects in words', () => {
  expect(policyWords(find('DestinationRule', 'cart'))).toBeUndefined();
  expect(objectFacts(find('DestinationRule', 'cart'))).toEqual([
    'for other',
    'subset v1: version=v1',
    'TLS SIMPLE',
    'sets loadBalancer',
  ]);
});

test.each([
  ['', {}],
  ['#', {}],
  ['#map', {}],
  ['#object=', {}],
  ['#object=Gateway', {}],
  ['#object=Gateway/shop/edge', { object: { kind: 'Gateway', namespace: 'shop', name: 'edge' } }],
  ['#node=%zz', { node: '%zz' }],
  ['#node=a&url=http%3A%2F%2Fshop%2F', expect.objectContaining({ question: expect.anything() })],
  ['#url=&method=&from=', { question: expect.objectContaining({ url: '', method: 'GET', from: 'gateway' }) }],
])('the address "%s" asks for %j', (hash, target) => {
  expect(targetIn(hash)).toEqual(target);
});
