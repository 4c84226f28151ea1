import { authorizationPolicy, deployment, peerAuthentication, service } from '../../../scene';
import { findingsOf } from '../../support';

const findings = (...yaml: string[]) => findingsOf('IST9215', service('web'), deployment('web'), ...yaml);
const selector = { matchLabels: { app: 'web' } };
const allow = (port: string, rest: object = { selector }) =>
  authorizationPolicy('allow', { rules: [{ to: [{ operation: { ports: [port] } }] }], ...rest });
const text = (port: number, workload = 'Deployment "default/web"') =>
  `${port} is a port of the Service, but policies compare the port that ${workload} listens on for it, 8080, so this never matches; write 8080`;

test('policies look at the port of the pod', () => {
  expect(findings(allow('80'))).toEqual([
    `Warning IST9215 AuthorizationPolicy default/allow: spec.rules[0].to[0].operation.ports[0] ${text(80)}`,
  ]);
  expect(findings(allow('8080'))).toEqual([]);
  const when = authorizationPolicy('allow', {
    selector,
    rules: [{ when: [{ key: 'destination.port', values: ['80'] }] }],
  });
  expect(findings(when)).toEqual([
    `Warning IST9215 AuthorizationPolicy default/allow: spec.rules[0].when[0].values[0] ${text(80)}`,
  ]);
});

test('so does the ingress gateway', () => {
  const policy = authorizationPolicy('istio-system/allow', {
    selector: { matchLabels: { istio: 'ingressgateway' } },
    rules: [{ to: [{ operation: { ports: ['80'] } }] }],
  });
  expect(findings(policy)).toEqual([
    `Warning IST9215 AuthorizationPolicy istio-system/allow: spec.rules[0].to[0].operation.ports[0] ${text(80, 'Pod "istio-system/istio-ingressgateway"')}`,
  ]);
});

test('and so do modes of ports', () => {
  const peers = (port: number) =>
    peerAuthentication('peers', { selector, portLevelMtls: { [port]: { mode: 'DISABLE' } } });
  expect(findings(peers(80))).toEqual([
    `Warning IST9215 PeerAuthentication default/peers: spec.portLevelMtls.80 ${text(80)}`,
  ]);
  expect(findings(peers(8080))).toEqual([]);
});

test('nothing is said where some workload listens on the port', () => {
  const other = deployment('other', {}, { containers: [{ name: 'app', ports: [{ containerPort: 80 }] }] });
  expect(findings(allow('80', {}), other)).toEqual([]);
  expect(findings(allow('9090'))).toEqual([]);
});
