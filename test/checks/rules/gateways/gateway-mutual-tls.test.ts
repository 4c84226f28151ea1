import { deployment, destinationRule, object, service, serviceEntry, virtualService } from '../../../scene';
import { findingsOf } from '../../support';

const EGRESS = 'egress.out.svc.cluster.local';
const SERVICE = service('out/egress', { name: 'any', port: 80, targetPort: 8080 });
const PODS = object('Deployment', 'out/egress', {
  template: {
    metadata: { labels: { app: 'egress' }, annotations: { 'inject.istio.io/templates': 'gateway' } },
    spec: { containers: [{ name: 'istio-proxy' }] },
  },
});
const ENTRY = serviceEntry('out/mail', {
  hosts: ['mail.example'],
  resolution: 'DNS',
  ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
});
const MESH = SERVICE + PODS + ENTRY + deployment('out/client');
const gatewayWith = (protocol: string, mode: string | undefined, ...hosts: string[]) =>
  object('Gateway', 'out/egress', {
    selector: { app: 'egress' },
    servers: [{ port: { number: 80, name: 'any', protocol }, hosts, ...(mode && { tls: { mode } }) }],
  });
const MUTUAL = gatewayWith('HTTPS', 'ISTIO_MUTUAL', 'mail.example');
const PLAIN = gatewayWith('HTTP', undefined, 'mail.example');
const through = (subset?: string) =>
  virtualService('out/mail', {
    hosts: ['mail.example'],
    gateways: ['egress', 'mesh'],
    http: [
      {
        match: [{ gateways: ['mesh'] }],
        route: [{ destination: { host: EGRESS, port: { number: 80 }, ...(subset && { subset }) } }],
      },
      { match: [{ gateways: ['egress'] }], route: [{ destination: { host: 'mail.example' } }] },
    ],
  });
const rule = (tls: object | undefined) =>
  destinationRule('out/egress', {
    host: EGRESS,
    subsets: [
      { name: 'mail', ...(tls && { trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, tls }] } }) },
    ],
  });
const findings = (...yaml: string[]) => findingsOf('IST9236', MESH, ...yaml);
const AT = 'Warning IST9236 VirtualService out/mail: spec.http[0].route[0].destination';

test('only the gateway speaks mutual TLS', () => {
  const text = `${AT} "${EGRESS}" gets plaintext from sidecars, but Gateway "out/egress" reads only mutual TLS on port 80, so requests fail with 503; set tls mode ISTIO_MUTUAL, and sni to a host of that server, in the DestinationRule for this destination`;
  expect(findings(MUTUAL, through('mail'), rule(undefined))).toEqual([text]);
  expect(findings(MUTUAL, through('mail'), rule({ mode: 'DISABLE' }))).toEqual([text]);
  expect(findings(MUTUAL, through())).toEqual([text]);
});

test('only the sidecars speak mutual TLS', () => {
  expect(findings(PLAIN, through('mail'), rule({ mode: 'ISTIO_MUTUAL', sni: 'mail.example' }))).toEqual([
    `${AT} "${EGRESS}" gets mutual TLS from sidecars, by DestinationRule "out/egress", but Gateway "out/egress" reads plaintext on port 80, so requests fail with 503; set protocol HTTPS and tls mode ISTIO_MUTUAL for that server, or remove tls from the DestinationRule`,
  ]);
});

test('the server name is none of the gateway', () => {
  const remedy =
    'for this destination, and Gateway "out/egress" takes only connections to "mail.example" there, so requests fail with 503; set sni to one of these hosts';
  expect(findings(MUTUAL, through('mail'), rule({ mode: 'ISTIO_MUTUAL' }))).toEqual([
    `${AT} DestinationRule "out/egress" sets no sni ${remedy}`,
  ]);
  expect(findings(MUTUAL, through('mail'), rule({ mode: 'ISTIO_MUTUAL', sni: 'web.example' }))).toEqual([
    `${AT} DestinationRule "out/egress" sets sni "web.example" ${remedy}`,
  ]);
});

const right = rule({ mode: 'ISTIO_MUTUAL', sni: 'mail.example' });

test.each<[string, string]>([
  ['both sides speak mutual TLS', MUTUAL + through('mail') + right],
  ['neither does', PLAIN + through('mail') + rule(undefined)],
  [
    'the server is for every host',
    gatewayWith('HTTPS', 'ISTIO_MUTUAL', '*') + through('mail') + rule({ mode: 'ISTIO_MUTUAL' }),
  ],
  [
    'the wildcard of the server covers the name',
    gatewayWith('HTTPS', 'ISTIO_MUTUAL', '*.example') + through('mail') + right,
  ],
  ['TLS is passed through', gatewayWith('TLS', 'PASSTHROUGH', 'mail.example') + through('mail') + right],
  ['sidecars send TLS of their own', MUTUAL + through('mail') + rule({ mode: 'SIMPLE' })],
  ['the DestinationRule is not theirs to follow', MUTUAL + through('mail')],
])('nothing is said where %s', (_, yaml) => {
  expect(findings(yaml)).toEqual([]);
});

test('nothing is known of pods that are not shown', () => {
  expect(findingsOf('IST9236', SERVICE, ENTRY, MUTUAL, through('mail'), rule(undefined))).toEqual([]);
});
