import {
  deployment,
  destinationRule,
  gateway,
  object,
  routes,
  service,
  serviceEntry,
  virtualService,
} from '../../../scene';
import { all, messagesWith } from '../../support';

const port = (name: string, number: number, targetPort: number | string = 8080) => ({
  name,
  port: number,
  targetPort,
});
const web = (one: object, pod: object = {}, labels: object = {}) =>
  service('web', one) + deployment('web', labels, pod);
const container = (fields: object) => ({ containers: [{ name: 'app', ...fields }] });
const findings = (...yaml: string[]) => messagesWith(['IST9237', 'IST9238'], all(...yaml));
const HOST = 'web.default.svc.cluster.local';

describe('plaintext to a port for TLS', () => {
  const MESH = gateway('gw') + routes('web', '[{ route: [{ destination: { host: web } }] }]');
  const AT = 'VirtualService default/web: spec.http[0].route[0].destination port 443';
  const said = (because: string) =>
    `Warning IST9237 ${AT} of "${HOST}" is for TLS, and ${because}; this route sends plaintext HTTP there, which a server of TLS answers with 503: set tls mode SIMPLE in a DestinationRule for this port, or let a server with tls mode PASSTHROUGH and "tls" routes lead there`;

  test('of which nothing but the name tells what the server speaks', () => {
    expect(findings(MESH, web(port('https', 443)))).toEqual([
      `Info IST9238 ${AT} of "${HOST}" is for TLS, and this route sends plaintext HTTP there: if the server speaks TLS, requests fail with 503, and the DestinationRule needs tls mode SIMPLE; if it does not, name the port "http-..."`,
    ]);
  });

  test.each<[string, object, object, string]>([
    ['its number', port('https', 443, 8443), {}, 'its pods listen on port 8443, which stands for TLS'],
    [
      'a probe',
      port('https', 443, 'main'),
      container({
        ports: [{ name: 'main', containerPort: 9000 }],
        readinessProbe: { httpGet: { port: 'main', scheme: 'HTTPS' } },
      }),
      'the readinessProbe of its pods uses HTTPS',
    ],
    [
      'the name of its container',
      port('tls', 443),
      container({ ports: [{ name: 'https-web', containerPort: 8080 }] }),
      'its pods name the port "https-web"',
    ],
  ])('that shows by %s that it speaks TLS', (_, one, pod, because) => {
    expect(findings(MESH, web(one, pod))).toEqual([said(because)]);
  });

  test('that shows by a probe that it speaks plaintext', () => {
    const probed = container({ livenessProbe: { httpGet: { port: 8080 } } });
    expect(findings(MESH, web(port('https', 443), probed))).toEqual([]);
  });

  test('for which the DestinationRule originates TLS', () => {
    const rule = (mode: string) => destinationRule('web', { host: 'web', trafficPolicy: { tls: { mode } } });
    expect(findings(MESH, web(port('https', 443, 8443)), rule('SIMPLE'))).toEqual([]);
    expect(findings(MESH, web(port('https', 443, 8443)), rule('DISABLE'))).toHaveLength(1);
  });

  test('a sidecar reads requests for it only by a route, whose author knows the application', () => {
    const route = virtualService('web', {
      hosts: ['front'],
      http: [{ route: [{ destination: { host: 'web' } }] }],
    });
    const front = service('front') + deployment('client');
    expect(findings(route, front, web(port('https', 443, 8443)))).toEqual([]);
    const probed = container({ startupProbe: { httpGet: { port: 8443, scheme: 'HTTPS' } } });
    expect(findings(route, front, web(port('https', 443, 8443), probed))).toHaveLength(1);
  });
});

describe('TLS that is passed through', () => {
  const MESH =
    gateway('gw', [
      {
        port: { number: 443, name: 'tls', protocol: 'TLS' },
        hosts: ['web.example.com'],
        tls: { mode: 'PASSTHROUGH' },
      },
    ]) +
    virtualService('web', {
      hosts: ['web.example.com'],
      gateways: ['gw'],
      tls: [{ match: [{ sniHosts: ['web.example.com'] }], route: [{ destination: { host: 'web' } }] }],
    });
  const AT = 'VirtualService default/web: spec.tls[0].route[0].destination';

  test('to a port that a sidecar reads as HTTP', () => {
    expect(findings(MESH, web(port('http', 80)))).toEqual([
      `Warning IST9237 ${AT} port 80 of "${HOST}" is for HTTP, so the sidecar of Deployment "default/web" reads HTTP there and closes the TLS connections that this route passes through; name the port "tls-..." or "https-..." in the Service, or set its appProtocol`,
    ]);
  });

  test('to a port for HTTP of pods without a sidecar', () => {
    const bare = { 'sidecar.istio.io/inject': 'false' };
    expect(findings(MESH, web(port('http', 80), {}, bare))).toEqual([
      `Info IST9238 ${AT} port 80 of "${HOST}" is for HTTP, and this route passes TLS through to it: if the server speaks plaintext, connections fail; if it speaks TLS, name the port "tls-..." or "https-..."`,
    ]);
    expect(findings(MESH, web(port('http', 80, 8443), {}, bare))).toEqual([]);
  });

  test('into TLS of the DestinationRule', () => {
    const rule = destinationRule('web', { host: 'web', trafficPolicy: { tls: { mode: 'SIMPLE' } } });
    expect(findings(MESH, web(port('https', 443)), rule)).toEqual([
      `Warning IST9237 ${AT} DestinationRule "default/web" puts TLS around the TLS that this route passes through to port 443 of "${HOST}" (mode SIMPLE), so connections fail; remove tls for this port there`,
    ]);
  });

  test.each<[string, string]>([
    ['for TLS', web(port('https', 443))],
    ['for bytes', web(port('tcp', 443))],
    ['that is sniffed', web(port('any', 443))],
    [
      'of which a Sidecar says something else',
      web(port('http', 80)) +
        object('Sidecar', 'web', {
          workloadSelector: { labels: { app: 'web' } },
          ingress: [
            { port: { number: 8080, name: 'tls', protocol: 'TLS' }, defaultEndpoint: '127.0.0.1:8080' },
          ],
        }),
    ],
    [
      'that another Service gives another protocol',
      web(port('http', 80)) +
        service('web', port('http', 80)) +
        object('Service', 'web-tls', {
          selector: { app: 'web' },
          ports: [port('tls', 443)],
        }),
    ],
  ])('to a port %s', (_, yaml) => {
    expect(findings(MESH, yaml)).toEqual([]);
  });

  test('to a server outside that reads plaintext, for all that its port says', () => {
    const outside = serviceEntry('out', {
      hosts: ['out.example'],
      resolution: 'DNS',
      ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
    });
    expect(findings(MESH.replace('"host":"web"', '"host":"out.example"'), outside)).toEqual([
      expect.stringMatching(/^Info IST9238 .* port 80 of "out.example" is for HTTP/),
    ]);
  });
});
