import schemas from '../../../imports/schemas.json';
import type { Kind } from '../../manifests/kinds';
import type { Manifest } from '../../manifests/manifest';
import type { Check } from './check';
import { compile } from './compile';
import type { Schema } from './schema';

/** A kind in the versions that share a schema. */
export interface KindSchema {
  readonly group: string;
  readonly kind: string;
  readonly versions: readonly string[];
  /** Whether an object needs a spec. */
  readonly required?: boolean;
  /** That of the spec. */
  readonly schema: Schema;
}

/** All that Istio's CRDs serve. */
export const KINDS: readonly KindSchema[] = schemas as unknown as readonly KindSchema[];

/** The kinds of the CRDs, each once. */
export const ISTIO_KINDS: readonly Kind[] = [
  ...new Map(KINDS.map(({ group, kind }) => [`${group} ${kind}`, { group, kind }])).values(),
];

/** A kind with the check of its spec. */
export interface CompiledKind {
  readonly required: boolean;
  readonly checkSpec: Check;
}

const byName = new Map(
  KINDS.flatMap((one) => one.versions.map((version) => [`${one.group}/${version} ${one.kind}`, one])),
);
const compiled = new Map<KindSchema, CompiledKind>();

/** The kind of an object, compiled when it is first needed; undefined where none of this version is served. */
export function kindOf({ apiVersion, kind }: Manifest): CompiledKind | undefined {
  const found = byName.get(`${apiVersion} ${kind}`);
  if (!found) {
    return undefined;
  }
  const known = compiled.get(found) ?? {
    required: found.required === true,
    checkSpec: compile(found.schema),
  };
  compiled.set(found, known);
  return known;
}
