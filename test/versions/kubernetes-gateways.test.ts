import type { IstioVersion } from '../../lib/istiod/istio-version';
import { all, messagesWith } from '../checks/support';
import { object } from '../scene';

const kubernetesGateway = (...listeners: string[]) => `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge, namespace: shop }
spec: { gatewayClassName: istio, listeners: [${listeners.join()}] }`;
const listener = (hostname = '') =>
  `{ name: http, protocol: HTTP, port: 80${hostname && `, hostname: "${hostname}"`} }`;
const routes = (gateway: string, hosts = '[a.example.com, b.example.com]') =>
  object(
    'VirtualService',
    'shop/routes',
    `{ hosts: ${hosts}, gateways: [${gateway}], http: [{ redirect: { uri: / } }] }`,
  );
const istioGateway = object(
  'Gateway',
  'shop/edge',
  '{ selector: { istio: ingressgateway }, servers: [{ port: { number: 80, name: web, protocol: HTTP }, hosts: ["*"] }] }',
);

const AT = 'VirtualService shop/routes: spec.gateways[0]';
const MISSING = [
  `Error IST0101 ${AT} "edge" is a Gateway of the Kubernetes Gateway API, and a VirtualService does not find those by their names; bind a Gateway of Istio, or write an HTTPRoute`,
  `Warning IST0132 ${AT} "shop/edge" does not serve any of the hosts "a.example.com" and "b.example.com" to this namespace; add one of them to its servers, or bind another Gateway`,
];
const NO_LISTENER = [
  `Warning IST0132 ${AT} "shop/edge" is a Gateway of the Kubernetes Gateway API, and no listener of it has one of the hosts "a.example.com" and "b.example.com"; add one of them to a listener, or bind another Gateway`,
];
const NOT_CHECKED = [
  `Info IST9020 ${AT} "edge" is a Gateway of the Kubernetes Gateway API; whether it uses this VirtualService is not checked`,
];

/** (V38) */
test.each<[string, IstioVersion, string, string[]]>([
  ['any listener, before', '1.31', kubernetesGateway(listener()), MISSING],
  ['any listener, long before', '1.30', kubernetesGateway(listener()), MISSING],
  ['a listener for every host', '1.32', kubernetesGateway(listener()), NOT_CHECKED],
  ['a listener for a host', '1.32', kubernetesGateway(listener('b.example.com')), NOT_CHECKED],
  ['a listener for a domain', '1.32', kubernetesGateway(listener('*.example.com')), NOT_CHECKED],
  [
    'one of several listeners',
    '1.32',
    kubernetesGateway(listener('c.example.com'), listener('a.example.com')),
    NOT_CHECKED,
  ],
  [
    'a listener for another host',
    '1.32',
    kubernetesGateway(listener('c.example.com')),
    [...NOT_CHECKED, ...NO_LISTENER],
  ],
  [
    "Istio's Gateway of the same name",
    '1.32',
    all(kubernetesGateway(listener('c.example.com')), istioGateway),
    [],
  ],
])('a VirtualService that names a Kubernetes Gateway with %s, in %s', (_, istio, gateway, messages) => {
  const codes = ['IST0101', 'IST0132', 'IST9020'];
  const found = messagesWith(codes, all(gateway, routes('edge')), { istio });
  expect(found.filter((message) => message.includes(' VirtualService '))).toEqual(messages);
});
