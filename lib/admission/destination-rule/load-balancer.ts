import type {
  DestinationRuleSpecTrafficPolicyLoadBalancer,
  DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHash,
  DestinationRuleSpecTrafficPolicyLoadBalancerLocalityLbSetting,
} from '../../../imports/networking.istio.io';
import type { FieldPath } from '../../manifests/manifest';
import { type Problem, withType } from '../problem';
import { IGNORED_FIELD, NO_EFFECT, REFUSED, REPEATED_ENTRY, UNUSABLE_VALUE, WARNED } from '../problem-types';
import {
  durationProblems,
  parseDuration,
  percentProblems,
  repetitions,
  requestHeaderNameProblems,
} from '../values/values';

/** Envoy's largest table for Maglev hashing, which is a prime number. */
const MAX_TABLE_SIZE = 5_000_011;
/** Envoy's largest ring. */
const MAX_RING_SIZE = 8_388_608;
/** What failover goes by itself. */
const FAILOVER_LABELS = [
  'topology.kubernetes.io/region',
  'topology.kubernetes.io/zone',
  'topology.istio.io/subzone',
];
const TOPOLOGY_LABEL = /^topology\.(kubernetes\.io\/(region|zone)|istio\.io\/(subzone|network|cluster))/;

/** Where outliers are detected, without which nothing fails over: in the same policy, or in one that joins it. */
export type OutliersDetected = 'here' | 'elsewhere' | 'nowhere';

export function* validateLoadBalancer(
  field: FieldPath,
  loadBalancer: DestinationRuleSpecTrafficPolicyLoadBalancer,
  outliersDetected: OutliersDetected,
): Iterable<Problem> {
  const { consistentHash, localityLbSetting, simple, warmup } = loadBalancer;
  if (consistentHash) {
    yield* validateHash([...field, 'consistentHash'], consistentHash);
  }
  if (warmup) {
    if (warmup.duration === undefined) {
      yield { field: [...field, 'warmup', 'duration'], message: 'is missing; say how long it takes' };
    }
    yield* durationProblems([...field, 'warmup', 'duration'], warmup.duration);
    if (warmup.aggression !== undefined && !(warmup.aggression >= 1)) {
      yield {
        field: [...field, 'warmup', 'aggression'],
        message: `${warmup.aggression} is too small; use 1 or more`,
      };
    }
    const { minimumPercent = 0 } = warmup;
    yield* withType(
      minimumPercent > 100 ? REFUSED : UNUSABLE_VALUE,
      percentProblems([...field, 'warmup', 'minimumPercent'], minimumPercent),
    );
    if (consistentHash || simple === 'RANDOM' || simple === 'PASSTHROUGH') {
      const message = 'is for round robin and least request only; remove it, or choose one of them';
      yield { field: [...field, 'warmup'], message, type: IGNORED_FIELD };
    }
  }
  if (localityLbSetting) {
    yield* validateLocality([...field, 'localityLbSetting'], localityLbSetting, outliersDetected);
  }
}

/** With the deprecated field, which is still read. */
type ConsistentHash = DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHash & {
  readonly minimumRingSize?: number;
};

function* validateHash(field: FieldPath, hash: ConsistentHash): Iterable<Problem> {
  const { httpCookie, httpHeaderName, httpQueryParameterName, maglev, ringHash, useSourceIp } = hash;
  if (!httpCookie && !httpHeaderName && !httpQueryParameterName && !useSourceIp) {
    yield {
      field,
      message: 'has no key to hash; name a header, a cookie or a query parameter, or use the source IP',
      type: NO_EFFECT,
    };
  }
  if (httpHeaderName !== undefined) {
    yield* withType(UNUSABLE_VALUE, requestHeaderNameProblems([...field, 'httpHeaderName'], httpHeaderName));
  }
  if (httpCookie) {
    if (!httpCookie.name) {
      yield { field: [...field, 'httpCookie', 'name'], message: 'is empty; name the cookie' };
    }
    if (httpCookie.ttl !== undefined && parseDuration(httpCookie.ttl) === undefined) {
      yield {
        field: [...field, 'httpCookie', 'ttl'],
        message: `"${httpCookie.ttl}" is no duration; write one such as "1h"`,
      };
    }
    const names = (httpCookie.attributes ?? []).map(({ name }) => name);
    for (const { at } of repetitions(names)) {
      const message = `"${names[at]}" is there twice; remove one`;
      yield { field: [...field, 'httpCookie', 'attributes', at, 'name'], message };
    }
  }
  if (hash.minimumRingSize) {
    const at = [...field, 'minimumRingSize'];
    if (ringHash || maglev) {
      const message = `does not go with ${ringHash ? 'ringHash' : 'maglev'}; remove it`;
      yield { field: at, message };
    } else {
      yield { field: at, message: 'is an older field; set minimumRingSize of ringHash', type: WARNED };
    }
  }
  const { minimumRingSize } = ringHash ?? {};
  if (
    minimumRingSize !== undefined &&
    !(Number.isInteger(minimumRingSize) && minimumRingSize >= 0 && minimumRingSize <= MAX_RING_SIZE)
  ) {
    const message = `${minimumRingSize} is no size for a ring; use a whole number up to ${MAX_RING_SIZE}`;
    yield { field: [...field, 'ringHash', 'minimumRingSize'], message, type: UNUSABLE_VALUE };
  }
  if (maglev && maglev.tableSize === undefined) {
    const message = 'is missing; use a prime number, such as 65537';
    yield { field: [...field, 'maglev', 'tableSize'], message };
  } else if (maglev?.tableSize !== undefined) {
    const { tableSize } = maglev;
    if (tableSize >= MAX_TABLE_SIZE || !isPrime(tableSize)) {
      const message = `${tableSize} is no size for a table; use a prime number below ${MAX_TABLE_SIZE}, such as 65537`;
      // Envoy and so istiod take 1 for a prime number.
      const type = tableSize === 1 ? UNUSABLE_VALUE : REFUSED;
      yield { field: [...field, 'maglev', 'tableSize'], message, type };
    }
  }
}

