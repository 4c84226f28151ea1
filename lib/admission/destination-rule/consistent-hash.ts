import type {
  DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHash,
  DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHashHttpCookie,
} from '../../../imports/networking.istio.io';
import { parseDuration } from '../../istiod/durations';
import type { FieldPath } from '../../manifests/manifest';
import { type Problem, withType } from '../problem';
import { NO_EFFECT, REFUSED, UNUSABLE_VALUE, WARNED } from '../problem-types';
import { requestHeaderNameProblems } from '../values/header-names';
import { repetitions } from '../values/list-problems';

/** Envoy's largest table for Maglev hashing, which is a prime number. */
const MAX_TABLE_SIZE = 5_000_011;
/** Envoy's largest ring. */
const MAX_RING_SIZE = 8_388_608;

/** With the deprecated field, which Istio still reads. */
type ConsistentHash = DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHash & {
  readonly minimumRingSize?: number;
};

export function* validateConsistentHash(field: FieldPath, hash: ConsistentHash): Iterable<Problem> {
  const { httpCookie, httpHeaderName, httpQueryParameterName, useSourceIp } = hash;
  if (!httpCookie && !httpHeaderName && !httpQueryParameterName && !useSourceIp) {
    const message =
      'has no key to hash; set httpHeaderName, httpCookie, httpQueryParameterName or useSourceIp';
    yield { field, message, type: NO_EFFECT };
  }
  if (httpHeaderName !== undefined) {
    const problems = requestHeaderNameProblems([...field, 'httpHeaderName'], httpHeaderName);
    yield* withType(UNUSABLE_VALUE, problems);
  }
  if (httpCookie) {
    yield* validateCookie([...field, 'httpCookie'], httpCookie);
  }
  yield* validateRingSize(field, hash);
  yield* validateTableSize([...field, 'maglev', 'tableSize'], hash);
}

function* validateCookie(
  field: FieldPath,
  { attributes = [], name, ttl }: DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHashHttpCookie,
): Iterable<Problem> {
  if (!name) {
    yield { field: [...field, 'name'], message: 'is empty; name the cookie' };
  }
  const lifetime = ttl === undefined ? 0 : parseDuration(ttl);
  if (lifetime === undefined || lifetime < 0) {
    const message = `"${ttl}" is not a duration; write one such as "1h"`;
    yield { field: [...field, 'ttl'], message, type: lifetime === undefined ? REFUSED : UNUSABLE_VALUE };
  }
  for (const [i, attribute] of attributes.entries()) {
    if (!attribute.name) {
      yield { field: [...field, 'attributes', i, 'name'], message: 'is empty; name the attribute' };
    }
  }
  for (const { at } of repetitions(attributes.map((attribute) => attribute.name))) {
    const message = `"${attributes[at]?.name}" appears twice; remove one`;
    yield { field: [...field, 'attributes', at, 'name'], message };
  }
}

function* validateRingSize(
  field: FieldPath,
  { maglev, minimumRingSize: olderSize, ringHash }: ConsistentHash,
): Iterable<Problem> {
  if (olderSize) {
    const at = [...field, 'minimumRingSize'];
    if (ringHash || maglev) {
      const message = `cannot be used with ${ringHash ? 'ringHash' : 'maglev'}; remove it`;
      yield { field: at, message };
    } else {
      const message = 'is an older field; set minimumRingSize of ringHash instead';
      yield { field: at, message, type: WARNED };
    }
  }
  const size = ringHash?.minimumRingSize;
  if (size !== undefined && !(Number.isInteger(size) && size >= 0 && size <= MAX_RING_SIZE)) {
    const message = `${size} is not the size of a ring; use a whole number up to ${MAX_RING_SIZE}`;
    yield { field: [...field, 'ringHash', 'minimumRingSize'], message, type: UNUSABLE_VALUE };
  }
}

function* validateTableSize(field: FieldPath, { maglev }: ConsistentHash): Iterable<Problem> {
  if (!maglev) {
    return;
  }
  const { tableSize } = maglev;
  if (tableSize === undefined) {
    yield { field, message: 'is missing; use a prime number, such as 65537' };
  } else if (tableSize >= MAX_TABLE_SIZE || !isPrime(tableSize)) {
    const message = `${tableSize} is not the size of a table; use a prime number below ${MAX_TABLE_SIZE}, such as 65537`;
    // Envoy, and so istiod, takes 1 for a prime number.
    yield { field, message, type: tableSize === 1 ? UNUSABLE_VALUE : REFUSED };
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
