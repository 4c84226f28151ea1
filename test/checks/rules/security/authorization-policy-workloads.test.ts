import { authorizationPolicyWorkloads } from '../../../../lib/checks/rules/security/authorization-policy-workloads';
import { labelledDeployment, namespace, object, pod } from '../../../scene';
import { all, messagesBy } from '../../support';

const policy = (spec: string, where = 'shop') => object('AuthorizationPolicy', `${where}/a`, spec);
const WEB = '{ selector: { matchLabels: { version: v1, app: web } } }';
const LABELS = '{ app: web, version: v1, tier: front }';
const INJECTED = namespace('shop', '{ istio-injection: enabled }');
const PLAIN = namespace('shop');

const elsewhere = '; if the workload exists outside these manifests, name its file with --context';
const unless = (message: readonly string[]) => message.map((one) => one + elsewhere);
const noPods = [
  'Warning IST0127 AuthorizationPolicy shop/a: spec.selector.matchLabels "app=web,version=v1" does not select any pod in the mesh in namespace "shop"; write labels that pods have, or add these pods to the mesh',
];
const emptyNamespace = [
  'Warning IST0127 AuthorizationPolicy shop/a: metadata.namespace "shop" does not have any pod in the mesh; move the policy to the namespace of its pods, or add the pods of this namespace to the mesh',
];
const nowhere = [
  'Warning IST0127 AuthorizationPolicy istio-system/a: spec.selector.matchLabels "app=web,version=v1" does not select any pod in the mesh; write labels that pods have, or add these pods to the mesh',
];

test.each([
  ['a pod of its namespace', [INJECTED, pod('shop/p', LABELS), policy(WEB)], []],
  ['what makes such pods', [INJECTED, labelledDeployment('shop/d', LABELS), policy(WEB)], []],
  ['part of the labels only', [INJECTED, pod('shop/p', '{ app: web, version: v2 }'), policy(WEB)], noPods],
  ['a pod of another namespace', [INJECTED, pod('other/p', LABELS), policy(WEB)], unless(noPods)],
  ['a pod without a sidecar', [PLAIN, pod('shop/p', LABELS), policy(WEB)], noPods],
  [
    "a pod of another revision's",
    [namespace('shop', '{ istio.io/rev: canary }'), labelledDeployment('shop/d', LABELS), policy(WEB)],
    [],
  ],
  [
    'a pod that the node has taken in',
    [PLAIN, pod('shop/p', LABELS, '{ ambient.istio.io/redirection: enabled }'), policy(WEB)],
    [],
  ],
  [
    'a pod of an ambient namespace',
    [
      namespace('shop', '{ istio.io/dataplane-mode: ambient }'),
      labelledDeployment('shop/d', LABELS),
      policy(WEB),
    ],
    [],
  ],
  [
    'a pod that stays out of the ambient mode',
    [
      namespace('shop', '{ istio.io/dataplane-mode: ambient }'),
      pod('shop/p', '{ app: web, version: v1, istio.io/dataplane-mode: none }'),
      policy(WEB),
    ],
    noPods,
  ],
  ['the pods of a namespace with some', [INJECTED, pod('shop/p', '{}'), policy('{}')], []],
  [
    'the pods of a namespace with none in the mesh',
    [PLAIN, pod('shop/p', '{}'), policy('{}')],
    emptyNamespace,
  ],
  ['the pods of an empty namespace', [INJECTED, policy('{}')], unless(emptyNamespace)],
  ['every pod of a namespace by a selector', [INJECTED, pod('shop/p', '{}'), policy('{ selector: {} }')], []],
  ['a waypoint', [PLAIN, policy('{ targetRefs: [{ kind: Service, name: web }] }')], []],
  ['the mesh', [policy('{}', 'istio-system')], []],
  ['pods anywhere in the mesh', [INJECTED, pod('shop/p', LABELS), policy(WEB, 'istio-system')], []],
  ['pods that are nowhere in the mesh', [INJECTED, policy(WEB, 'istio-system')], unless(nowhere)],
  [
    'the ingress gateway',
    [policy('{ selector: { matchLabels: { istio: ingressgateway } } }', 'istio-system')],
    [],
  ],
])('a policy for %s', (_, objects, expected) => {
  expect(messagesBy(authorizationPolicyWorkloads, all(...objects))).toEqual(expected);
});

test('the root namespace is the one of the mesh', () => {
  const config = 'rootNamespace: shop';
  const yaml = all(
    `{ apiVersion: v1, kind: ConfigMap, metadata: { name: istio, namespace: shop }, data: { mesh: "${config}" } }`,
    policy('{}'),
  );
  expect(messagesBy(authorizationPolicyWorkloads, yaml)).toEqual([]);
});
