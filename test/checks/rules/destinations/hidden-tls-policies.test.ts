import { app, deployment, destinationRule } from '../../../scene';
import { findingsOf } from '../../support';

const HOST = 'pay.pay.svc.cluster.local';
const PAY = app('pay/pay');
const OWNER = destinationRule('pay/owner', { host: HOST, trafficPolicy: { tls: { mode: 'DISABLE' } } });
const ROUND_ROBIN = { loadBalancer: { simple: 'ROUND_ROBIN' } };
const rule = (name: string, trafficPolicy: object = ROUND_ROBIN, more: object = {}) =>
  destinationRule(name, { host: HOST, trafficPolicy, ...more });
const CALLER = deployment('web/caller');

test("a rule of the client's namespace hides the tls settings of the owner's", () => {
  expect(findingsOf('IST9252', PAY, OWNER, rule('web/client'), CALLER)).toEqual([
    `Info IST9252 DestinationRule web/client: spec.host "${HOST}" has a rule here, so clients in namespace "web" follow it instead of DestinationRule "pay/owner", whose tls no longer applies to them; repeat the tls settings here if they are needed`,
  ]);
});

test.each([
  [
    'a rule with tls settings of its own',
    OWNER + rule('web/client', { tls: { mode: 'ISTIO_MUTUAL' } }) + CALLER,
  ],
  ["an owner's rule without tls", rule('pay/owner') + rule('web/client') + CALLER],
  ['a namespace without clients', OWNER + rule('web/client')],
  ["the owner's namespace", OWNER + rule('pay/second') + deployment('pay/caller')],
  [
    'a rule that is exported elsewhere only',
    OWNER + rule('web/client', ROUND_ROBIN, { exportTo: ['other'] }) + CALLER,
  ],
])('nothing is said of %s', (_, yaml) => {
  expect(findingsOf('IST9252', PAY, yaml)).toEqual([]);
});
