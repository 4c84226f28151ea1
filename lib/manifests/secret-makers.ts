import { fieldsOf, textOf } from './fields';
import type { Kind } from './kinds';
import type { Manifest } from './manifest';
import type { ManifestIndex } from './manifest-index';

/** Kinds from which operators make a Secret beside the object, each with where the name of the Secret is written. */
const MAKERS: readonly (readonly [Kind, (manifest: Manifest) => string])[] = [
  [{ group: 'cert-manager.io', kind: 'Certificate' }, ({ spec }) => textOf(fieldsOf(spec).secretName)],
  [
    { group: 'external-secrets.io', kind: 'ExternalSecret' },
    ({ spec, name }) => textOf(fieldsOf(fieldsOf(spec).target).name) || name,
  ],
  [{ group: 'bitnami.com', kind: 'SealedSecret' }, ({ name }) => name],
];

/** The Secrets that operators make, as `namespace/name`; ask for them by `index.view(secretsToCome)`. */
export function secretsToCome(index: ManifestIndex): ReadonlySet<string> {
  return new Set(
    MAKERS.flatMap(([kind, nameIn]) =>
      index.all(kind).map((manifest) => `${manifest.namespace}/${nameIn(manifest)}`),
    ),
  );
}
