import { KINDS } from './kind-schemas';
import type { Schema } from './schema';

/** The values that the CRD of a kind lists for a field, such as `mtls.mode` of the spec of a PeerAuthentication. */
export function enumValues(kind: string, ...path: readonly string[]): readonly string[] {
  const spec = KINDS.find((known) => known.kind === kind)?.schema;
  const field = path.reduce<Schema | undefined>((schema, name) => schema?.properties?.[name], spec);
  return (field?.enum ?? []) as readonly string[];
}
