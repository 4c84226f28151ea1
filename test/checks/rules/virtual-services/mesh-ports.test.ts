import { service, virtualService } from '../../../scene';
import { findingsOf } from '../../support';

const to = (destination: object, rest: object = {}, spec: object = {}) =>
  virtualService('vs', { hosts: ['web'], http: [{ route: [{ destination }], ...rest }], ...spec });
const findings = (vs: string, port: object = { name: 'http', port: 8080 }) =>
  findingsOf('IST9211', service('web'), service('api', port), vs);

test('without a port, a sidecar uses the called port', () => {
  expect(findings(to({ host: 'api' }))).toEqual([
    'Error IST9211 VirtualService default/vs: spec.http[0].route[0].destination.host without port.number, sidecars use the port that clients call, 80, which "api.default.svc.cluster.local" does not have, so requests get 503; add port.number: 8080',
  ]);
});

describe('some of the ports that clients call', () => {
  const some = (vs: string, ...more: string[]) => findingsOf('IST9228', service('api'), vs, ...more);
  const AT = 'Warning IST9228 VirtualService default/vs: spec.http[0].route[0].destination.host';
  const missing = (host: string, port: number, called: number) =>
    `${AT} without port.number, sidecars use the port that clients call; "${host}.default.svc.cluster.local" does not have port ${called}, so requests to it get 503; add port.number: ${port}, or let the route match only requests to port ${port}`;
  const web = service('web', { name: 'http', port: 80 }, { name: 'http-admin', port: 81 });

  test('are missing', () => {
    expect(some(to({ host: 'api' }), web)).toEqual([missing('api', 80, 81)]);
  });

  test.each([
    ['the route is for the other port', to({ host: 'api' }, { match: [{ port: 80 }] }), web],
    ['the port is written', to({ host: 'api', port: { number: 80 } }), web],
    [
      'the other port does not speak HTTP',
      to({ host: 'api' }),
      service('web', { name: 'http', port: 80 }, { name: 'tcp-db', port: 81 }),
    ],
  ])('are not missing where %s', (_, vs, hosts) => {
    expect(some(vs, hosts)).toEqual([]);
  });

  describe('for a host that the registry does not know', () => {
    const unknown = (rest: object = {}, hosts = ['web.example.com']) => to({ host: 'far' }, rest, { hosts });
    const far = service('far', { name: 'http', port: 81 });

    test('are port 80', () => {
      expect(some(unknown(), far)).toEqual([missing('far', 81, 80)]);
      expect(some(unknown(), service('far'))).toEqual([]);
    });

    test.each([
      ['a wildcard may be', ['*.example.com'], {}],
      ['the route is for another port', ['web.example.com'], { match: [{ port: 81 }] }],
    ])('are not known where %s', (_, hosts, rest) => {
      expect(some(unknown(rest, hosts), far)).toEqual([]);
    });
  });
});

test.each([
  ['the port is written', to({ host: 'api', port: { number: 8080 } })],
  ['the host has it', to({ host: 'web' })],
  ['a gateway calls', to({ host: 'api' }, {}, { gateways: ['gw'] })],
  [
    'only gateways take the route',
    to({ host: 'api' }, { match: [{ gateways: ['gw'] }] }, { gateways: ['gw', 'mesh'] }),
  ],
  ['who knows what is called', to({ host: 'api' }, {}, { hosts: ['*.example.com'] })],
])('nothing is said where %s', (_, vs) => {
  expect(findings(vs)).toEqual([]);
});

test('the called port is enough', () => {
  expect(findings(to({ host: 'api' }), { name: 'http', port: 80 })).toEqual([]);
});
