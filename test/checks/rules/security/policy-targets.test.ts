import { authorizationPolicy, gateway, object } from '../../../scene';
import { findingsOf } from '../../support';

const GROUP = 'gateway.networking.k8s.io';
const policy = (target: object, name = 'policy') => authorizationPolicy(name, { targetRefs: [target] });
const findings = (...yaml: string[]) => findingsOf('IST9219', gateway('gw'), ...yaml);

test('a policy cannot target a Gateway of Istio', () => {
  expect(findings(policy({ group: GROUP, kind: 'Gateway', name: 'gw' }))).toEqual([
    `Warning IST9219 AuthorizationPolicy default/policy: spec.targetRefs[0].name "gw" refers to a Gateway of ${GROUP}, which does not exist, so the policy has no effect on the Istio Gateway of that name; select its pods by "istio=ingressgateway" in their namespace`,
  ]);
});

test('nothing is said where something else may be meant', () => {
  const target = { group: GROUP, kind: 'Gateway', name: 'gw' };
  expect(findings(policy(target), object('Gateway', 'gw').replace('networking.istio.io', GROUP))).toEqual([]);
  expect(findings(policy(target, 'other/policy'))).toEqual([]);
  expect(findings(policy({ kind: 'Service', name: 'gw' }))).toEqual([]);
});
