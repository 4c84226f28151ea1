import type { DestinationRuleSpec, DestinationRuleSpecSubsets } from '../../../imports/networking.istio.io';
import type { IstioVersion } from '../../istiod/istio-version';
import type { FieldPath } from '../../manifests/manifest';
import type { Problem } from '../problem';
import { WARNED } from '../problem-types';
import type { AdmissionObject } from '../validator';
import { exportToProblems } from '../values/export-to';
import { hostProblems } from '../values/host-names';
import { labelProblems, selectorProblems } from '../values/labels';
import { repetitions } from '../values/list-problems';
import { dnsLabelProblems } from '../values/names';
import {
  detectsOutliers,
  type TrafficPolicy,
  validateTrafficPolicy,
  withoutWarnings,
} from './traffic-policy';

/** What is wrong with a DestinationRule. (M5) */
export function* validateDestinationRule(
  { namespace, spec }: AdmissionObject<DestinationRuleSpec>,
  istio: IstioVersion,
): Iterable<Problem> {
  yield* hostProblems(['spec', 'host'], spec.host ?? '');
  yield* exportToProblems(['spec', 'exportTo'], spec.exportTo, namespace);
  const { subsets = [] } = spec;
  if (spec.trafficPolicy) {
    const policies = [spec.trafficPolicy, ...subsets.map(({ trafficPolicy }) => trafficPolicy)];
    const failsOver = policies.some(detectsOutliers);
    yield* validateTrafficPolicy(['spec', 'trafficPolicy'], spec.trafficPolicy, failsOver, istio);
  }
  for (const { at, first } of repetitions(subsets.map(({ name }) => name))) {
    const message = `"${subsets[at]?.name}" is also the name of spec.subsets[${first}]; give each subset its own name`;
    yield { field: ['spec', 'subsets', at, 'name'], message };
  }
  for (const [i, subset] of subsets.entries()) {
    yield* validateSubset(['spec', 'subsets', i], subset, detectsOutliers(spec.trafficPolicy), istio);
  }
  if (spec.workloadSelector) {
    yield* validateWorkloadSelector(spec.workloadSelector, spec.exportTo, namespace);
  }
}

/** @param ruleDetectsOutliers a subset takes what it does not set from the policy of the rule */
function* validateSubset(
  field: FieldPath,
  { name, labels, trafficPolicy }: DestinationRuleSpecSubsets,
  ruleDetectsOutliers: boolean,
  istio: IstioVersion,
): Iterable<Problem> {
  yield* dnsLabelProblems([...field, 'name'], name);
  yield* labelProblems([...field, 'labels'], labels);
  if (trafficPolicy) {
    const failsOver = ruleDetectsOutliers || detectsOutliers(trafficPolicy);
    const policy = trafficPolicy as TrafficPolicy;
    yield* withoutWarnings(validateTrafficPolicy([...field, 'trafficPolicy'], policy, failsOver, istio));
  }
}

function* validateWorkloadSelector(
  { matchLabels = {} }: NonNullable<DestinationRuleSpec['workloadSelector']>,
  exportTo: readonly string[] = [],
  namespace?: string,
): Iterable<Problem> {
  if (Object.keys(matchLabels).length === 0) {
    const message = 'has no labels; remove it to select all clients';
    yield { field: ['spec', 'workloadSelector'], message, type: WARNED };
  } else {
    yield* selectorProblems(['spec', 'workloadSelector', 'matchLabels'], matchLabels);
  }
  for (const [i, target] of exportTo.entries()) {
    if (target !== '.' && target !== namespace) {
      const message = `"${target}" has no effect, because a rule with workloadSelector applies to clients in its own namespace only; remove it`;
      yield { field: ['spec', 'exportTo', i], message };
    }
  }
}
