import { fieldsOf } from '../../manifests/fields';
import { GATEWAY } from '../../manifests/kinds';
import { type Manifest, texts } from '../../manifests/manifest';
import type { MeshIndex } from '../mesh-index';
import { oldestFirst } from '../oldest-first';
import type { Labels } from '../workloads/workloads';
import { type GatewayServer, serversOf } from './gateway-servers';

/** A Gateway as istiod reads it. */
export interface Gateway {
  readonly manifest: Manifest;
  /** The labels by which it selects pods of every namespace; no labels select all. (A1) */
  readonly selector: Labels;
  readonly servers: readonly GatewayServer[];
}

/** The Gateways, oldest first; ask for them by `index.view(gatewaysOf)`. (0.2) */
export function gatewaysOf(index: MeshIndex): readonly Gateway[] {
  return oldestFirst<unknown>(index.all(GATEWAY)).map((manifest) => ({
    manifest,
    selector: texts(fieldsOf(manifest.spec).selector),
    servers: serversOf(manifest, manifest.spec),
  }));
}

/** A Gateway by `namespace/name`; ask by `index.view(gatewaysByName)`. */
export function gatewaysByName(index: MeshIndex): ReadonlyMap<string, Gateway> {
  return new Map(
    index
      .view(gatewaysOf)
      .map((gateway) => [`${gateway.manifest.namespace}/${gateway.manifest.name}`, gateway]),
  );
}
