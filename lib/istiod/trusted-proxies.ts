import { memoized } from '../manifests/collections';
import { fieldsOf, numberOf } from '../manifests/fields';
import { readYamlValue } from '../manifests/yaml-documents';
import type { MeshIndex } from './mesh-index';
import type { Workload } from './workloads/workloads';

/** The annotation of pods that holds a ProxyConfig as YAML, which overrides the mesh's field by field. */
const PROXY_CONFIG = 'proxy.istio.io/config';

/**
 * How many proxies in front of a gateway it trusts to report the address of the client; ask by
 * `index.view(trustedProxiesOf)`. (H7)
 */
export function trustedProxiesOf({ mesh }: MeshIndex): (gateway: Workload) => number {
  const ofMesh = numTrustedProxies(mesh.defaultConfig);
  return memoized(
    (gateway) => gateway,
    ({ annotations }) => numTrustedProxies(parsed(annotations[PROXY_CONFIG])) ?? ofMesh ?? 0,
  );
}

function numTrustedProxies(config: unknown): number | undefined {
  return numberOf(fieldsOf(fieldsOf(config).gatewayTopology).numTrustedProxies);
}

/** Injection refuses pods whose annotation is not YAML. */
function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : readYamlValue(text);
  } catch {
    return undefined;
  }
}
