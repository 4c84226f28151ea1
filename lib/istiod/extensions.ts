import { groupedBy } from '../manifests/collections';
import { type Fields, fieldsOf, objectsIn, textOf } from '../manifests/fields';
import { ENVOY_FILTER, TRAFFIC_EXTENSION, WASM_PLUGIN } from '../manifests/kinds';
import type { Manifest } from '../manifests/manifest';
import { type ObjectRef, refTo } from '../manifests/object-ref';
import type { MeshIndex } from './mesh-index';
import { oldestFirst } from './oldest-first';
import { isAttached, policySelector } from './policies/policy';
import { SelectorIndex, workloadSelectorOf } from './workloads/selectors';
import type { Labels, Workload } from './workloads/workloads';

/** Which configuration of a proxy an EnvoyFilter patches. */
export type PatchContext = 'GATEWAY' | 'SIDECAR_INBOUND' | 'SIDECAR_OUTBOUND';

/**
 * An object that may change anything in the proxies of a workload, so that their behavior cannot be predicted: an
 * EnvoyFilter, a WasmPlugin or a TrafficExtension.
 */
export function extensionFor(
  index: MeshIndex,
  workload: Workload,
  context: PatchContext,
): ObjectRef | undefined {
  const byNamespace = index.view(extensionsOf);
  if (byNamespace.size === 0) {
    return undefined;
  }
  const found = [index.mesh.rootNamespace, workload.namespace]
    .flatMap((namespace) => byNamespace.get(namespace)?.selecting(workload.labels) ?? [])
    .find((extension) => changes(extension, context));
  return found && refTo(found);
}

function extensionsOf(index: MeshIndex): ReadonlyMap<string, SelectorIndex<Manifest>> {
  const extensions = [ENVOY_FILTER, WASM_PLUGIN, TRAFFIC_EXTENSION]
    .flatMap((kind): readonly Manifest[] => oldestFirst<unknown>(index.all(kind)))
    .filter((extension) => !isAttached(extension));
  return new Map(
    [...groupedBy(extensions, ({ namespace }) => namespace)].map(([namespace, own]) => [
      namespace,
      new SelectorIndex(own, selectorOfObject),
    ]),
  );
}

/** The labels by which an EnvoyFilter, a policy or any other object that configures pods selects them. */
export function selectorOfObject(object: Manifest): Labels {
  return object.kind === ENVOY_FILTER.kind ? workloadSelectorOf(object) : policySelector(object);
}

function changes({ kind, spec }: Manifest, context: PatchContext): boolean {
  return (
    kind !== ENVOY_FILTER.kind ||
    objectsIn(fieldsOf(spec).configPatches).some((patch) => isFor(patch, context))
  );
}

function isFor({ match }: Fields, context: PatchContext): boolean {
  const written = textOf(fieldsOf(match).context) ?? 'ANY';
  return written === 'ANY' || written === context;
}
