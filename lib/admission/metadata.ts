import type { Problem } from './problem';
import { DRY_RUN } from './security/authorization-policy';

/** By which Istio's own controllers tell istiod of objects that they make up, or that tests have refused. */
const INTERNAL_ANNOTATIONS = [
  'internal.istio.io/webhook-always-reject',
  'internal.istio.io/parents',
  'internal.istio.io/parent-namespace',
];

/** What no object of Istio's may say of itself, whatever its kind. (M2) */
export function* validateMetadata(
  kind: string,
  annotations: Readonly<Record<string, string>>,
): Iterable<Problem> {
  if (kind !== 'AuthorizationPolicy' && annotations[DRY_RUN] !== undefined) {
    const message = `is for AuthorizationPolicies alone, not for a ${kind}; remove it`;
    yield { field: `metadata.annotations["${DRY_RUN}"]`, message };
  }
  for (const name of INTERNAL_ANNOTATIONS) {
    if (annotations[name] !== undefined) {
      const message = 'is kept for Istio itself; remove it';
      yield { field: `metadata.annotations["${name}"]`, message };
    }
  }
}
