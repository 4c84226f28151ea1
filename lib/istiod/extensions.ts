import { type Fields, fieldsOf, objectsIn, optionalFields, textOf } from '../manifests/fields';
import { ENVOY_FILTER, TRAFFIC_EXTENSION, WASM_PLUGIN } from '../manifests/kinds';
import { type Manifest, texts } from '../manifests/manifest';
import { type ObjectRef, refTo } from '../manifests/object-ref';
import type { MeshIndex } from './mesh-index';
import { oldestFirst } from './oldest-first';
import { carries, type Workload } from './workloads/workloads';

/** Where a proxy is on the way. */
export type Place = 'GATEWAY' | 'SIDECAR_INBOUND' | 'SIDECAR_OUTBOUND';

/** An object that may change anything in the proxies of a workload, so that nobody can tell what they do. */
export function extensionFor(index: MeshIndex, workload: Workload, place: Place): ObjectRef | undefined {
  const byNamespace = index.view(extensionsOf);
  const found = [index.mesh.rootNamespace, workload.namespace]
    .flatMap((namespace) => byNamespace.get(namespace) ?? [])
    .find((extension) => appliesTo(extension, workload, place));
  return found && refTo(found);
}

function extensionsOf(index: MeshIndex): ReadonlyMap<string, readonly Manifest[]> {
  const extensions = new Map<string, Manifest[]>();
  const kinds = [ENVOY_FILTER, WASM_PLUGIN, TRAFFIC_EXTENSION];
  for (const manifest of kinds.flatMap((kind) => oldestFirst<unknown>(index.all(kind)))) {
    const known = extensions.get(manifest.namespace) ?? [];
    known.push(manifest);
    extensions.set(manifest.namespace, known);
  }
  return extensions;
}

function appliesTo({ kind, spec }: Manifest, { labels }: Workload, place: Place): boolean {
  const fields = fieldsOf(spec);
  if (objectsIn(fields.targetRefs).length > 0 || optionalFields(fields.targetRef)) {
    return false;
  }
  if (kind !== ENVOY_FILTER.kind) {
    return carries(labels, texts(fieldsOf(fields.selector).matchLabels));
  }
  const isSelected = carries(labels, texts(fieldsOf(fields.workloadSelector).labels));
  return isSelected && objectsIn(fields.configPatches).some((patch) => isAt(patch, place));
}

function isAt({ match }: Fields, place: Place): boolean {
  const context = textOf(fieldsOf(match).context) ?? 'ANY';
  return context === 'ANY' || context === place;
}
