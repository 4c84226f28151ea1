import { authorizationPolicy, object } from '../../../scene';
import { findingsOf } from '../../support';

const LABELS = '{ app: edge, gateway.networking.k8s.io/gateway-name: edge }';
const POD = object('Pod', 'edge/edge-1', '{ containers: [{ name: istio-proxy, image: x }] }', {
  labels: LABELS,
});
const REMEDY = 'only policies with targetRefs; write targetRefs with kind "Gateway" instead';

test.each([
  ['{ app: edge }', '"app=edge" selects'],
  ['{}', 'selects'],
])('a policy that selects %s', (matchLabels, start) => {
  const policy = authorizationPolicy('edge/allow', `{ selector: { matchLabels: ${matchLabels} } }`);
  expect(findingsOf('IST0166', policy, POD)).toEqual([
    `Warning IST0166 AuthorizationPolicy edge/allow: spec.selector ${start} pods of the Kubernetes Gateway "edge", which applies ${REMEDY}`,
  ]);
});

test.each(['RequestAuthentication', 'Telemetry', 'WasmPlugin'])('a %s is reported as well', (kind) => {
  const more = kind === 'WasmPlugin' ? ', url: "oci://example.com/x:1"' : '';
  const policy = object(kind, 'edge/policy', `{ selector: { matchLabels: { app: edge } }${more} }`);
  expect(findingsOf('IST0166', policy, POD)).toHaveLength(1);
});

test.each([
  ['no selector', authorizationPolicy('edge/allow', '{}')],
  ['other pods', authorizationPolicy('edge/allow', '{ selector: { matchLabels: { app: web } } }')],
  ['another namespace', authorizationPolicy('web/allow', '{ selector: { matchLabels: { app: edge } } }')],
  [
    'a target',
    authorizationPolicy(
      'edge/allow',
      '{ targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: edge }] }',
    ),
  ],
  ['another kind', object('PeerAuthentication', 'edge/mtls', '{ selector: { matchLabels: { app: edge } } }')],
])('a policy with %s is not reported', (_, policy) => {
  expect(findingsOf('IST0166', policy, POD)).toEqual([]);
});

test('pods of an Istio Gateway look at selectors', () => {
  const pod = object('Pod', 'edge/edge-1', '{ containers: [{ name: istio-proxy, image: x }] }', {
    labels: '{ app: edge }',
  });
  const policy = authorizationPolicy('edge/allow', '{ selector: { matchLabels: { app: edge } } }');
  expect(findingsOf('IST0166', policy, pod)).toEqual([]);
});
