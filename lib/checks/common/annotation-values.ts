import { isCidr } from '../../manifests/ip';
import { proxyConfigProblem } from './proxy-config';

type Problem = string | undefined;

/**
 * The problem that the sidecar injector finds in the value of an Istio annotation: it refuses a pod with such
 * a value. Undefined for a good value.
 */
export function annotationProblem(name: string, value: string): Problem {
  return VALUES.get(name)?.(value);
}

const VALUES: ReadonlyMap<string, (value: string) => Problem> = new Map([
  ['prometheus.istio.io/merge-metrics', booleanProblem],
  ['proxy.istio.io/config', proxyConfigProblem],
  ['readiness.status.sidecar.istio.io/failureThreshold', countProblem],
  ['readiness.status.sidecar.istio.io/initialDelaySeconds', countProblem],
  ['readiness.status.sidecar.istio.io/periodSeconds', countProblem],
  ['sidecar.istio.io/interceptionMode', interceptionProblem],
  ['status.sidecar.istio.io/port', portProblem],
  ['traffic.sidecar.istio.io/excludeInboundPorts', portsProblem],
  ['traffic.sidecar.istio.io/excludeOutboundIPRanges', rangesProblem],
  ['traffic.sidecar.istio.io/excludeOutboundPorts', portsProblem],
  ['traffic.sidecar.istio.io/includeInboundPorts', orAll(portsProblem)],
  ['traffic.sidecar.istio.io/includeOutboundIPRanges', orAll(rangesProblem)],
]);

function orAll(problem: (value: string) => Problem): (value: string) => Problem {
  return (value) => (value === '*' ? undefined : problem(value));
}

function booleanProblem(value: string): Problem {
  const words = ['1', 't', 'T', 'true', 'TRUE', 'True', '0', 'f', 'F', 'false', 'FALSE', 'False'];
  return words.includes(value) ? undefined : `"${value}" is not a boolean; use "true" or "false"`;
}

function countProblem(value: string): Problem {
  return isInteger(value, 2 ** 32 - 1)
    ? undefined
    : `"${value}" is not a whole number; write a number such as "10"`;
}

function interceptionProblem(value: string): Problem {
  return ['REDIRECT', 'TPROXY', 'NONE'].includes(value)
    ? undefined
    : `"${value}" is not a mode; use REDIRECT, TPROXY or NONE`;
}

function portProblem(value: string): Problem {
  return isInteger(value.trim(), 65535) ? undefined : `"${value}" is not a port; use a number up to 65535`;
}

function portsProblem(value: string): Problem {
  const wrong = value.trim() === '' ? undefined : value.split(',').find((port) => portProblem(port));
  return wrong === undefined
    ? undefined
    : `"${wrong}" is not a port; use numbers up to 65535 with "," between them`;
}

function rangesProblem(value: string): Problem {
  const wrong = value === '' ? undefined : value.split(',').find((range) => !isCidr(range));
  return wrong === undefined
    ? undefined
    : `"${wrong}" is not an IP range; use CIDRs such as "10.0.0.0/8" with "," and no spaces between them`;
}

function isInteger(text: string, max: number): boolean {
  return /^\d+$/.test(text) && Number(text) <= max;
}
