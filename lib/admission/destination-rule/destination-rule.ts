import type {
  DestinationRuleSpec,
  DestinationRuleSpecTrafficPolicy,
  DestinationRuleSpecTrafficPolicyOutlierDetection,
  DestinationRuleSpecTrafficPolicyPortLevelSettings,
  DestinationRuleSpecTrafficPolicyTls,
  DestinationRuleSpecTrafficPolicyTunnel,
} from '../../../imports/networking.istio.io';
import type { FieldPath } from '../../manifests/manifest';
import { type Problem, withType } from '../problem';
import { IGNORED_FIELD, NO_EFFECT, REFUSED, REPEATED_ENTRY, UNUSABLE_VALUE, WARNED } from '../problem-types';
import type { AdmissionObject } from '../validator';
import {
  dnsLabelProblems,
  durationProblems,
  exportToProblems,
  hostProblems,
  isFqdn,
  isIpAddress,
  labelProblems,
  percentProblems,
  portProblems,
  repetitions,
  selectorProblems,
} from '../values/values';
import { validateConnectionPool } from './connection-pool';
import { validateLoadBalancer } from './load-balancer';

/** A policy of any level: those for subsets and ports have fewer fields. */
type TrafficPolicy = DestinationRuleSpecTrafficPolicy;

/** What is wrong with a DestinationRule, by itself: whether its host exists is not looked at. (M5) */
export function* validateDestinationRule({
  namespace,
  spec,
}: AdmissionObject<DestinationRuleSpec>): Iterable<Problem> {
  yield* hostProblems(['spec', 'host'], spec.host ?? '');
  yield* exportToProblems(['spec', 'exportTo'], spec.exportTo, namespace);
  const policies = [spec.trafficPolicy, ...(spec.subsets ?? []).map(({ trafficPolicy }) => trafficPolicy)];
  if (spec.trafficPolicy) {
    yield* validateTrafficPolicy(
      ['spec', 'trafficPolicy'],
      spec.trafficPolicy,
      policies.some(detectsOutliers),
    );
  }
  for (const { at, first } of repetitions((spec.subsets ?? []).map((subset) => subset.name))) {
    const message = `"${spec.subsets?.[at]?.name}" names spec.subsets[${first}] too; give each subset a name of its own`;
    yield { field: ['spec', 'subsets', at, 'name'], message };
  }
  for (const [i, subset] of (spec.subsets ?? []).entries()) {
    const field = ['spec', 'subsets', i];
    yield* dnsLabelProblems([...field, 'name'], subset.name);
    yield* labelProblems([...field, 'labels'], subset.labels);
    if (Object.keys(subset.labels ?? {}).length === 0 && !subset.trafficPolicy) {
      yield {
        field: [...field, 'labels'],
        message: 'is empty, so the subset is the whole destination; give it labels, or a trafficPolicy',
        type: NO_EFFECT,
      };
    }
    if (subset.trafficPolicy) {
      yield* withoutWarnings(
        validateTrafficPolicy(
          [...field, 'trafficPolicy'],
          subset.trafficPolicy as TrafficPolicy,
          [subset.trafficPolicy, spec.trafficPolicy].some(detectsOutliers),
        ),
      );
    }
  }
  if (spec.workloadSelector) {
    const { matchLabels = {} } = spec.workloadSelector;
    if (Object.keys(matchLabels).length === 0) {
      const message = 'has no labels; leave it out for all clients';
      yield { field: ['spec', 'workloadSelector'], message, type: WARNED };
    } else {
      yield* selectorProblems(['spec', 'workloadSelector', 'matchLabels'], matchLabels);
    }
    for (const [i, target] of (spec.exportTo ?? []).entries()) {
      if (target !== '.' && target !== namespace) {
        const message = `"${target}" is not reached with workloadSelector, which is for clients of its own namespace`;
        yield { field: ['spec', 'exportTo', i], message: `${message}; remove it` };
      }
    }
  }
}

/** Policies of a DestinationRule inherit from one another: a subset's takes what it does not set from the rule's. */
function detectsOutliers(policy: Partial<Record<'outlierDetection', object>> | undefined): boolean {
  return policy?.outlierDetection !== undefined;
}

