import { fieldsOf, objectsIn, optionalFields, textOf, textsIn } from '../manifests/fields';
import type { Manifest } from '../manifests/manifest';
import { namespaceLabels } from './injection/namespaces';
import { isAtLeast } from './istio-version';
import type { MeshIndex } from './mesh-index';
import { HIDDEN, isVisibleIn, type Visibility, visibilityOf } from './visibility';
import { matchesSelector } from './workloads/label-selector';

/** The label that every namespace gets from the API server. */
const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/** The namespaces that see a ServiceEntry: those of its `exportTo`, as far as the mesh allows it. (B2, V22) */
export function serviceEntryVisibility(index: MeshIndex, manifest: Manifest): Visibility {
  const { namespace, spec } = manifest;
  const exported = visibilityOf(
    textsIn(fieldsOf(spec).exportTo),
    namespace,
    index.mesh.defaultServiceExportTo,
  );
  switch (limitFor(index, namespace)) {
    case 'NONE':
      return HIDDEN;
    case 'NAMESPACE':
      return isVisibleIn(exported, namespace)
        ? { isPublic: false, namespaces: new Set([namespace]) }
        : HIDDEN;
    default:
      return exported;
  }
}

/** What the mesh allows ServiceEntries of a namespace. The first policy that matches the namespace decides. */
function limitFor(index: MeshIndex, namespace: string): string | undefined {
  const configured = fieldsOf(index.mesh.serviceEntryVisibility);
  if (configured.applyToSidecars !== true || !isAtLeast(index.istio, '1.31')) {
    return undefined;
  }
  const labels = { [NAMESPACE_NAME]: namespace, ...namespaceLabels(index, namespace) };
  const policy = objectsIn(configured.policies).find(({ matchingRules }) =>
    objectsIn(matchingRules).every(({ namespaceSelector }) => {
      const selector = optionalFields(namespaceSelector);
      return selector !== undefined && matchesSelector(selector, labels);
    }),
  );
  return textOf(policy ? policy.visibility : configured.defaultVisibility);
}
