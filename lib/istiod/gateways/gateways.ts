import { fieldsOf } from '../../manifests/fields';
import { GATEWAY } from '../../manifests/kinds';
import { type Manifest, texts } from '../../manifests/manifest';
import type { MeshIndex } from '../mesh-index';
import { oldestFirst } from '../oldest-first';
import type { Labels } from '../workloads/workloads';
import { type GatewayServer, serversOf } from './gateway-servers';

/** The name that stands for all sidecars, where gateways are named. (B1) */
export const MESH_GATEWAY = 'mesh';

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

/** A Gateway by namespace and name, undefined where istiod reads none; ask by `index.view(gatewayByName)`. */
export function gatewayByName(
  index: MeshIndex,
): (name: { readonly namespace: string; readonly name: string }) => Gateway | undefined {
  const gateways = new Map(index.view(gatewaysOf).map((gateway) => [keyOf(gateway.manifest), gateway]));
  return (name) => gateways.get(keyOf(name));
}

/** The Gateway that a name in a VirtualService of `namespace` means. (B1) */
export function gatewayNamed(name: string, namespace: string): { namespace: string; name: string } {
  const slash = name.indexOf('/');
  if (slash >= 0) {
    const owner = name.slice(0, slash);
    return { namespace: owner === '.' ? namespace : owner, name: name.slice(slash + 1) };
  }
  const [gateway = '', owner = namespace] = name.split('.', 2);
  return { namespace: owner, name: gateway };
}

function keyOf({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `${namespace}/${name}`;
}
