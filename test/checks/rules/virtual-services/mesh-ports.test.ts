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
