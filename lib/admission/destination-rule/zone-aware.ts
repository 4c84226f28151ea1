import type { DestinationRuleSpecTrafficPolicyLoadBalancerZoneAwareLbSetting } from '../../../imports/networking.istio.io';
import type { FieldPath } from '../../manifests/manifest';
import type { Problem } from '../problem';
import { WARNED } from '../problem-types';
import { FAILOVER_LABELS, failoverProblems, type OutliersDetected } from './locality';

/** Load balancing by regions and zones. (V4) */
export function* validateZoneAware(
  field: FieldPath,
  setting: DestinationRuleSpecTrafficPolicyLoadBalancerZoneAwareLbSetting,
  outliersDetected: OutliersDetected,
): Iterable<Problem> {
  const { failover = [], failoverPriority = [] } = setting;
  if (failover.length + failoverPriority.length > 0 && outliersDetected !== 'here') {
    yield {
      field: [...field, failover.length > 0 ? 'failover' : 'failoverPriority'],
      message:
        'works without outlierDetection only where no pod of a region is ready; to leave endpoints that fail, add outlierDetection to the same policy',
      type: WARNED,
      isAdvice: true,
    };
  }
  yield* failoverProblems([...field, 'failover'], failover);
  for (const [i, label] of failoverPriority.entries()) {
    if (FAILOVER_LABELS.includes(label)) {
      const message = `"${label}" is what the load balancer goes by anyway; remove it, or name another label`;
      yield { field: [...field, 'failoverPriority', i], message };
    }
  }
}