function isPrime(n: number): boolean {
  if (!Number.isInteger(n) || n < 2) {
    return false;
  }
  for (let divisor = 2; divisor * divisor <= n; divisor++) {
    if (n % divisor === 0) {
      return false;
    }
  }
  return true;
}

function* validateLocality(
  field: FieldPath,
  setting: DestinationRuleSpecTrafficPolicyLoadBalancerLocalityLbSetting,
  outliersDetected: OutliersDetected,
): Iterable<Problem> {
  const { distribute = [], failover = [], failoverPriority = [] } = setting;
  if (distribute.length > 0) {
    for (const name of ['failover', 'failoverPriority'] as const) {
      if (setting[name]?.length) {
        const message = 'does not go with distribute; keep one of them';
        yield { field: [...field, name], message, type: name === 'failover' ? REFUSED : IGNORED_FIELD };
      }
    }
  }
  if (failover.length + failoverPriority.length > 0 && outliersDetected !== 'here') {
    const message =
      'never acts without outlierDetection, which tells that endpoints fail; add it to the same policy';
    yield {
      field: [...field, failover.length > 0 ? 'failover' : 'failoverPriority'],
      message,
      type: WARNED,
      mayBeMeant: outliersDetected === 'elsewhere' || distribute.length > 0,
    };
  }
  yield* overlappingLocalities(
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
      yield {
        field: [...field, locality],
        message: `${share} is no share; use a whole number from 1 to 100`,
      };
    }
  }
  const sum = shares.reduce((total, [, share]) => total + share, 0);
  if (sum !== 100) {
    yield { field, message: `adds up to ${sum}; make it 100` };
  }
  yield* overlappingLocalities(shares.map(([locality]) => ({ field: [...field, locality], locality })));
}

function* validateFailover(
  field: FieldPath,
  { failover = [], failoverPriority = [] }: DestinationRuleSpecTrafficPolicyLoadBalancerLocalityLbSetting,
): Iterable<Problem> {
  for (const [i, { from = '', to = '' }] of failover.entries()) {
    for (const [name, region] of Object.entries({ from, to })) {
      if (region === '' || /[/*]/.test(region)) {
        yield {
          field: [...field, 'failover', i, name],
          message: `"${region}" is no region; write its name alone`,
          type: region === '' ? UNUSABLE_VALUE : REFUSED,
        };
      }
    }
    if (from === to) {
      yield {
        field: [...field, 'failover', i, 'to'],
        message: `"${to}" is the region that fails; name another`,
      };
    }
  }
  if (failover.length > 0) {
    for (const [i, label] of failoverPriority.entries()) {
      if (TOPOLOGY_LABEL.test(label)) {
        const message = `"${label}" is what failover decides; keep one of them`;
        const type = FAILOVER_LABELS.includes(label) ? REFUSED : IGNORED_FIELD;
        yield { field: [...field, 'failoverPriority', i], message, type };
      }
    }
  }
}

/** Localities must exclude one another; `*` at the end stands for all below. */
function* overlappingLocalities(
  entries: readonly { field: FieldPath; locality: string }[],
): Iterable<Problem> {
  const whole = new Map<string, string>();
  const above = new Map<string, string>();
  for (const { field, locality } of entries) {
    const parts = locality.split('/');
    if (parts.length > 3 || parts.includes('') || /\*./.test(locality)) {
      const message = `"${locality}" is no locality; write region/zone/subzone, with "*" at the end for the rest`;
      // Of more than three parts istiod takes all that is left for the third.
      const isAdmitted = !parts.slice(0, 3).includes('') && !/\*./.test(locality);
      yield { field, message, type: isAdmitted ? UNUSABLE_VALUE : REFUSED };
      continue;
    }
    const path = parts.at(-1) === '*' ? parts.slice(0, -1) : parts;
    const paths = path.map((_, i) => path.slice(0, i + 1).join('/'));
    const self = path.join('/');
    const wider = ['', ...paths].map((one) => whole.get(one)).find((one) => one !== undefined);
    const narrower = above.get(self);
    if (wider !== undefined || narrower !== undefined) {
      const message = `"${locality}" overlaps "${wider ?? narrower}"; keep one of them`;
      // istiod does not look back for what a "*" comes to.
      yield { field, message, type: wider === undefined && path !== parts ? REPEATED_ENTRY : REFUSED };
    }
    if (!whole.has(self)) {
      whole.set(self, locality);
    }
    for (const one of ['', ...paths.slice(0, -1)]) {
      if (one !== self && !above.has(one)) {
        above.set(one, locality);
      }
    }
  }
}
