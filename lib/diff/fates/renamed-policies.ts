import type { MeshIndex } from '../../istiod/mesh-index';
import { isSameData, memoized } from '../../manifests/collections';
import { AUTHORIZATION_POLICY, REQUEST_AUTHENTICATION } from '../../manifests/kinds';
import type { Manifest } from '../../manifests/manifest';
import { type ObjectRef, refTo } from '../../manifests/object-ref';
import { nameOf } from '../../routing/words/describe-parts';

/** The names that the policies of a new mesh have in the old one: a policy that has only been renamed has its old name. */
export function oldPolicyNames(old: MeshIndex, next: MeshIndex): (policy: ObjectRef) => string {
  return next.view(namesByOldMesh)(old);
}

/** Ask by `index.view(namesByOldMesh)`. */
function namesByOldMesh(next: MeshIndex): (old: MeshIndex) => (policy: ObjectRef) => string {
  return memoized(
    (old: MeshIndex) => old,
    (old) => {
      const renamed = renamedPolicies(old, next);
      return (policy) => renamed.get(nameOf(policy)) ?? nameOf(policy);
    },
  );
}

function renamedPolicies(old: MeshIndex, next: MeshIndex): ReadonlyMap<string, string> {
  const renamed = new Map<string, string>();
  for (const kind of [AUTHORIZATION_POLICY, REQUEST_AUTHENTICATION]) {
    const gone = old.all(kind).filter(({ namespace, name }) => !next.get(kind, namespace, name));
    for (const policy of next.all(kind).filter(({ namespace, name }) => !old.get(kind, namespace, name))) {
      const place = gone.findIndex((one) => isAlike(one, policy));
      for (const before of place < 0 ? [] : gone.splice(place, 1)) {
        renamed.set(nameOf(refTo(policy)), nameOf(refTo(before)));
      }
    }
  }
  return renamed;
}

function isAlike(one: Manifest, other: Manifest): boolean {
  return one.namespace === other.namespace && isSameData(one.spec, other.spec);
}