/** istiod is silent on subsets and ports, where it only looks for what it refuses. */
function* withoutWarnings(problems: Iterable<Problem>): Iterable<Problem> {
  for (const problem of problems) {
    if (problem.type !== WARNED) {
      yield problem;
    } else if (!problem.mayBeMeant) {
      yield { ...problem, type: NO_EFFECT };
    }
  }
}

/** @param failsOver whether outliers are detected wherever `loadBalancer` of this policy counts */
function* validateTrafficPolicy(
  field: FieldPath,
  policy: TrafficPolicy,
  failsOver: boolean,
): Iterable<Problem> {
  if (Object.keys(policy).length === 0) {
    yield { field, message: 'is empty; set something, or leave it out' };
    return;
  }
  yield* validateSettings(field, policy, failsOver);
  if (policy.tunnel) {
    yield* validateTunnel([...field, 'tunnel'], policy.tunnel);
    if (policy.proxyProtocol) {
      yield { field: [...field, 'proxyProtocol'], message: 'does not go with tunnel; keep one of them' };
    }
  }
  const { minRetryConcurrency: concurrency } = policy.retryBudget ?? {};
  yield* withType(
    UNUSABLE_VALUE,
    percentProblems([...field, 'retryBudget', 'percent'], policy.retryBudget?.percent),
  );
  if (concurrency !== undefined && (!Number.isInteger(concurrency) || concurrency < 0)) {
    const message = `${concurrency} is no number of retries; use a whole number from 0`;
    yield { field: [...field, 'retryBudget', 'minRetryConcurrency'], message, type: UNUSABLE_VALUE };
  }
  yield* validatePorts([...field, 'portLevelSettings'], policy.portLevelSettings);
}

function* validatePorts(
  field: FieldPath,
  list: readonly DestinationRuleSpecTrafficPolicyPortLevelSettings[] = [],
): Iterable<Problem> {
  const numbers = list.map((settings) => settings.port?.number);
  const repeated = new Set([...repetitions(numbers)].map(({ at }) => at));
  for (const [i, settings] of list.entries()) {
    const at = [...field, i];
    const { port: target, ...rest } = settings;
    // istiod asks for the port, and not what its number is.
    yield* withType(
      target ? UNUSABLE_VALUE : REFUSED,
      portProblems([...at, 'port', 'number'], target?.number ?? 0),
    );
    if (target?.number !== undefined && repeated.has(i)) {
      const message = `${target?.number} has settings already; merge them`;
      yield { field: [...at, 'port', 'number'], message, type: REPEATED_ENTRY };
    }
    if (Object.keys(rest).length === 0) {
      yield { field: at, message: 'sets nothing for the port; set something, or remove it' };
    }
    // Nothing is inherited here.
    yield* withoutWarnings(validateSettings(at, rest as TrafficPolicy, detectsOutliers(rest)));
  }
}

/** What policies of all levels have in common. */
function* validateSettings(field: FieldPath, policy: TrafficPolicy, failsOver: boolean): Iterable<Problem> {
  const { loadBalancer, connectionPool, outlierDetection, tls } = policy;
  if (connectionPool) {
    yield* validateConnectionPool([...field, 'connectionPool'], connectionPool);
  }
  if (loadBalancer) {
    const detects = outlierDetection ? 'here' : failsOver ? 'elsewhere' : 'nowhere';
    yield* validateLoadBalancer([...field, 'loadBalancer'], loadBalancer, detects);
  }
  if (outlierDetection) {
    yield* validateOutlierDetection([...field, 'outlierDetection'], outlierDetection);
  }
  if (tls) {
    yield* validateClientTls([...field, 'tls'], tls);
  }
}

/** As it is written: `cdk8s import` spells one of the fields differently in TypeScript, and knows no deprecated one. */
type OutlierDetection = DestinationRuleSpecTrafficPolicyOutlierDetection & {
  readonly consecutive5xxErrors?: number;
  readonly consecutiveErrors?: number;
};

