import { deployment, destinationRule, object, peerAuthentication } from '../../../scene';
import { findingsIn, findingsOf } from '../../support';

const headless = object(
  'Service',
  'web',
  '{ clusterIP: None, selector: { app: web }, ports: [{ name: http, port: 8080 }] }',
);
const WEB = headless + deployment('web');
const policy = (more: string) =>
  peerAuthentication('web', `{ selector: { matchLabels: { app: web } }, ${more} }`);
const PORT = policy('mtls: { mode: STRICT }, portLevelMtls: { "8080": { mode: DISABLE } }');
const said = (...yaml: readonly string[]) => findingsOf('IST9240', ...yaml);
const message = (field: string) =>
  `Warning IST9240 PeerAuthentication default/web: ${field} is DISABLE, and sidecars that call port 8080 of headless Service "default/web" send mutual TLS all the same, because they do not look at single pods there, so their requests fail; add a DestinationRule with tls mode DISABLE for the Service, or remove the mode`;

test('a port and a workload without mutual TLS', () => {
  expect(said(WEB, PORT)).toEqual([message('spec.portLevelMtls.8080.mode')]);
  expect(said(WEB, policy('mtls: { mode: DISABLE }'))).toEqual([message('spec.mtls.mode')]);
});

test.each([
  ['the Service is not headless', WEB.replace('clusterIP: None, ', '') + PORT],
  ['another port is meant', WEB + PORT.replace('8080', '9090')],
  [
    'the mode is for the target port, which clients of a headless Service do not call',
    WEB.replace('port: 8080', 'port: 80, targetPort: 8080') + PORT,
  ],
  [
    'a DestinationRule says how to call',
    WEB + PORT + destinationRule('web', '{ host: web, trafficPolicy: { tls: { mode: DISABLE } } }'),
  ],
  [
    'one of the pods has no sidecar',
    WEB + PORT + deployment('old', { app: 'web', 'sidecar.istio.io/inject': 'false' }),
  ],
  ['the whole namespace has none', WEB + PORT + peerAuthentication('all', '{ mtls: { mode: DISABLE } }')],
  ['the pods are not shown', headless + PORT],
])('%s: nothing is reported', (_, yaml) => {
  expect(said(yaml)).toEqual([]);
});

test('without auto mTLS, clients send plaintext', () => {
  expect(findingsIn({ enableAutoMtls: false }, 'IST9240', WEB, PORT)).toEqual([]);
});
