import { blockedCidrs } from '../../../../lib/checks/rules/security/blocked-cidrs';
import { all, messagesBy } from '../../support';

const istiod = (env: string, app = 'istiod') => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: istiod, namespace: istio-system, labels: { app: ${app} } }
spec: { template: { spec: { containers: [{ name: discovery, env: ${env} }] } } }`;
const authentication = (name: string) => `
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: { name: ${name} }`;

const unrestricted = (policies: string) => [
  `Warning IST0175 Deployment istio-system/istiod: spec.template.spec.containers do not set BLOCKED_CIDRS_IN_JWKS_URIS, so istiod connects to any address that RequestAuthentications name: ${policies}; set it to the addresses of your own networks`,
];

test.each([
  ['blocks nothing', [istiod('[]'), authentication('a')], unrestricted('"default/a"')],
  [
    'blocks nothing, with many policies',
    [istiod('[]'), ...['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(authentication)],
    unrestricted('"default/a", "default/b", "default/c", "default/d", "default/e" and others'),
  ],
  [
    'blocks an empty list',
    [istiod('[{ name: BLOCKED_CIDRS_IN_JWKS_URIS, value: "" }]'), authentication('a')],
    unrestricted('"default/a"'),
  ],
  [
    'blocks some',
    [istiod('[{ name: BLOCKED_CIDRS_IN_JWKS_URIS, value: 10.0.0.0/8 }]'), authentication('a')],
    [],
  ],
  ['fetches nothing', [istiod('[]')], []],
  ['is something else', [istiod('[]', 'web'), authentication('a')], []],
])('an istiod that %s', (_, objects, expected) => {
  expect(messagesBy(blockedCidrs, all(...objects))).toEqual(expected);
});
