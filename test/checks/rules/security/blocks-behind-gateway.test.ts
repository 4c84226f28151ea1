import { app, authorizationPolicy, deployment, gateway, object, routes, to } from '../../../scene';
import { findingsOf } from '../../support';

const policy = (...rules: object[]) =>
  authorizationPolicy('office', { selector: { matchLabels: { app: 'pics' } }, rules });
const from = (source: object) => ({ from: [{ source }] });
const MESH = gateway('gw') + routes('pics', `[{ ${to('pics')} }]`);
const findings = (...yaml: string[]) => findingsOf('IST9233', ...yaml);
const AT = 'Warning IST9233 AuthorizationPolicy default/office: spec.rules[0]';

test('public addresses at a workload behind a gateway', () => {
  const peer =
    'is compared with the address of the peer, and for requests to Deployment "default/pics" through Gateway "default/gw" that is a pod of the gateway, never the client;';
  const office = policy({
    ...from({ ipBlocks: ['203.0.113.7', '203.0.113.8'] }),
    when: [{ key: 'source.ip', values: ['198.51.100.0/24'] }],
  });
  expect(findings(MESH, app('pics'), office)).toEqual([
    `${AT}.from[0].source.ipBlocks[0] "203.0.113.7" ${peer} use remoteIpBlocks, which is compared with the client that the gateway saw`,
    `${AT}.when[0].values[0] "198.51.100.0/24" ${peer} use key remote.ip, which is compared with the client that the gateway saw`,
  ]);
});

test.each<[string, object]>([
  ['private addresses', { ipBlocks: ['10.0.0.0/8', '192.168.7.1', 'fd00::/8'] }],
  ['all addresses', { notIpBlocks: ['0.0.0.0/0'] }],
  ['the client', { remoteIpBlocks: ['203.0.113.7'] }],
])('nothing is said of %s', (_, source) => {
  expect(findings(MESH, app('pics'), policy(from(source)))).toEqual([]);
});

const office = policy(from({ notIpBlocks: ['203.0.113.7'] }));
const loadBalancer = object('Service', 'direct', {
  type: 'LoadBalancer',
  selector: { app: 'pics' },
  ports: [{ port: 80 }],
});

test.each<[string, string, number]>([
  ['a gateway serves it', MESH + app('pics'), 1],
  ['no gateway serves it', gateway('gw') + app('pics'), 0],
  ['clients reach its load balancer as well', MESH + app('pics') + loadBalancer, 0],
  ['it has the address of its node', MESH + app('pics') + deployment('pics', {}, { hostNetwork: true }), 0],
  ['it has no sidecar, so no policy applies', MESH + app('pics', { sidecar: false }), 0],
])('a workload: %s', (_, yaml, count) => {
  expect(findings(yaml, office)).toHaveLength(count);
});
