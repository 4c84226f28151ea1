import type { Problem } from './problem';
import { DRY_RUN } from './security/authorization-policy';
import type { AdmissionObject } from './validator';
import { dnsNameProblems, kubernetesNameProblems } from './values/names';

/** Istio's own controllers set these on objects that they make up, and tests on objects that istiod is to refuse. */
const INTERNAL_ANNOTATIONS = [
  'internal.istio.io/webhook-always-reject',
  'internal.istio.io/parents',
  'internal.istio.io/parent-namespace',
];

/** What is wrong with the metadata of an object, whatever its kind. (M2) */
export function* metadataProblems(kind: string, { name, annotations }: AdmissionObject): Iterable<Problem> {
  const field = ['metadata', 'name'];
  yield* kind === 'Gateway' ? dnsNameProblems(field, name) : kubernetesNameProblems(field, name);
  if (kind !== 'AuthorizationPolicy' && annotations[DRY_RUN] !== undefined) {
    const message = 'is for AuthorizationPolicies only; remove it';
    yield { field: ['metadata', 'annotations', DRY_RUN], message };
  }
  for (const annotation of INTERNAL_ANNOTATIONS) {
    if (annotations[annotation] !== undefined) {
      const message = 'is reserved for Istio itself; remove it';
      yield { field: ['metadata', 'annotations', annotation], message };
    }
  }
}
