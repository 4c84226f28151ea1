import type { AuthorizationPolicySpec } from '../../../imports/security.istio.io';
import type { Problem } from '../problem';
import { NO_EFFECT, REFUSED } from '../problem-types';
import { enumValues } from '../schema/enum-values';
import type { AdmissionObject } from '../validator';
import { unknownValueProblems } from '../values/list-problems';
import { validatePolicyTarget } from '../values/policy-target';
import { type AuthorizationAction, validateAuthorizationRule } from './authorization-rule';

/** The annotation with which Istio reports what a policy would do, and does not enforce it. */
export const DRY_RUN = 'istio.io/dry-run';

const ACTIONS = enumValues('AuthorizationPolicy', 'action');
const BOOLEAN = /^([tTfF01]|true|TRUE|True|false|FALSE|False)$/;
/** The limit of the CRD. */
const MAX_RULES = 512;

/** What is wrong with an AuthorizationPolicy. A policy of action ALLOW without rules is right: it allows nothing. (M6) */
export function* validateAuthorizationPolicy({
  namespace,
  annotations,
  spec,
}: AdmissionObject<AuthorizationPolicySpec>): Iterable<Problem> {
  yield* validatePolicyTarget(spec, namespace);
  const { rules = [] } = spec;
  const action: AuthorizationAction = spec.action ?? 'ALLOW';
  yield* unknownValueProblems(['spec', 'action'], action, ACTIONS);
  yield* validateProvider(action, spec.provider);
  yield* validateDryRun(action, annotations[DRY_RUN]);
  if (rules.length === 0 && action !== 'ALLOW') {
    const message = `is empty, so ${action} never happens; add a rule, {} for all requests`;
    yield { field: ['spec', 'rules'], message, type: action === 'AUDIT' ? NO_EFFECT : REFUSED };
  }
  if (rules.length > MAX_RULES) {
    const message = `has ${rules.length} rules; Istio allows at most ${MAX_RULES}`;
    yield { field: ['spec', 'rules'], message };
  }
  for (const [i, rule] of rules.entries()) {
    yield* validateAuthorizationRule(['spec', 'rules', i], rule, action);
    if (rules.length > 1 && Object.keys(rule).length === 0) {
      const message =
        'matches all requests, so the other rules change nothing; remove it, or remove the others';
      yield { field: ['spec', 'rules', i], message, type: NO_EFFECT };
    }
  }
}

function* validateProvider(
  action: AuthorizationAction,
  provider: AuthorizationPolicySpec['provider'],
): Iterable<Problem> {
  if (action === 'CUSTOM' && !provider?.name) {
    const message = 'is missing, and CUSTOM needs it; name an extension provider';
    yield { field: ['spec', 'provider', 'name'], message };
  } else if (action !== 'CUSTOM' && provider) {
    const message = `cannot be used with action ${action}; use CUSTOM, or remove it`;
    yield { field: ['spec', 'provider'], message };
  }
}

function* validateDryRun(action: AuthorizationAction, value: string | undefined): Iterable<Problem> {
  const field = ['metadata', 'annotations', DRY_RUN];
  if (value === undefined) {
    return;
  }
  if (action !== 'ALLOW' && action !== 'DENY') {
    const message = `cannot be used with action ${action}; remove it, or use ALLOW or DENY`;
    yield { field, message };
  }
  if (!BOOLEAN.test(value)) {
    yield { field, message: `"${value}" is neither true nor false; use "true", or remove it` };
  }
}
