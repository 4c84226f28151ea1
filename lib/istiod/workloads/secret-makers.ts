import { fieldsOf, textOrEmpty } from '../../manifests/fields';
import type { Kind } from '../../manifests/kinds';
import type { Manifest } from '../../manifests/manifest';
import type { MeshIndex } from '../mesh-index';

/** Kinds from which operators make a Secret beside the object, each with where the name of the Secret is written. */
const MAKERS: readonly (readonly [Kind, (manifest: Manifest) => string])[] = [
  [{ group: 'cert-manager.io', kind: 'Certificate' }, ({ spec }) => textOrEmpty(fieldsOf(spec).secretName)],
  [
    { group: 'external-secrets.io', kind: 'ExternalSecret' },
    ({ spec, name }) => textOrEmpty(fieldsOf(fieldsOf(spec).target).name) || name,
  ],
  [{ group: 'bitnami.com', kind: 'SealedSecret' }, ({ name }) => name],
];

/** The Secrets that operators make, as `namespace/name`; ask for them by `index.view(secretsToCome)`. */
export function secretsToCome(index: MeshIndex): ReadonlySet<string> {
  return new Set(
    MAKERS.flatMap(([kind, nameIn]) =>
      index.all(kind).map((manifest) => `${manifest.namespace}/${nameIn(manifest)}`),
    ),
  );
}
