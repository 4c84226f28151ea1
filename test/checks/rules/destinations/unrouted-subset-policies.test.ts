import { deployment, destinationRule, service, virtualService } from '../../../scene';
import { findingsOf } from '../../support';

const WEB = service('web') + deployment('web', { version: 'v1' });
const rule = (subsets: string, host = 'web') =>
  destinationRule('rule', `{ host: ${host}, subsets: ${subsets} }`);
const route = (destination: string) =>
  virtualService('vs', `{ hosts: [web], http: [{ route: [{ destination: ${destination} }] }] }`);
const POLICY = 'trafficPolicy: { connectionPool: { tcp: { maxConnections: 1 } } }';
const V1 = `[{ name: v1, labels: { version: v1 }, ${POLICY} }]`;

test('a policy of a subset that no route to the host names', () => {
  expect(findingsOf('IST9253', WEB, rule(V1), route('{ host: web }'))).toEqual([
    'Info IST9253 DestinationRule default/rule: spec.subsets[0].trafficPolicy has no effect, because none of the routes to "web" that are shown names subset "v1"; name the subset in a route, or set spec.trafficPolicy for all traffic to the host',
  ]);
});

test.each([
  ['a route names the subset', rule(V1) + route('{ host: web, subset: v1 }')],
  [
    'a route names it by the full host',
    rule(V1) + route('{ host: web.default.svc.cluster.local, subset: v1 }'),
  ],
  ['the subset has no policy', rule('[{ name: v1, labels: { version: v1 } }]') + route('{ host: web }')],
  ['no route to the host is shown', rule(V1)],
])('%s: nothing is reported', (_, yaml) => {
  expect(findingsOf('IST9253', WEB, yaml)).toEqual([]);
});
