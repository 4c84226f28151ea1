import { memoized } from '../../manifests/collections';
import { type Fields, fieldsOf, numberOf, optionalFields } from '../../manifests/fields';
import { readYamlValue } from '../../manifests/yaml/documents';
import { isAtLeast } from '../istio-version';
import type { MeshIndex } from '../mesh-index';
import type { Workload } from '../workloads/workloads';

/** The annotation of pods that holds a ProxyConfig as YAML, which overrides the mesh's field by field. */
const PROXY_CONFIG = 'proxy.istio.io/config';

/** What the configuration of a gateway's proxy decides about requests. */
export interface GatewayProxyConfig {
  /** How many proxies in front of the gateway it trusts to report the address of the client. (H7) */
  readonly trustedProxies: number;
  /** Whether it has the settings for proxies at the edge, which normalise paths and refuse some headers. (V23) */
  readonly isHardened: boolean;
}

/** The configuration of a gateway's proxy; ask by `index.view(gatewayProxyConfigOf)`. */
export function gatewayProxyConfigOf({
  mesh,
  istio,
}: MeshIndex): (gateway: Pick<Workload, 'annotations'>) => GatewayProxyConfig {
  const ofMesh = fieldsOf(mesh.defaultConfig);
  return memoized(
    (gateway) => gateway,
    ({ annotations }) => {
      const own = parsed(annotations[PROXY_CONFIG]);
      const settings = optionalFields(own.connectionSettings) ?? fieldsOf(ofMesh.connectionSettings);
      return {
        trustedProxies: numTrustedProxies(own) ?? numTrustedProxies(ofMesh) ?? 0,
        isHardened: isAtLeast(istio, '1.31') && settings.profile === 'EDGE',
      };
    },
  );
}

function numTrustedProxies({ gatewayTopology }: Fields): number | undefined {
  return numberOf(fieldsOf(gatewayTopology).numTrustedProxies);
}

/** Injection refuses pods whose annotation is not YAML. */
function parsed(text: string | undefined): Fields {
  try {
    return fieldsOf(text === undefined ? undefined : readYamlValue(text));
  } catch {
    return {};
  }
}
