import type {
  DestinationRuleSpecTrafficPolicyLoadBalancer,
  DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHash,
  DestinationRuleSpecTrafficPolicyLoadBalancerLocalityLbSetting,
} from '../../imports/networking.istio.io';
import type { Problem } from './problem';
import { duration, parseDuration, percent, requestHeaderName } from './values';

/** Envoy's largest table for Maglev hashing, which is a prime number. */
const MAX_TABLE_SIZE = 5_000_011;
/** Envoy's largest ring. */
const MAX_RING_SIZE = 8_388_608;
const TOPOLOGY_LABEL = /^topology\.(kubernetes\.io\/(region|zone)|istio\.io\/(subzone|network|cluster))/;

/**
 * @param detectsOutliers whether the policy around it has outlier detection, without which nothing fails over
 */
export function* validateLoadBalancer(
  field: string,
  loadBalancer: DestinationRuleSpecTrafficPolicyLoadBalancer,
  detectsOutliers: boolean,
): Iterable<Problem> {
  const { consistentHash, localityLbSetting, simple, warmup } = loadBalancer;
  if (consistentHash) {
    yield* validateHash(`${field}.consistentHash`, consistentHash);
  }
  if (warmup) {
    yield* duration(`${field}.warmup.duration`, warmup.duration);
    if (warmup.aggression !== undefined && !(warmup.aggression >= 1)) {
      yield {
        field: `${field}.warmup.aggression`,
        message: `${warmup.aggression} is too small; use 1 or more`,
      };
    }
    yield* percent(`${field}.warmup.minimumPercent`, warmup.minimumPercent);
    if (consistentHash || simple === 'RANDOM' || simple === 'PASSTHROUGH') {
      const message = 'is for round robin and least request only; remove it, or choose one of them';
      yield { field: `${field}.warmup`, message };
    }
  }
  if (localityLbSetting) {
    yield* validateLocality(`${field}.localityLbSetting`, localityLbSetting, detectsOutliers);
  }
}

function* validateHash(
  field: string,
  hash: DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHash,
): Iterable<Problem> {
  const { httpCookie, httpHeaderName, httpQueryParameterName, maglev, ringHash, useSourceIp } = hash;
  if (!httpCookie && !httpHeaderName && !httpQueryParameterName && !useSourceIp) {
    yield {
      field,
      message: 'has no key to hash; name a header, a cookie or a query parameter, or use the source IP',
    };
  }
  if (httpHeaderName !== undefined) {
    yield* requestHeaderName(`${field}.httpHeaderName`, httpHeaderName);
  }
  if (httpCookie) {
    if (httpCookie.name === '') {
      yield { field: `${field}.httpCookie.name`, message: 'is empty; name the cookie' };
    }
    if (httpCookie.ttl !== undefined && parseDuration(httpCookie.ttl) === undefined) {
      yield {
        field: `${field}.httpCookie.ttl`,
        message: `"${httpCookie.ttl}" is no duration; write one such as "1h"`,
      };
    }
    const names = (httpCookie.attributes ?? []).map(({ name }) => name);
    for (const [i, name] of names.entries()) {
      if (names.indexOf(name) < i) {
        const message = `"${name}" is there twice; remove one`;
        yield { field: `${field}.httpCookie.attributes[${i}].name`, message };
      }
    }
  }
  const { minimumRingSize } = ringHash ?? {};
  if (
    minimumRingSize !== undefined &&
    !(Number.isInteger(minimumRingSize) && minimumRingSize >= 0 && minimumRingSize <= MAX_RING_SIZE)
  ) {
    const message = `${minimumRingSize} is no size for a ring; use a whole number up to ${MAX_RING_SIZE}`;
    yield { field: `${field}.ringHash.minimumRingSize`, message };
  }
  const { tableSize } = maglev ?? {};
  if (tableSize !== undefined && (tableSize >= MAX_TABLE_SIZE || !isPrime(tableSize))) {
    const message = `${tableSize} is no size for a table; use a prime number below ${MAX_TABLE_SIZE}, such as 65537`;
    yield { field: `${field}.maglev.tableSize`, message };
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
  field: string,
  setting: DestinationRuleSpecTrafficPolicyLoadBalancerLocalityLbSetting,
  detectsOutliers: boolean,
): Iterable<Problem> {
  const { distribute = [], failover = [], failoverPriority = [] } = setting;
  if (distribute.length > 0) {
    for (const name of ['failover', 'failoverPriority'] as const) {
      if (setting[name]?.length) {
        yield { field: `${field}.${name}`, message: 'does not go with distribute; keep one of them' };
      }
    }
  } else if (failover.length + failoverPriority.length > 0 && !detectsOutliers) {
    const message =
      'never acts without outlierDetection, which tells that endpoints fail; add it to the same policy';
    yield { field: `${field}.${failover.length > 0 ? 'failover' : 'failoverPriority'}`, message };
  }
  yield* localitiesOverlap(
    distribute.map(({ from }, i) => ({ field: `${field}.distribute[${i}].from`, locality: from ?? '' })),
  );
  for (const [i, { to = {} }] of distribute.entries()) {
    const at = `${field}.distribute[${i}].to`;
    const shares = Object.entries(to);
    for (const [locality, share] of shares) {
      if (!Number.isInteger(share) || share < 1 || share > 100) {
        yield {
          field: `${at}["${locality}"]`,
          message: `${share} is no share; use a whole number from 1 to 100`,
        };
      }
    }
    const sum = shares.reduce((total, [, share]) => total + share, 0);
    if (sum !== 100) {
      yield { field: at, message: `adds up to ${sum}; make it 100` };
    }
    yield* localitiesOverlap(shares.map(([locality]) => ({ field: `${at}["${locality}"]`, locality })));
  }
  for (const [i, { from = '', to = '' }] of failover.entries()) {
    for (const [name, region] of Object.entries({ from, to })) {
      if (region === '' || /[/*]/.test(region)) {
        yield {
          field: `${field}.failover[${i}].${name}`,
          message: `"${region}" is no region; write its name alone`,
        };
      }
    }
    if (from === to) {
      yield {
        field: `${field}.failover[${i}].to`,
        message: `"${to}" is the region that fails; name another`,
      };
    }
  }
  if (failover.length > 0) {
    for (const [i, label] of failoverPriority.entries()) {
      if (TOPOLOGY_LABEL.test(label)) {
        const message = `"${label}" is what failover decides; keep one of them`;
        yield { field: `${field}.failoverPriority[${i}]`, message };
      }
    }
  }
}

/** Localities must exclude one another; `*` at the end stands for all below. */
function* localitiesOverlap(entries: readonly { field: string; locality: string }[]): Iterable<Problem> {
  for (const [i, { field, locality }] of entries.entries()) {
    const parts = locality.split('/');
    if (parts.length > 3 || parts.some((part, j) => part === '' || (part === '*' && j < parts.length - 1))) {
      const message = `"${locality}" is no locality; write region/zone/subzone, with "*" at the end for the rest`;
      yield { field, message };
      continue;
    }
    const other = entries.slice(0, i).find((earlier) => overlap(locality, earlier.locality));
    if (other) {
      yield { field, message: `"${locality}" overlaps "${other.locality}"; keep one of them` };
    }
  }
}

function overlap(a: string, b: string): boolean {
  const prefix = (locality: string) => locality.replace(/\*$/, '').replace(/\/?$/, '/').replace(/^\/$/, '');
  return prefix(a).startsWith(prefix(b)) || prefix(b).startsWith(prefix(a));
}
