import type {
  DestinationRuleSpecTrafficPolicy,
  DestinationRuleSpecTrafficPolicyOutlierDetection,
  DestinationRuleSpecTrafficPolicyPortLevelSettings,
  DestinationRuleSpecTrafficPolicyTunnel,
} from '../../../imports/networking.istio.io';
import type { IstioVersion } from '../../istiod/istio-version';
import { isIpAddress } from '../../manifests/ip';
import type { FieldPath } from '../../manifests/manifest';
import { type Problem, withType } from '../problem';
import { IGNORED_FIELD, NO_EFFECT, REFUSED, REPEATED_ENTRY, UNUSABLE_VALUE, WARNED } from '../problem-types';
import { durationProblems } from '../values/durations';
import { isFqdn } from '../values/host-names';
import { repetitions } from '../values/list-problems';
import { percentProblems } from '../values/numbers';
import { portProblems } from '../values/ports-and-subnets';
import { validateClientTls } from './client-tls';
import { validateConnectionPool } from './connection-pool';
import { validateLoadBalancer } from './load-balancer';

/** A policy of a rule, a subset or a port. Those of subsets and ports have fewer fields. */
export type TrafficPolicy = DestinationRuleSpecTrafficPolicy;

export function detectsOutliers(policy: Partial<Record<'outlierDetection', object>> | undefined): boolean {
  return policy?.outlierDetection !== undefined;
}

/** istiod looks at the policies of subsets and ports only for what it refuses. */
export function* withoutWarnings(problems: Iterable<Problem>): Iterable<Problem> {
  for (const problem of problems) {
    if (problem.type !== WARNED) {
      yield problem;
    } else if (!problem.isAdvice) {
      yield { ...problem, type: NO_EFFECT };
    }
  }
}

/** @param failsOver whether outliers are detected wherever `loadBalancer` of this policy applies */
export function* validateTrafficPolicy(
  field: FieldPath,
  policy: TrafficPolicy,
  failsOver: boolean,
  istio: IstioVersion,
): Iterable<Problem> {
  // istiod does not see an empty list.
  if (Object.values(policy).every((setting) => Array.isArray(setting) && setting.length === 0)) {
    yield { field, message: 'is empty; add a setting, or remove it' };
    return;
  }
  yield* validateSettings(field, policy, failsOver, istio);
  if (policy.tunnel) {
    yield* validateTunnel([...field, 'tunnel'], policy.tunnel);
    if (policy.proxyProtocol) {
      const message = 'cannot be used with tunnel; keep one of them';
      yield { field: [...field, 'proxyProtocol'], message };
    }
  }
  const { minRetryConcurrency: concurrency, percent } = policy.retryBudget ?? {};
  yield* withType(UNUSABLE_VALUE, percentProblems([...field, 'retryBudget', 'percent'], percent));
  if (concurrency !== undefined && (!Number.isInteger(concurrency) || concurrency < 0)) {
    const message = `${concurrency} is not a number of retries; use a whole number from 0`;
    yield { field: [...field, 'retryBudget', 'minRetryConcurrency'], message, type: UNUSABLE_VALUE };
  }
  yield* validatePorts([...field, 'portLevelSettings'], policy.portLevelSettings, istio);
}

function* validatePorts(
  field: FieldPath,
  settingsOfPorts: readonly DestinationRuleSpecTrafficPolicyPortLevelSettings[] | undefined,
  istio: IstioVersion,
): Iterable<Problem> {
  const ports = settingsOfPorts ?? [];
  const repeated = new Set([...repetitions(ports.map(({ port }) => port?.number))].map(({ at }) => at));
  for (const [i, { port, ...settings }] of ports.entries()) {
    const at = [...field, i];
    const number = [...at, 'port', 'number'];
    // istiod asks for a port, and does not validate its number.
    yield* withType(port ? UNUSABLE_VALUE : REFUSED, portProblems(number, port?.number ?? 0));
    if (port?.number !== undefined && repeated.has(i)) {
      const message = `${port.number} has settings in an earlier entry; merge them`;
      yield { field: number, message, type: REPEATED_ENTRY };
    }
    if (Object.keys(settings).length === 0) {
      yield { field: at, message: 'has no settings for the port; add one, or remove the entry' };
    }
    // A port inherits nothing.
    const policy = settings as TrafficPolicy;
    yield* withoutWarnings(validateSettings(at, policy, detectsOutliers(policy), istio));
  }
}

