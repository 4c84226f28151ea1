import type {
  DestinationRuleSpecTrafficPolicyLoadBalancer,
  DestinationRuleSpecTrafficPolicyLoadBalancerWarmup,
} from '../../../imports/networking.istio.io';
import { type IstioVersion, isAtLeast } from '../../istiod/istio-version';
import type { FieldPath } from '../../manifests/manifest';
import { type Problem, withType } from '../problem';
import { IGNORED_FIELD, REFUSED, UNUSABLE_VALUE } from '../problem-types';
import { durationProblems } from '../values/durations';
import { percentProblems } from '../values/numbers';
import { validateConsistentHash } from './consistent-hash';
import { type OutliersDetected, validateLocality } from './locality';
import { validateZoneAware } from './zone-aware';

export function* validateLoadBalancer(
  field: FieldPath,
  settings: DestinationRuleSpecTrafficPolicyLoadBalancer,
  outliersDetected: OutliersDetected,
  istio: IstioVersion,
): Iterable<Problem> {
  const { consistentHash, localityLbSetting, simple, warmup, zoneAwareLbSetting } = settings;
  if (consistentHash) {
    yield* validateConsistentHash([...field, 'consistentHash'], consistentHash);
  }
  if (warmup) {
    yield* validateWarmup([...field, 'warmup'], warmup, istio);
    if (consistentHash || simple === 'RANDOM' || simple === 'PASSTHROUGH') {
      const message = 'works with ROUND_ROBIN and LEAST_REQUEST only; remove it, or choose one of them';
      yield { field: [...field, 'warmup'], message, type: IGNORED_FIELD };
    }
  }
  if (localityLbSetting) {
    yield* validateLocality([...field, 'localityLbSetting'], localityLbSetting, outliersDetected);
  }
  if (zoneAwareLbSetting) {
    const at = [...field, 'zoneAwareLbSetting'];
    if (localityLbSetting) {
      yield { field: at, message: 'cannot be used with localityLbSetting; keep one of them' };
    }
    yield* validateZoneAware(at, zoneAwareLbSetting, outliersDetected);
  }
}

function* validateWarmup(
  field: FieldPath,
  warmup: DestinationRuleSpecTrafficPolicyLoadBalancerWarmup,
  istio: IstioVersion,
): Iterable<Problem> {
  const { aggression, duration, minimumPercent = 0 } = warmup;
  if (duration === undefined) {
    yield { field: [...field, 'duration'], message: 'is missing; set how long it takes' };
  }
  yield* durationProblems([...field, 'duration'], duration);
  const takesFractions = isAtLeast(istio, '1.31');
  if (aggression !== undefined && !(takesFractions ? aggression > 0 : aggression >= 1)) {
    const message = `${aggression} is too small; use ${takesFractions ? 'more than 0' : '1 or more'}`;
    yield { field: [...field, 'aggression'], message };
  }
  const type = minimumPercent > 100 ? REFUSED : UNUSABLE_VALUE;
  yield* withType(type, percentProblems([...field, 'minimumPercent'], minimumPercent));
}
