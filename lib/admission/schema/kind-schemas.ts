import schemas from '../../../imports/schemas.json';
import type { IstioVersion } from '../../istiod/istio-version';
import type { Kind } from '../../manifests/kinds';
import type { Manifest } from '../../manifests/manifest';
import { compile } from './compile';
import type { Schema } from './schema';
import type { Check } from './schema-check';

/** A kind of Istio's, in the versions that have one schema. */
export interface KindSchema {
  readonly group: string;
  readonly kind: string;
  readonly versions: readonly string[];
  /** Whether an object needs a spec. */
  readonly required?: boolean;
  /** The schema of the spec. */
  readonly schema: Schema;
}

/** The kinds that Istio's CRDs serve. */
export const KINDS: readonly KindSchema[] = schemas as unknown as readonly KindSchema[];

/** The kinds of the CRDs, each once. */
export const ISTIO_KINDS: readonly Kind[] = [
  ...new Map(KINDS.map(({ group, kind }) => [`${group} ${kind}`, { group, kind }])).values(),
];

/** A kind with the check that its schema was compiled to. */
export interface CompiledKind {
  readonly required: boolean;
  /** The schema of an object, as far as the CRD has it. */
  readonly object: Schema;
  readonly checkSpec: Check;
}

const byName = new Map(
  KINDS.flatMap((known) =>
    known.versions.map((version) => [`${known.group}/${version} ${known.kind}`, known]),
  ),
);
const compiled = new Map<IstioVersion, Map<KindSchema, CompiledKind>>();

/** The kind of an object, compiled when it is first needed; undefined if Istio does not serve the kind in this version. */
export function kindOf({ apiVersion, kind }: Manifest, istio: IstioVersion): CompiledKind | undefined {
  const found = byName.get(`${apiVersion} ${kind}`);
  if (!found) {
    return undefined;
  }
  const ofVersion = compiled.get(istio) ?? new Map<KindSchema, CompiledKind>();
  compiled.set(istio, ofVersion);
  const known = ofVersion.get(found) ?? {
    required: found.required === true,
    object: { properties: { spec: found.schema } },
    checkSpec: compile(found.schema, istio),
  };
  ofVersion.set(found, known);
  return known;
}
