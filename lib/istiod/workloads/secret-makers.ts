import { fieldsOf, textOrEmpty } from '../../manifests/fields';
import type { Kind } from '../../manifests/kinds';
import type { Manifest } from '../../manifests/manifest';
import type { MeshIndex } from '../mesh-index';

/** The kinds of objects for which an operator makes a Secret in the same namespace, each with the name of the Secret. */
const MAKERS: readonly (readonly [Kind, (manifest: Manifest) => string])[] = [
  [{ group: 'cert-manager.io', kind: 'Certificate' }, ({ spec }) => textOrEmpty(fieldsOf(spec).secretName)],
  [
    { group: 'external-secrets.io', kind: 'ExternalSecret' },
    ({ spec, name }) => textOrEmpty(fieldsOf(fieldsOf(spec).target).name) || name,
  ],
  [{ group: 'bitnami.com', kind: 'SealedSecret' }, ({ name }) => name],
];

/** The Secrets that operators will make, as `namespace/name`; ask for them by `index.view(secretsToCome)`. */
export function secretsToCome(index: MeshIndex): ReadonlySet<string> {
  return new Set(
    MAKERS.flatMap(([kind, nameIn]) =>
      index.all(kind).map((manifest) => `${manifest.namespace}/${nameIn(manifest)}`),
    ),
  );
}