function* validateOutlierDetection(field: FieldPath, outliers: OutlierDetection): Iterable<Problem> {
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
      yield {
        field: [...field, name],
        message: `${value} is no number of errors; use a whole number from 0`,
      };
    }
  }
  if (outliers.consecutiveErrors) {
    const message = 'is an older field; set consecutiveGatewayErrors or consecutive5xxErrors';
    yield { field: [...field, 'consecutiveErrors'], message, type: WARNED };
  }
  const { consecutiveLocalOriginFailures: failures, splitExternalLocalOriginErrors: splits } = outliers;
  if (failures !== undefined && !splits) {
    const message = 'is counted only with splitExternalLocalOriginErrors; set that to true';
    const type = failures > 0 ? REFUSED : IGNORED_FIELD;
    yield { field: [...field, 'consecutiveLocalOriginFailures'], message, type };
  }
}

function* validateTunnel(
  field: FieldPath,
  tunnel: DestinationRuleSpecTrafficPolicyTunnel,
): Iterable<Problem> {
  const { protocol, targetHost = '', targetPort = 0 } = tunnel;
  if (protocol && protocol !== 'CONNECT' && protocol !== 'POST') {
    yield { field: [...field, 'protocol'], message: `"${protocol}" is unknown; use CONNECT or POST` };
  }
  if (targetHost.startsWith('*')) {
    yield { field: [...field, 'targetHost'], message: `"${targetHost}" stands for many hosts; name one` };
  } else if (!isIpAddress(targetHost) && !isFqdn(targetHost)) {
    const message = `"${targetHost}" is neither a host name nor an IP address; write one`;
    yield { field: [...field, 'targetHost'], message };
  }
  yield* portProblems([...field, 'targetPort'], targetPort);
}

type ClientTlsField = keyof DestinationRuleSpecTrafficPolicyTls;

/** Fields that each mode looks at, beside `mode` itself. */
const TLS_FIELDS: Record<string, readonly ClientTlsField[]> = {
  DISABLE: [],
  SIMPLE: ['caCertificates', 'caCrl', 'credentialName', 'insecureSkipVerify', 'sni', 'subjectAltNames'],
  MUTUAL: [
    'caCertificates',
    'caCrl',
    'clientCertificate',
    'credentialName',
    'insecureSkipVerify',
    'privateKey',
    'sni',
    'subjectAltNames',
  ],
  ISTIO_MUTUAL: ['sni', 'subjectAltNames'],
};

const CLIENT_FILES = ['clientCertificate', 'privateKey', 'caCertificates', 'caCrl'] as const;

function* validateClientTls(field: FieldPath, tls: DestinationRuleSpecTrafficPolicyTls): Iterable<Problem> {
  const mode: string = tls.mode ?? 'DISABLE';
  const used = TLS_FIELDS[mode] ?? [];
  const files = CLIENT_FILES.filter((name) => tls[name]);
  const bySecret = tls.credentialName && used.includes('credentialName');
  for (const name of Object.keys(tls) as ClientTlsField[]) {
    if (name !== 'mode' && !used.includes(name)) {
      const isRefused = bySecret && files.some((file) => file === name);
      yield {
        field: [...field, name],
        message: `is ignored with mode ${mode}; remove it, or choose another mode`,
        type: isRefused ? REFUSED : IGNORED_FIELD,
      };
    }
  }
  if (tls.credentialName === '' && used.includes('credentialName')) {
    yield { field: [...field, 'credentialName'], message: 'is empty; name a secret', type: NO_EFFECT };
  }
  if (bySecret) {
    for (const name of files.filter((file) => used.includes(file))) {
      yield { field: [...field, name], message: 'does not go with credentialName; keep one of them' };
    }
  } else if (mode === 'MUTUAL' && !(tls.clientCertificate && tls.privateKey)) {
    yield {
      field,
      message: 'has mode MUTUAL but no certificate of its own; set clientCertificate and privateKey',
    };
  }
  if (tls.insecureSkipVerify) {
    for (const name of ['caCertificates', 'subjectAltNames', 'credentialName'] as const) {
      // With mutual TLS the secret holds the client's certificate, which is still needed.
      if (tls[name] && used.includes(name) && !(name === 'credentialName' && mode === 'MUTUAL')) {
        yield {
          field: [...field, name],
          message: 'is not checked with insecureSkipVerify; keep one of them',
          type: mode === 'ISTIO_MUTUAL' ? IGNORED_FIELD : REFUSED,
        };
      }
    }
  }
}
