import type { DestinationRuleSpecTrafficPolicyLoadBalancerLocalityLbSetting } from '../../../imports/networking.istio.io';
import type { FieldPath } from '../../manifests/manifest';
import type { Problem } from '../problem';
import { IGNORED_FIELD, REFUSED, REPEATED_ENTRY, UNUSABLE_VALUE, WARNED } from '../problem-types';

/** The labels that failover itself goes by. */
export const FAILOVER_LABELS: readonly string[] = [
  'topology.kubernetes.io/region',
  'topology.kubernetes.io/zone',
  'topology.istio.io/subzone',
];
const TOPOLOGY_LABEL = /^topology\.(kubernetes\.io\/(region|zone)|istio\.io\/(subzone|network|cluster))/;

/** Where outliers are detected, without which nothing fails over: in the same policy, or in one that joins it. */
export type OutliersDetected = 'here' | 'elsewhere' | 'nowhere';

type LocalitySetting = DestinationRuleSpecTrafficPolicyLoadBalancerLocalityLbSetting;

export function* validateLocality(
  field: FieldPath,
  setting: LocalitySetting,
  outliersDetected: OutliersDetected,
): Iterable<Problem> {
  const { distribute = [], failover = [], failoverPriority = [] } = setting;
  if (distribute.length > 0) {
    for (const name of ['failover', 'failoverPriority'] as const) {
      if (setting[name]?.length) {
        const message = 'cannot be used with distribute; keep one of them';
        yield { field: [...field, name], message, type: name === 'failover' ? REFUSED : IGNORED_FIELD };
      }
    }
  }
  if (failover.length + failoverPriority.length > 0 && outliersDetected !== 'here') {
    yield {
      field: [...field, failover.length > 0 ? 'failover' : 'failoverPriority'],
      message:
        'has no effect without outlierDetection, which finds endpoints that fail; add it to the same policy',
      type: WARNED,
      isAdvice: outliersDetected === 'elsewhere' || distribute.length > 0,
    };
  }
  yield* overlappingLocalityProblems(
    distribute.map(({ from = '' }, i) => ({ field: [...field, 'distribute', i, 'from'], locality: from })),
  );
  for (const [i, { to = {} }] of distribute.entries()) {
    yield* validateShares([...field, 'distribute', i, 'to'], to);
  }
  yield* validateFailover(field, setting);
}

function* validateShares(field: FieldPath, to: Readonly<Record<string, number>>): Iterable<Problem> {
  const shares = Object.entries(to);
  for (const [locality, share] of shares) {
    if (!Number.isInteger(share) || share < 1 || share > 100) {
      const message = `${share} is not a share; use a whole number from 1 to 100`;
      yield { field: [...field, locality], message };
    }
  }
  const sum = shares.reduce((total, [, share]) => total + share, 0);
  if (sum !== 100) {
    yield { field, message: `has shares that add up to ${sum}; they must add up to 100` };
  }
  yield* overlappingLocalityProblems(shares.map(([locality]) => ({ field: [...field, locality], locality })));
}

/** Where the traffic of a region goes. */
export function* failoverProblems(
  field: FieldPath,
  failover: readonly { readonly from?: string; readonly to?: string }[],
): Iterable<Problem> {
  for (const [i, { from = '', to = '' }] of failover.entries()) {
    for (const [name, region] of Object.entries({ from, to })) {
      if (region === '' || /[/*]/.test(region)) {
        const message = `"${region}" is not a region; write the name of a region only`;
        const type = region === '' ? UNUSABLE_VALUE : REFUSED;
        yield { field: [...field, i, name], message, type };
      }
    }
    if (from === to) {
      const message = `"${to}" is the region that fails; name another region`;
      yield { field: [...field, i, 'to'], message };
    }
  }
}

function* validateFailover(
  field: FieldPath,
  { failover = [], failoverPriority = [] }: LocalitySetting,
): Iterable<Problem> {
  yield* failoverProblems([...field, 'failover'], failover);
  if (failover.length > 0) {
    for (const [i, label] of failoverPriority.entries()) {
      if (TOPOLOGY_LABEL.test(label)) {
        const message = `"${label}" contradicts "failover", which decides the order of regions; keep one of them`;
        const type = FAILOVER_LABELS.includes(label) ? REFUSED : IGNORED_FIELD;
        yield { field: [...field, 'failoverPriority', i], message, type };
      }
    }
  }
}

/** Localities must exclude one another; `*` at the end means all localities below. */
function* overlappingLocalityProblems(
  entries: readonly { field: FieldPath; locality: string }[],
): Iterable<Problem> {
  const localities = new Map<string, string>();
  const ancestors = new Map<string, string>();
  for (const { field, locality } of entries) {
    const parts = locality.split('/');
    if (parts.length > 3 || parts.includes('') || /\*./.test(locality)) {
      const message = `"${locality}" is not a locality; write region/zone/subzone, with "*" at the end for the rest`;
      // istiod takes all that follows the second slash for the subzone.
      const isAdmitted = !parts.slice(0, 3).includes('') && !/\*./.test(locality);
      yield { field, message, type: isAdmitted ? UNUSABLE_VALUE : REFUSED };
      continue;
    }
    const path = parts.at(-1) === '*' ? parts.slice(0, -1) : parts;
    const paths = path.map((_, i) => path.slice(0, i + 1).join('/'));
    const self = path.join('/');
    const wider = ['', ...paths].map((above) => localities.get(above)).find((found) => found !== undefined);
    const narrower = ancestors.get(self);
    if (wider !== undefined || narrower !== undefined) {
      const message = `"${locality}" overlaps "${wider ?? narrower}"; keep one of them`;
      // istiod does not compare a "*" with entries before it.
      yield { field, message, type: wider === undefined && path !== parts ? REPEATED_ENTRY : REFUSED };
    }
    if (!localities.has(self)) {
      localities.set(self, locality);
    }
    for (const above of ['', ...paths.slice(0, -1)]) {
      if (above !== self && !ancestors.has(above)) {
        ancestors.set(above, locality);
      }
    }
  }
}
