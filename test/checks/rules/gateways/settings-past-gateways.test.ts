import { gateway, routes, service, virtualService } from '../../../scene';
import { findingsOf } from '../../support';

const WEB = gateway('gw') + service('web');
const inside = (settings: string, more = '') =>
  virtualService(
    'inside',
    `{ hosts: [web], http: [{ ${settings}, route: [{ destination: { host: web } }] }]${more} }`,
  );
const fromGateway = (settings = '') =>
  routes('edge', `[{ ${settings} route: [{ destination: { host: web } }] }]`);
const said = (...yaml: readonly string[]) => findingsOf('IST9254', WEB, ...yaml);
const message = (settings: string) =>
  `Info IST9254 VirtualService default/edge: spec.http[0].route[0].destination.host "web" gets ${settings} of VirtualService "default/inside" only for requests inside the mesh; set them here, too, if requests from gateways need them`;

test('settings of a VirtualService for the mesh, at a destination of a gateway', () => {
  expect(said(inside('timeout: 5s, retries: { attempts: 3 }'), fromGateway())).toEqual([
    message('timeout, retries'),
  ]);
  expect(said(inside('timeout: 5s, retries: { attempts: 3 }'), fromGateway('timeout: 3s,'))).toEqual([
    message('retries'),
  ]);
});

test.each([
  ['the gateway has the same settings', inside('timeout: 5s'), fromGateway('timeout: 3s,')],
  ['the VirtualService has no settings', inside('name: a'), fromGateway()],
  ['it is for the gateway, too', inside('timeout: 5s', ', gateways: [mesh, default/gw]'), fromGateway()],
  ['no gateway leads there', inside('timeout: 5s'), ''],
])('%s: nothing is reported', (_, one, other) => {
  expect(said(one, other)).toEqual([]);
});
