import type { MessageType } from '../../../catalogue/message-type';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { isAttached, policySelector } from '../../../istiod/policies/policy';
import { policyWorkloads, requestAuthenticationsFor } from '../../../istiod/policies/policy-scope';
import { selectorText } from '../../../istiod/workloads/selectors';
import type { Workload } from '../../../istiod/workloads/workloads';
import { memoized } from '../../../manifests/collections';
import { fieldEntries, fieldsOf, textEntries, textOrEmpty } from '../../../manifests/fields';
import { AUTHORIZATION_POLICY } from '../../../manifests/kinds';
import type { FieldPath, Manifest } from '../../../manifests/manifest';
import type { Rule } from '../../rule';

export const IST9216 = {
  code: 'IST9216',
  name: 'TokenNeverVerified',
  level: 'Warning',
  summary: 'An AuthorizationPolicy asks for a verified token where no RequestAuthentication verifies tokens.',
  texts: {
    allow: () =>
      'no RequestAuthentication applies to the workloads of this policy, so no request has a verified token and this never matches; add a RequestAuthentication for them',
    deny: () =>
      'no RequestAuthentication applies to the workloads of this policy, so no request has a verified token and this always matches; add a RequestAuthentication for them',
  },
} as const satisfies MessageType;

/** Without a RequestAuthentication, no request has a request principal. (H2, H7) */
export const unverifiedTokens: Rule = {
  name: 'unverified-tokens',
  reports: [IST9216],
  *check(index) {
    const neverVerifies = verifiesNothing(index);
    for (const object of index.all(AUTHORIZATION_POLICY)) {
      const action = textOrEmpty(fieldsOf(object.spec).action) || 'ALLOW';
      const text = action === 'ALLOW' ? IST9216.texts.allow : IST9216.texts.deny;
      const fields = isAttached(object) || action === 'AUDIT' ? [] : [...tokenFields(object, action)];
      if (fields.length > 0 && neverVerifies(object)) {
        yield* fields.map((field) => ({ type: IST9216, object, field, text: text() }));
      }
    }
  },
};

/** The conditions of an ALLOW policy that only a verified token meets, and those of a DENY policy that only one fails. */
function* tokenFields({ spec }: Manifest, action: string): Iterable<FieldPath> {
  const principals = action === 'ALLOW' ? 'requestPrincipals' : 'notRequestPrincipals';
  const values = action === 'ALLOW' ? 'values' : 'notValues';
  for (const [i, { from, when }] of fieldEntries(fieldsOf(spec).rules)) {
    for (const [j, { source }] of fieldEntries(from)) {
      if (textEntries(fieldsOf(source)[principals]).length > 0) {
        yield ['spec', 'rules', i, 'from', j, 'source', principals];
      }
    }
    for (const [j, condition] of fieldEntries(when)) {
      if (
        textOrEmpty(condition.key).startsWith('request.auth.') &&
        textEntries(condition[values]).length > 0
      ) {
        yield ['spec', 'rules', i, 'when', j, values];
      }
    }
  }
}

/** Whether the workloads of a policy are known, and no RequestAuthentication is for any of them. */
function verifiesNothing(index: MeshIndex): (policy: Manifest) => boolean {
  const workloadsOf = index.view(policyWorkloads);
  const authentications = index.view(requestAuthenticationsFor);
  const verifies = (workload: Workload) => authentications.of(workload).some((one) => !one.isAttached);
  return memoized(
    (policy) => `${policy.namespace} ${selectorText(policySelector(policy))}`,
    (policy) => {
      const workloads = workloadsOf(policy);
      return workloads.length > 0 && !workloads.some(verifies);
    },
  );
}