/** What policies of rules, subsets and ports have in common. */
function* validateSettings(
  field: FieldPath,
  policy: TrafficPolicy,
  failsOver: boolean,
  istio: IstioVersion,
): Iterable<Problem> {
  const { loadBalancer, connectionPool, outlierDetection, tls } = policy;
  if (connectionPool) {
    yield* validateConnectionPool([...field, 'connectionPool'], connectionPool);
  }
  if (loadBalancer) {
    const detected = outlierDetection ? 'here' : failsOver ? 'elsewhere' : 'nowhere';
    yield* validateLoadBalancer([...field, 'loadBalancer'], loadBalancer, detected, istio);
  }
  if (outlierDetection) {
    yield* validateOutlierDetection([...field, 'outlierDetection'], outlierDetection, istio);
  }
  if (tls) {
    yield* validateClientTls([...field, 'tls'], tls);
  }
}

/** `cdk8s import` changes the name of one field, and leaves out a deprecated one that Istio still reads. */
type OutlierDetection = DestinationRuleSpecTrafficPolicyOutlierDetection & {
  readonly consecutive5xxErrors?: number;
  readonly consecutiveErrors?: number;
};

function* validateOutlierDetection(
  field: FieldPath,
  outliers: OutlierDetection,
  istio: IstioVersion,
): Iterable<Problem> {
  yield* durationProblems([...field, 'interval'], outliers.interval);
  yield* durationProblems([...field, 'baseEjectionTime'], outliers.baseEjectionTime);
  yield* percentProblems([...field, 'maxEjectionPercent'], outliers.maxEjectionPercent);
  yield* percentProblems([...field, 'minHealthPercent'], outliers.minHealthPercent);
  for (const name of [
    'consecutive5xxErrors',
    'consecutiveGatewayErrors',
    'consecutiveLocalOriginFailures',
  ] as const) {
    const value = outliers[name];
    if (value !== undefined && (!Number.isInteger(value) || value < 0)) {
      const message = `${value} is not a number of errors; use a whole number from 0`;
      yield { field: [...field, name], message };
    }
  }
  if (outliers.consecutiveErrors) {
    const message = 'is an older field; set consecutiveGatewayErrors or consecutive5xxErrors instead';
    yield { field: [...field, 'consecutiveErrors'], message, type: WARNED };
  }
  yield* errorCodeProblems([...field, 'outlierDetectionHttpErrorCodes'], outliers, istio);
  const { consecutiveLocalOriginFailures: failures, splitExternalLocalOriginErrors: splits } = outliers;
  if (failures !== undefined && !splits) {
    const message = 'is counted only with splitExternalLocalOriginErrors; set that to true';
    const type = failures > 0 ? REFUSED : IGNORED_FIELD;
    yield { field: [...field, 'consecutiveLocalOriginFailures'], message, type };
  }
}

/** The answers that count as errors instead of 5xx. (V5) */
function* errorCodeProblems(
  field: FieldPath,
  { outlierDetectionHttpErrorCodes: codes = [] }: OutlierDetection,
  istio: IstioVersion,
): Iterable<Problem> {
  if (codes.length === 0) {
    return;
  }
  if (istio === '1.31') {
    const message = 'has no effect before Istio 1.32: 5xx answers are counted; remove it, or upgrade Istio';
    yield { field, message, type: IGNORED_FIELD };
  } else if (!codes.some((code) => code >= 500)) {
    const message =
      'has no status from 500 to 599, so endpoints that answer with these are not ejected; add them if that is not meant';
    yield { field, message, type: NO_EFFECT };
  }
}

function* validateTunnel(
  field: FieldPath,
  { protocol, targetHost = '', targetPort = 0 }: DestinationRuleSpecTrafficPolicyTunnel,
): Iterable<Problem> {
  if (protocol && protocol !== 'CONNECT' && protocol !== 'POST') {
    yield { field: [...field, 'protocol'], message: `"${protocol}" is unknown; use CONNECT or POST` };
  }
  if (targetHost.startsWith('*')) {
    const message = `"${targetHost}" means many hosts; name one host`;
    yield { field: [...field, 'targetHost'], message };
  } else if (!isIpAddress(targetHost) && !isFqdn(targetHost)) {
    const message = `"${targetHost}" is neither a host name nor an IP address; write one of them`;
    yield { field: [...field, 'targetHost'], message };
  }
  yield* portProblems([...field, 'targetPort'], targetPort);
}
