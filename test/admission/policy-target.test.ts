import type { PolicyTargetSpec } from '../../lib/admission/values/policy-target';
import { validatePolicyTarget } from '../../lib/admission/values/policy-target';
import { fieldText } from '../../lib/manifests/field-path';

const mistakesIn = (spec: PolicyTargetSpec) =>
  [...validatePolicyTarget(spec, 'default')].map(({ field, message }) => `${fieldText(field)} ${message}`);

const service = { kind: 'Service', name: 'shop' };

test.each<[string, PolicyTargetSpec, string[]]>([
  ['a Service without group', { targetRef: service }, []],
  ['a Service of group core', { targetRefs: [{ ...service, group: 'core' }] }, []],
  [
    'a Service of another group',
    { targetRefs: [{ ...service, group: 'apps' }] },
    ['spec.targetRefs[0].group "apps" has no kind Service; use ""'],
  ],
  [
    'a Gateway without group',
    { targetRefs: [{ kind: 'Gateway', name: 'waypoint' }] },
    ['spec.targetRefs[0].group "" has no kind Gateway; use "gateway.networking.k8s.io"'],
  ],
  [
    'a Deployment',
    { targetRef: { kind: 'Deployment', name: 'shop' } },
    [
      'spec.targetRef.kind "Deployment" cannot be the target of a policy; use one of Gateway, GatewayClass, Service, ServiceEntry',
    ],
  ],
  [
    'another namespace',
    { targetRefs: [{ ...service, namespace: 'shop' }] },
    ['spec.targetRefs[0].namespace "shop" cannot be set here; move the policy to that namespace'],
  ],
  [
    'three ways to say it',
    { selector: { matchLabels: { app: 'shop' } }, targetRef: service, targetRefs: [service] },
    [
      'spec.targetRef cannot be used with spec.selector; keep one of them, or write two policies',
      'spec.targetRefs cannot be used with spec.selector; keep one of them, or write two policies',
    ],
  ],
])('%s', (_, spec, mistakes) => {
  expect(mistakesIn(spec)).toEqual(mistakes);
});
