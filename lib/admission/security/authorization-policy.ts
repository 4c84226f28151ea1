import type { AuthorizationPolicySpec } from '../../../imports/security.istio.io';
import type { Problem } from '../problem';
import { NO_EFFECT, REFUSED } from '../problem-types';
import type { AdmissionObject } from '../validator';
import { validatePolicyTarget } from '../values/policy-target';
import { unknownValueProblems } from '../values/values';
import { validateAuthorizationRule } from './authorization-rule';

/** The annotation by which a policy is only tried. */
export const DRY_RUN = 'istio.io/dry-run';

const ACTIONS = ['ALLOW', 'DENY', 'AUDIT', 'CUSTOM'];
const BOOLEAN = /^([tTfF01]|true|TRUE|True|false|FALSE|False)$/;
const MAX_RULES = 512;

/**
 * What is wrong with an AuthorizationPolicy, by itself: whether its selector finds a pod, and its senders exist, is not
 * looked at. A policy of action ALLOW without rules is right: it allows nothing. (M6)
 */
export function* validateAuthorizationPolicy({
  namespace,
  annotations,
  spec,
}: AdmissionObject<AuthorizationPolicySpec>): Iterable<Problem> {
  yield* validatePolicyTarget(spec, namespace);
  const { rules = [] } = spec;
  const action: string = spec.action ?? 'ALLOW';
  yield* unknownValueProblems(['spec', 'action'], action, ACTIONS);
  yield* validateProvider(action, spec.provider);
  yield* validateDryRun(action, annotations[DRY_RUN]);
  if (rules.length === 0 && action !== 'ALLOW') {
    const message = `is empty, so ${action} never happens; add a rule, {} for all requests`;
    yield { field: ['spec', 'rules'], message, type: action === 'AUDIT' ? NO_EFFECT : REFUSED };
  }
  if (rules.length > MAX_RULES) {
    yield { field: ['spec', 'rules'], message: `has ${rules.length} rules; Istio takes ${MAX_RULES}` };
  }
  for (const [i, rule] of rules.entries()) {
    yield* validateAuthorizationRule(['spec', 'rules', i], rule, action);
    if (rules.length > 1 && Object.keys(rule).length === 0) {
      const message = 'is for all requests, so the other rules change nothing; remove it, or them';
      yield { field: ['spec', 'rules', i], message, type: NO_EFFECT };
    }
  }
}

function* validateProvider(action: string, provider: AuthorizationPolicySpec['provider']): Iterable<Problem> {
  if (action === 'CUSTOM' && !provider?.name) {
    yield {
      field: ['spec', 'provider', 'name'],
      message: 'is missing; CUSTOM needs the name of an extension provider',
    };
  } else if (action !== 'CUSTOM' && provider) {
    yield {
      field: ['spec', 'provider'],
      message: `does not go with action ${action}; use CUSTOM, or remove it`,
    };
  }
}

function* validateDryRun(action: string, value: string | undefined): Iterable<Problem> {
  const field = ['metadata', 'annotations', DRY_RUN];
  if (value === undefined) {
    return;
  }
  if (action !== 'ALLOW' && action !== 'DENY') {
    yield { field, message: `does not go with action ${action}; remove it, or use ALLOW or DENY` };
  }
  if (!BOOLEAN.test(value)) {
    yield { field, message: `"${value}" is neither true nor false; use "true", or remove it` };
  }
}
